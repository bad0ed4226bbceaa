import {
  type ClaimOutcome,
  type ClaimState,
  CredentialsFileError,
  type GrantedToken,
  PrivateFileError,
  tokenPreview,
} from '../../api/index.ts';
import { configError, type DiagnosticError, environmentError } from '../diagnostic-error.ts';
import { rows } from './auth-output.ts';
import type { AuthSession } from './auth-session.ts';

/** Which registration is being claimed, and what was saved when the claim began. */
export interface ClaimTarget {
  readonly claimToken: string;
  readonly baseUrl: string;
  readonly savedClaimToken: string | null;
}

const IN_THE_APP =
  'A person signed in to the app can make a token (Settings, API keys); save it with `otform auth login`.';

/** Says how waiting ended, and saves the token if it ended well. */
export async function finishClaim(
  session: AuthSession,
  target: ClaimTarget,
  state: ClaimState,
  outcome: ClaimOutcome,
): Promise<number> {
  if (outcome.kind === 'granted') return keepToken(session, target, outcome.token);
  if (outcome.kind === 'timed-out' && session.context.flags.on('status')) {
    reportPending(session, state, outcome.lostAnswer !== null);
    return 0;
  }
  throw refusal(session, outcome);
}

/**
 * Puts the new token in place of the old one, durably, before a word of success. The claim token is of no more use
 * and goes. What cannot be saved is shown, for no call brings it again.
 */
export async function keepToken(
  session: AuthSession,
  target: ClaimTarget,
  token: GrantedToken,
): Promise<number> {
  const { file, out } = session;
  const document = { status: 'claimed', baseUrl: target.baseUrl, scopes: token.scopes };
  try {
    const warnings = await file.update(
      { apiToken: token.accessToken, baseUrl: target.baseUrl, claimToken: null },
      (now) =>
        now.claimToken === target.savedClaimToken
          ? null
          : 'another program has saved the credentials of another account there in the meantime',
    );
    out.warnAll(warnings);
  } catch (error) {
    if (!(error instanceof PrivateFileError) && !(error instanceof CredentialsFileError)) throw error;
    out.secrets(
      `The account was claimed, and its new token could not be saved: ${error.detail}`,
      { apiToken: token.accessToken },
      [
        'The tokens from before the claim no longer work. To go on: clear the way, then save this one with',
        '`otform auth login -force -token-stdin`.',
      ],
      document,
    );
    return 1;
  }
  try {
    await session.claimFile.remove();
  } catch (error) {
    if (!(error instanceof PrivateFileError)) throw error;
    out.warn(`${session.claimFile.path} is of no more use and could not be removed.`);
  }
  out.result(
    `${rows([
      ['Account', 'claimed'],
      ['Token', `${tokenPreview(token.accessToken)}, saved in ${file.path}; earlier tokens no longer work`],
      ['Scopes', token.scopes.join(', ')],
    ])}`,
    { ...document, saved: true, path: file.path },
  );
  const name = session.tokenVariable;
  if (name !== null) {
    out.warn(
      `${name} is set and wins over the saved token. If it held the token from before the claim, every call fails until it is unset.`,
    );
  }
  return 0;
}

function reportPending(session: AuthSession, state: ClaimState, answerLost: boolean): void {
  const { attempt, windowExpiresAt } = state;
  const iso = (time: number | null | undefined) => (time == null ? null : new Date(time).toISOString());
  session.out.result(
    rows([
      ['Claim', answerLost ? 'not known: the answer was lost, ask again' : 'waiting for the person'],
      ['E-mail', attempt?.email ?? 'not known here'],
      ['Code until', iso(attempt?.expiresAt) ?? 'not known here'],
      ['Window until', iso(windowExpiresAt) ?? 'not known here'],
    ]),
    {
      status: answerLost ? 'unknown' : 'pending',
      email: attempt?.email ?? null,
      attemptExpiresAt: iso(attempt?.expiresAt),
      windowExpiresAt: iso(windowExpiresAt),
    },
  );
}

function refusal(session: AuthSession, outcome: Exclude<ClaimOutcome, { kind: 'granted' }>): DiagnosticError {
  switch (outcome.kind) {
    case 'attempt-over':
      return environmentError(
        'claim-attempt-over',
        'Claim Code Has Expired',
        'The person did not finish while the code was good. The account can still be claimed: `otform auth claim -email=ADDRESS` gets a new code.',
      );
    case 'window-over':
      return environmentError(
        'claim-window-over',
        'Account Can No Longer Be Claimed',
        'The time to claim it, about 24 hours from its registration, is over. Its token may go on working as before. For an account that a person owns: `otform auth register -force` makes a new one, and jobs of the old one stay there.',
      );
    case 'denied':
      return configError(
        'claim-denied',
        'The Person Declined the Claim',
        'The account is as it was. `otform auth claim -restart -email=ADDRESS` asks again.',
      );
    case 'timed-out':
      return environmentError(
        'claim-timed-out',
        'Nobody Has Claimed the Account Yet',
        `Stopped waiting after the given time${outcome.lostAnswer === null ? '' : '; the answer of the last poll was lost, and may have held the token'}. \`otform auth claim\` goes on with the same code while it is good.`,
      );
    default:
      return environmentError(
        'claim-token-gone',
        'No Token Left to Fetch',
        outcome.lostAnswer === null
          ? `The server says that the claim token is not known or that its new token was delivered already, perhaps to another program. If ${session.file.path} does not work (\`otform auth status\`), the token is lost and no call brings it back. ${IN_THE_APP}`
          : `The account was claimed, and the answer with the new token was lost on the way. It is delivered once, and tokens from before the claim no longer work. ${IN_THE_APP}`,
      );
  }
}
