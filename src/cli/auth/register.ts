import { CredentialsFileError, PrivateFileError, type Registration, tokenPreview } from '../../api/index.ts';
import type { Command } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { rows } from './auth-output.ts';
import { type AuthSession, authCommand } from './auth-session.ts';
import type { AuthTools } from './tools.ts';

/** `otform auth register`: one account, its tokens on disk before anything is said about it. */
async function register(session: AuthSession): Promise<number> {
  const { file, out, context } = session;
  const { flags } = context;
  const saved = await file.read();
  const held = saved.apiToken ?? saved.claimToken;
  if (held !== null && !flags.on('force')) {
    const lost =
      saved.claimToken === null
        ? ''
        : ' The account that waits to be claimed there could never be claimed again.';
    throw configError(
      'credentials-exist',
      'Credentials Are Already Saved',
      `${file.path} holds ${tokenPreview(held)}, and registering would replace it.${lost} Nothing was sent. Use the account as it is (\`otform auth status\`), or register with -force.`,
    );
  }
  const { base } = await session.credentials();
  // What could not be saved is not asked for: the tokens are shown once.
  await file.check();
  const identity = session.identity(base.href);
  session.ifCutOff('An account may have been registered whose tokens were not saved; it is empty.');
  const agentName = flags.text('agent-name') ?? flags.text('name') ?? 'otform';
  const organizationName = flags.text('org-name') ?? flags.text('organization-name');
  const account = await identity.register({
    agentName,
    ...(organizationName === undefined ? {} : { organizationName }),
  });
  const document = {
    registered: true,
    baseUrl: base.href,
    registrationId: account.registrationId,
    scopes: account.scopes,
    claimTokenExpiresAt: isoOrNull(account.claimTokenExpiresAt),
  };
  try {
    const warnings = await file.update(
      { apiToken: account.accessToken, claimToken: account.claimToken, baseUrl: base.href },
      (now) =>
        now.apiToken === saved.apiToken && now.claimToken === saved.claimToken
          ? null
          : 'another program has saved other credentials there in the meantime',
    );
    out.warnAll(warnings);
  } catch (error) {
    if (!(error instanceof PrivateFileError) && !(error instanceof CredentialsFileError)) throw error;
    showUnsaved(session, account, base.href, error.detail, document);
    return 1;
  }
  await rememberClaim(session, account);
  out.result(
    `${rows([
      [
        'Account',
        `registered${organizationName === undefined ? '' : ` for ${organizationName}`}, not claimed yet`,
      ],
      ['Server', base.href],
      ['Token', `${tokenPreview(account.accessToken)}, saved in ${file.path}`],
      ['Scopes', account.scopes.join(', ')],
      ['Claim until', isoOrNull(account.claimTokenExpiresAt) ?? 'about 24 hours from now'],
    ])}\nNext: otform auth claim -email=ADDRESS, with the address of the person who is to own the account.\n`,
    { ...document, saved: true, path: file.path },
  );
  session.noteOverride();
  if (account.claimToken === null)
    out.warn('The server sent no claim token, so this account cannot be claimed.');
  return 0;
}

function showUnsaved(
  session: AuthSession,
  account: Registration,
  baseUrl: string,
  why: string,
  document: Readonly<Record<string, unknown>>,
): void {
  session.out.secrets(
    `The account was registered on ${baseUrl}, and its tokens could not be saved: ${why}`,
    {
      apiToken: account.accessToken,
      ...(account.claimToken === null ? {} : { claimToken: account.claimToken }),
    },
    [
      'To go on: clear the way, then save the API token with `otform auth login -token-stdin`,',
      'and claim with `otform auth claim -force -claim-token=TOKEN -email=ADDRESS`.',
      'Do not register again: that makes another account.',
    ],
    document,
  );
}

/** Only what the claim can be started without; so a failure is worth a word and no more. */
async function rememberClaim(session: AuthSession, account: Registration): Promise<void> {
  if (account.claimToken === null) return;
  try {
    await session.claimFile.write(account.claimToken, {
      registrationId: account.registrationId,
      windowExpiresAt: account.claimTokenExpiresAt,
      claimPath: account.claimPath,
      tokenPath: account.tokenPath,
      attempt: null,
    });
  } catch (error) {
    if (!(error instanceof PrivateFileError)) throw error;
    session.out.warn(`${error.detail} The tokens are saved; only the end of the claim window is not.`);
  }
}

function isoOrNull(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

export const registerWith = (tools?: AuthTools): Command => authCommand(register, tools);
export const registerCommand: Command = registerWith();
