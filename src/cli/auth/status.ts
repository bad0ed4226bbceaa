import {
  type Account,
  AuthenticationError,
  type Capabilities,
  CredentialsFileError,
  OpentrainError,
  type SavedCredentials,
  tokenPreview,
} from '../../api/index.ts';
import {
  POST_CLAIM_SCOPES,
  PRE_CLAIM_SCOPES,
  PUBLISH_WINDOW_HOURS,
  PUBLISHES_PER_DAY_CLAIMED,
  PUBLISHES_PER_DAY_UNCLAIMED,
} from '../../contract/index.ts';
import type { Command } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';
import { rows } from './auth-output.ts';
import { type AuthSession, authCommand, type TokenSource } from './auth-session.ts';
import type { AuthTools } from './tools.ts';

/** Claim state as far as it can be known: auth/me may or may not tell it [X]. */
export type ClaimKnowledge = 'claimed' | 'unclaimed' | 'probably-unclaimed' | 'unknown';

/** `otform auth status`: who the token is, what it may do, where it comes from. Never the token. */
async function status(session: AuthSession): Promise<number> {
  const { out, file, tools } = session;
  const saved = await savedOrWarn(session);
  out.warnAll(await file.tighten());
  const { base, token, source, note } = await session.credentials();
  if (note !== null) out.warn(note);
  if (token === null) {
    throw environmentError(
      'token-missing',
      'No OpenTrain API Token',
      `No API token is set and none is saved in ${file.path}. ${
        saved.claimToken === null
          ? '`otform auth login` saves one, `otform auth register` makes a new account.'
          : 'A claim token is: `otform auth claim -status` asks whether the account was claimed.'
      }`,
    );
  }
  const client = session.tokens(base.href, token);
  const account = await accountOf(client.me(), saved, source);
  const claim = claimKnowledge(account, source.kind === 'file' && saved.claimToken !== null);
  const limit =
    claim === 'claimed'
      ? PUBLISHES_PER_DAY_CLAIMED
      : claim === 'unknown'
        ? null
        : PUBLISHES_PER_DAY_UNCLAIMED;
  const features = await featuresOf(client.capabilities());
  const pending = saved.claimToken === null ? null : await session.claimFile.read(saved.claimToken);
  const attempt =
    pending?.attempt != null && pending.attempt.expiresAt > tools.clock.now() ? pending.attempt : null;
  const iso = (time: number | null | undefined) => (time == null ? null : new Date(time).toISOString());
  const named = (on: boolean) =>
    Object.entries(features ?? {}).flatMap(([name, value]) => (value === on ? [name] : []));
  out.result(
    rows([
      ['Server', base.href],
      ['Account', describeAccount(account)],
      [
        'Token',
        `${tokenPreview(token)}${account.tokenLabel === null ? '' : ` "${account.tokenLabel}"`}${account.tokenId === null ? '' : ` (${account.tokenId})`}`,
      ],
      ['Token from', source.kind === 'environment' ? source.name : file.path],
      ['Scopes', account.scopes.length === 0 ? 'none' : account.scopes.join(', ')],
      ['Claimed', CLAIM_TEXT[claim]],
      ...(pending === null
        ? []
        : ([
            [
              'Claim',
              attempt === null
                ? 'not started, or its code has expired: `otform auth claim -email=ADDRESS`'
                : `waiting for ${attempt.email} until ${iso(attempt.expiresAt)}`,
            ],
            ['Claim until', iso(pending.windowExpiresAt) ?? 'about 24 hours from registration'],
          ] as const)),
      ['Publishes', limit === null ? 'limit not known' : `${limit} in ${PUBLISH_WINDOW_HOURS} hours`],
      ['Features', features === null ? 'not known: the server did not tell' : list(named(true))],
      ...(named(false).length === 0 ? [] : ([['Switched off', list(named(false))]] as const)),
    ]),
    {
      baseUrl: base.href,
      tokenSource: source.kind === 'environment' ? { kind: source.kind, variable: source.name } : source,
      tokenPreview: tokenPreview(token),
      account,
      claim,
      claimPending:
        pending === null
          ? null
          : {
              email: attempt?.email ?? null,
              attemptExpiresAt: iso(attempt?.expiresAt),
              windowExpiresAt: iso(pending.windowExpiresAt),
            },
      publishLimit: limit,
      features,
    },
  );
  if (source.kind === 'environment' && saved.apiToken !== null) session.noteOverride();
  return 0;
}

const CLAIM_TEXT: Readonly<Record<ClaimKnowledge, string>> = {
  claimed: 'yes',
  unclaimed: 'no',
  'probably-unclaimed': 'probably not: the token has just the scopes of an unclaimed account',
  unknown: 'not known: the server does not tell',
};

/** Scopes that only a claim gives prove one; a token narrowed in the app may lack them and prove nothing [I]. */
export function claimKnowledge(account: Account, claimTokenSaved: boolean): ClaimKnowledge {
  if (account.claimed !== null) return account.claimed ? 'claimed' : 'unclaimed';
  const gained = POST_CLAIM_SCOPES.filter((scope) => !PRE_CLAIM_SCOPES.includes(scope));
  if (gained.some((scope) => account.scopes.includes(scope))) return 'claimed';
  const preClaim =
    account.scopes.length === PRE_CLAIM_SCOPES.length &&
    PRE_CLAIM_SCOPES.every((scope) => account.scopes.includes(scope));
  if (claimTokenSaved) return 'unclaimed';
  return preClaim ? 'probably-unclaimed' : 'unknown';
}

async function accountOf(
  me: Promise<Account>,
  saved: SavedCredentials,
  source: TokenSource,
): Promise<Account> {
  try {
    return await me;
  } catch (error) {
    if (!(error instanceof AuthenticationError) || source.kind !== 'file' || saved.claimToken === null)
      throw error;
    throw environmentError(
      'token-refused',
      'OpenTrain Rejected the API Token',
      'The saved token no longer works, and its account was waiting to be claimed: a person may have completed the claim, which ends every earlier token. `otform auth claim -status` fetches the new one.',
    );
  }
}

/** Null when the server does not tell, as where drafting itself is switched off for the account. */
async function featuresOf(
  capabilities: Promise<Capabilities>,
): Promise<Readonly<Record<string, boolean>> | null> {
  try {
    return (await capabilities).flags;
  } catch (error) {
    if (error instanceof OpentrainError) return null;
    throw error;
  }
}

/** A broken file must not keep the status of a token of the environment from being seen. */
async function savedOrWarn(session: AuthSession): Promise<SavedCredentials> {
  try {
    return await session.file.read();
  } catch (error) {
    if (!(error instanceof CredentialsFileError) || session.tokenVariable === null) throw error;
    session.out.warn(error.detail);
    return { apiToken: null, baseUrl: null, claimToken: null };
  }
}

function describeAccount(account: Account): string {
  const who = [account.fullName, account.email].filter((part) => part !== null && part !== '').join(', ');
  const which = account.accountId === null ? '' : `(${account.accountId})`;
  return `${who} ${which}`.trim() || 'the server does not name it';
}

function list(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}

export const statusWith = (tools?: AuthTools): Command => authCommand(status, tools);
export const statusCommand: Command = statusWith();
