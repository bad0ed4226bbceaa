import { OpentrainError, tokenPreview } from '../../api/index.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Command } from '../command.ts';
import { configError, environmentError } from '../diagnostic-error.ts';
import { rows } from './auth-output.ts';
import { type AuthSession, authCommand, savedFor } from './auth-session.ts';
import { askForSecret, canAskForSecret, readSecretFromStdin } from './secret-input.ts';
import type { AuthTools } from './tools.ts';

/** `otform auth login`: saves a token that OpenTrain has confirmed. */
async function login(session: AuthSession): Promise<number> {
  const { file, out, context } = session;
  const { base } = await session.credentials();
  const saved = await file.read();
  await file.check();
  const token = await typedToken(session);
  if (token === undefined) {
    out.note('No token was given. Nothing was changed.');
    return context.interruption.exitCode ?? 1;
  }
  const account = await session.tokens(base.href, token).me();
  let keepsClaim = false;
  if (saved.claimToken !== null) {
    const sameServer = savedFor(saved, base.origin);
    const holder =
      sameServer && saved.apiToken !== null ? await accountOf(session, base.href, saved.apiToken) : null;
    keepsClaim = sameServer && holder !== null && holder === account.accountId;
    if (!keepsClaim && !context.flags.on('force')) {
      throw configError(
        'claim-token-lost',
        'Another Account Is Waiting to Be Claimed',
        `${file.path} holds the claim token of an account that is not known to be this one. Without it that account can never be claimed. Nothing was saved. Claim it first (\`otform auth claim\`), or give it up with -force.`,
      );
    }
  }
  const warnings = await file.update(
    { apiToken: token, baseUrl: base.href, ...(keepsClaim ? {} : { claimToken: null }) },
    (now) =>
      now.claimToken === saved.claimToken
        ? null
        : 'another program has saved the claim token of a new account there in the meantime',
  );
  out.warnAll(warnings);
  if (!keepsClaim) await session.claimFile.remove();
  const { fullName, email, accountId, scopes } = account;
  const who = [fullName, email].filter((part) => part !== null && part !== '').join(', ');
  out.result(
    rows([
      ['Logged in', `${who} ${accountId === null ? '' : `(${accountId})`}`.trim()],
      ['Server', base.href],
      ['Token', `${tokenPreview(token)}, saved in ${file.path}`],
      ['Scopes', scopes.join(', ')],
    ]),
    { saved: true, path: file.path, baseUrl: base.href, account },
  );
  session.noteOverride();
  return 0;
}

async function typedToken(session: AuthSession): Promise<string | undefined> {
  const { io, flags } = session.context;
  const given = flags.text('api-key') ?? flags.text('token');
  if (given !== undefined) {
    session.out.warn(
      'A token on the command line shows in the list of processes and in the history of the shell. Prefer -token-stdin.',
    );
    return checked(given);
  }
  if (flags.on('token-stdin')) {
    const text = await readSecretFromStdin(io);
    if (text === undefined || text === '') {
      throw configError(
        'token-missing',
        'No Token on Standard Input',
        `${text === undefined ? 'What came is too long for a token.' : 'Nothing came on standard input.'} Nothing was changed.`,
      );
    }
    return checked(text);
  }
  if (!canAskForSecret(io)) {
    throw new UsageError(
      'There is no terminal to ask for the token on. Pipe it in with -token-stdin.',
      'auth login',
    );
  }
  const text = await askForSecret(io, 'API token (not shown): ', session.signal);
  return text === undefined || text === '' ? undefined : checked(text);
}

/** Only pasting mistakes that no server needs to see. */
function checked(text: string): string {
  const token = text.trim();
  if (/^ot_(?:clm|cat|ptk)_/.test(token)) {
    const [kind] = /^ot_[a-z]+_/.exec(token) ?? [''];
    throw configError(
      'token-kind',
      'Not an API Token',
      `API tokens start with ot_pat_, and this one with ${kind}. Nothing was sent. Make one in the app (Settings, API keys).`,
    );
  }
  if (token !== '' && /^[\x21-\x7e]+$/.test(token)) return token;
  throw configError(
    'token-malformed',
    'Not an API Token',
    'A token is one word of visible ASCII characters. Nothing was sent.',
  );
}

/** The account of the saved token; null when that token no longer says. */
async function accountOf(session: AuthSession, baseUrl: string, token: string): Promise<string | null> {
  try {
    return (await session.tokens(baseUrl, token).me()).accountId;
  } catch (error) {
    if (error instanceof OpentrainError) return null;
    throw environmentError('account-unknown', 'Cannot Read the Saved Account', String(error));
  }
}

export const loginWith = (tools?: AuthTools): Command => authCommand(login, tools);
export const loginCommand: Command = loginWith();
