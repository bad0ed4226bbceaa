import {
  CLAIM_ATTEMPT_SECONDS,
  CLAIM_POLL_INTERVAL_SECONDS,
  CLAIM_WINDOW_HOURS,
  POST_CLAIM_SCOPES,
  PRE_CLAIM_SCOPES,
} from '../../contract/index.ts';
import { createAccount, createToken, revoke } from '../auth/accounts.ts';
import { OAuthError } from '../http/errors.ts';
import type { ClaimAttempt, RegistrationRecord, TokenRecord } from '../store/model.ts';
import type { World } from '../world.ts';

/** Wrong codes after which an attempt is dead and the ceremony must be restarted. The real number is unknown [U]. */
export const MAX_WRONG_CODES = 5;

/** RFC 8628: seconds that a `slow_down` adds for the rest of the flow, where the dialect follows it. */
const SLOW_DOWN_SECONDS = 5;

/** What became of a code that a person typed. */
export type ConfirmResult =
  | { readonly outcome: 'confirmed'; readonly accountId: string }
  | { readonly outcome: 'wrong-code'; readonly attemptsLeft: number }
  | {
      readonly outcome:
        | 'wrong-email'
        | 'email-taken'
        | 'expired'
        | 'locked'
        | 'declined'
        | 'done'
        | 'unknown';
    };

/** An attempt with the registration it belongs to, for the person's page. */
export interface AttemptView {
  readonly registration: RegistrationRecord;
  readonly attempt: ClaimAttempt;
  /** `superseded`: the ceremony was restarted, so this link is dead. */
  readonly state: 'open' | 'confirmed' | 'declined' | 'locked' | 'expired' | 'superseded';
  readonly agentName: string | null;
  readonly organizationName: string;
}

/** A fresh unclaimed account; never deduplicated [D agent-auth/register; that nothing deduplicates I]. */
export function register(
  world: World,
  names: { agentName: string | null; organizationName: string | null },
): { registration: RegistrationRecord; token: TokenRecord } {
  const { account, token } = createAccount(world, {
    claimed: false,
    scopes: PRE_CLAIM_SCOPES,
    organizationName: names.organizationName ?? 'Unnamed organization',
    ...(names.agentName === null ? {} : { agentName: names.agentName }),
  });
  const registration: RegistrationRecord = {
    id: world.ids.id(),
    accountId: account.id,
    claimToken: world.ids.token('ot_clm_'),
    expiresAt: world.clock.now() + CLAIM_WINDOW_HOURS * 3_600_000,
    attempt: null,
    interval: CLAIM_POLL_INTERVAL_SECONDS,
    lastPollAt: null,
    grantedTokenId: null,
    delivered: false,
  };
  world.store.put('registrations', registration);
  return { registration, token };
}

/**
 * Starts or restarts the ceremony: a new code and a new link, the older ones are dead.
 * Raises `OAuthError` 400 for an unknown or lapsed claim token, a bad or taken address [D agent-auth/claim].
 */
export function beginClaim(world: World, claimToken: string, email: string): ClaimAttempt {
  const registration = world.store.registrationByClaimToken(claimToken);
  const now = world.clock.now();
  if (registration === undefined) throw new OAuthError(400, 'invalid_request', 'Unknown claim_token.');
  if (registration.grantedTokenId !== null) {
    throw new OAuthError(400, 'invalid_request', 'This account has already been claimed.');
  }
  if (registration.expiresAt <= now)
    throw new OAuthError(400, 'invalid_request', 'The claim window is over.');
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    throw new OAuthError(400, 'invalid_request', 'Invalid email.');
  if (world.store.accountIdByEmail(email) !== undefined) {
    throw world.dialect.emailRegistered === 'error'
      ? new OAuthError(400, 'email_already_registered', 'This email already has an OpenTrain account.')
      : new OAuthError(400, 'invalid_request', 'email_already_registered');
  }
  const reserved = registration.attempt?.email;
  if (reserved !== undefined && reserved !== email && world.dialect.claimRestartEmail === 'fixed') {
    throw new OAuthError(400, 'invalid_request', 'This claim is reserved for another email.');
  }
  const attempt: ClaimAttempt = {
    catToken: world.ids.token('ot_cat_'),
    userCode: world.ids.userCode(),
    email,
    expiresAt: now + CLAIM_ATTEMPT_SECONDS * 1000,
    wrongCodes: 0,
    outcome: 'open',
  };
  registration.attempt = attempt;
  registration.interval = CLAIM_POLL_INTERVAL_SECONDS;
  registration.lastPollAt = null;
  world.store.put('registrations', registration);
  return attempt;
}

