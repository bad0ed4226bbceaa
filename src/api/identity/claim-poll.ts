import { z } from 'zod';
import {
  ConnectionError,
  ContractError,
  InvalidRequestError,
  OpentrainError,
  OutcomeUnknownError,
  RateLimitedError,
} from '../errors.ts';
import { asNumber, texts } from '../lenient.ts';
import { type AgentCall, CLAIM_GRANT_TYPE, TOKEN_PATH } from './agent-call.ts';
import type { AgentCaller } from './agent-caller.ts';
import { TOKEN_TEXT } from './registration.ts';

/** The token of a completed claim: delivered once, so it is saved before anything else happens [D agent-auth/token]. */
export interface GrantedToken {
  readonly accessToken: string;
  readonly scopes: readonly string[];
}

/** What one poll came to: every row of the documented table, and what a network can add to it. */
export type PollResult =
  | { readonly kind: 'granted'; readonly token: GrantedToken }
  /** The person is not done. */
  | { readonly kind: 'pending' }
  /** Polled too soon, or rate limited [429 U]. */
  | { readonly kind: 'slow-down'; readonly retryAfterMs: number | null }
  /** The claim window is over; some servers may say it of the attempt [U]. */
  | { readonly kind: 'expired' }
  /** Unknown claim token, or the token was already delivered. */
  | { readonly kind: 'invalid-grant' }
  /** The person said no; no page has it, RFC 8628 does [I]. */
  | { readonly kind: 'denied' }
  /** The request may have been handled and its answer is gone: if it held the token, the token is lost. */
  | { readonly kind: 'lost'; readonly error: OpentrainError }
  /** Nothing was sent. */
  | { readonly kind: 'unreachable'; readonly error: OpentrainError };

const BODY = z.looseObject({ access_token: TOKEN_TEXT, scopes: texts });

function postPoll(claimToken: string, path: string | null): AgentCall<typeof BODY, GrantedToken> {
  return {
    path: path ?? TOKEN_PATH,
    form: true,
    fields: { grant_type: CLAIM_GRANT_TYPE, claim_token: claimToken },
    repeat: 'once',
    purpose: 'ask whether the account was claimed',
    doubt:
      'If the answer held the new token, that token is lost: it is delivered once. `otform auth claim -status` tells; a person signed in to the app can make a new one (Settings, API keys).',
    schema: BODY,
    read: (body) => ({ accessToken: body.access_token, scopes: body.scopes }),
  };
}

/**
 * `POST /api/agent/oauth/token`, one request [D]. Throws an `OpentrainError` only for what no further poll can change
 * (a request that the server calls malformed, a wrong base URL).
 */
export async function pollOnce(
  caller: AgentCaller,
  claimToken: string,
  path: string | null,
): Promise<PollResult> {
  try {
    return { kind: 'granted', token: await caller.run(postPoll(claimToken, path)) };
  } catch (error) {
    if (!(error instanceof OpentrainError)) throw error;
    if (error instanceof RateLimitedError)
      return { kind: 'slow-down', retryAfterMs: asNumber(error.facts.details.retryAfterMs) };
    if (error instanceof ConnectionError) return { kind: 'unreachable', error };
    const { status } = error.facts;
    // A redirect comes from a wrong base URL: nobody there has a token to lose.
    if (status !== null && status >= 300 && status < 400) throw error;
    if (error instanceof OutcomeUnknownError || error instanceof ContractError)
      return { kind: 'lost', error };
    if (!(error instanceof InvalidRequestError)) throw error;
    switch (error.facts.code) {
      case 'authorization_pending':
        return { kind: 'pending' };
      case 'slow_down':
        return { kind: 'slow-down', retryAfterMs: null };
      case 'expired_token':
        return { kind: 'expired' };
      case 'invalid_grant':
        return { kind: 'invalid-grant' };
      case 'access_denied':
        return { kind: 'denied' };
      default:
        throw error;
    }
  }
}