/** The attempt behind a link's `ot_cat_` token, undefined for one that never existed. */
export function attemptByToken(world: World, catToken: string): AttemptView | undefined {
  const registration = world.store.registrationByAttempt(catToken);
  if (registration === undefined || registration.attempt === null) return undefined;
  const account = world.store.tables.accounts.get(registration.accountId);
  const { attempt } = registration;
  const expired = attempt.expiresAt <= world.clock.now() || registration.expiresAt <= world.clock.now();
  const state =
    attempt.catToken !== catToken
      ? 'superseded'
      : attempt.outcome === 'open' && expired
        ? 'expired'
        : attempt.outcome;
  return {
    registration,
    attempt,
    state,
    agentName: account?.agentName ?? null,
    organizationName: account?.organizationName ?? '',
  };
}

/**
 * The person signs in with `email` and types `code`. On success the account is claimed, every pre-claim token is dead
 * at this moment, and the new token waits to be polled once [D agent-auth/token].
 */
export function confirmClaim(world: World, catToken: string, email: string, code: string): ConfirmResult {
  const view = attemptByToken(world, catToken);
  if (view === undefined || view.state === 'superseded') return { outcome: 'unknown' };
  if (view.state === 'confirmed') return { outcome: 'done' };
  if (view.state !== 'open') return { outcome: view.state };
  const { registration, attempt } = view;
  if (attempt.email.trim().toLowerCase() !== email.trim().toLowerCase()) return { outcome: 'wrong-email' };
  if (world.store.accountIdByEmail(email) !== undefined) return { outcome: 'email-taken' };
  if (attempt.userCode !== code.replace(/\s/g, '')) return countWrongCode(world, registration, attempt);
  const account = world.store.tables.accounts.get(registration.accountId);
  if (account === undefined) return { outcome: 'unknown' };
  for (const token of world.store.tokensOf(account.id)) revoke(world, token);
  account.claimed = true;
  account.email = attempt.email;
  world.store.put('accounts', account);
  const token = createToken(world, account, {
    scopes: POST_CLAIM_SCOPES,
    name: account.agentName ?? 'API token',
  });
  attempt.outcome = 'confirmed';
  registration.grantedTokenId = token.id;
  world.store.put('registrations', registration);
  return { outcome: 'confirmed', accountId: account.id };
}

/** The person says no. False when there is nothing open to decline. */
export function declineClaim(world: World, catToken: string): boolean {
  const view = attemptByToken(world, catToken);
  if (view?.state !== 'open') return false;
  view.attempt.outcome = 'declined';
  world.store.put('registrations', view.registration);
  return true;
}

/**
 * One poll of the token endpoint. Returns the new token exactly once.
 * Raises `OAuthError` 400 with `authorization_pending`, `slow_down`, `expired_token` or `invalid_grant` [D agent-auth/token].
 */
export function pollClaim(world: World, claimToken: string): TokenRecord {
  const registration = world.store.registrationByClaimToken(claimToken);
  if (registration === undefined) throw new OAuthError(400, 'invalid_grant', 'Unknown claim_token.');
  if (registration.delivered) throw new OAuthError(400, 'invalid_grant', 'The token was already delivered.');
  const now = world.clock.now();
  const last = registration.lastPollAt;
  registration.lastPollAt = now;
  world.store.put('registrations', registration);
  if (last !== null && now - last < registration.interval * 1000) {
    if (world.dialect.slowDown === 'plus-five-seconds') registration.interval += SLOW_DOWN_SECONDS;
    throw new OAuthError(400, 'slow_down');
  }
  if (registration.grantedTokenId !== null) {
    const token = world.store.tables.tokens.get(registration.grantedTokenId);
    if (token === undefined) throw new OAuthError(400, 'invalid_grant');
    registration.delivered = true;
    return token;
  }
  if (registration.expiresAt <= now) throw new OAuthError(400, 'expired_token', 'The claim window is over.');
  const { attempt } = registration;
  if (attempt === null) throw new OAuthError(400, world.dialect.pollBeforeStart);
  if (attempt.outcome === 'declined') throw new OAuthError(400, world.dialect.pollAfterDecline);
  if (attempt.expiresAt <= now) throw new OAuthError(400, world.dialect.pollAfterAttempt);
  throw new OAuthError(400, 'authorization_pending');
}

function countWrongCode(
  world: World,
  registration: RegistrationRecord,
  attempt: ClaimAttempt,
): ConfirmResult {
  attempt.wrongCodes += 1;
  if (attempt.wrongCodes >= MAX_WRONG_CODES) attempt.outcome = 'locked';
  world.store.put('registrations', registration);
  if (attempt.outcome === 'locked') return { outcome: 'locked' };
  return { outcome: 'wrong-code', attemptsLeft: MAX_WRONG_CODES - attempt.wrongCodes };
}
