/** Backoff before the second attempt is drawn from 0 to this; it doubles from attempt to attempt. */
export const BACKOFF_BASE_MS = 500;

/** No drawn wait is longer; a `Retry-After` may be. */
export const BACKOFF_CAP_MS = 20_000;

/** A rate-limited client waits at least this long, since asking again at once makes things worse. */
export const RATE_LIMIT_FLOOR_MS = 250;

/** Attempts that never reached the server: a wrong host or port should not take the whole patience to report. */
export const MAX_UNSENT_ATTEMPTS = 5;

/** Attempts that reached the server and failed there. Rate limiting counts against the patience only. */
export const MAX_FAILED_ATTEMPTS = 8;

/** Answers that a repeat may cure [D CLI conventions for 502, 503, 504; I for 500]. */
const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([500, 502, 503, 504]);

/** What one attempt came to. */
export type AttemptResult =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly retryAfterMs: number | null;
      readonly quota: boolean;
    }
  /** No complete answer. `sent`: bytes may have left; `permanent`: asking again cannot help (a bad certificate). */
  | { readonly kind: 'lost'; readonly sent: boolean; readonly permanent: boolean };

export interface RetryFacts {
  readonly result: AttemptResult;
  /** `always`: a repeat does no harm. `unless-sent`: only when the server provably did nothing. */
  readonly repeat: 'always' | 'unless-sent';
  /** Requests sent for this call so far, this one included. */
  readonly attempt: number;
  /** Attempts of this call that never reached the server, this one included if so. */
  readonly unsentAttempts: number;
  /** Milliseconds since the call began. */
  readonly elapsedMs: number;
  /** Milliseconds the call may take with its waits. */
  readonly patienceMs: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}

export type RetryDecision = { readonly retry: false } | { readonly retry: true; readonly delayMs: number };

const GIVE_UP: RetryDecision = { retry: false };

/**
 * Whether and when to send a request again: total, pure, first rule that applies wins.
 * A publish quota, a permanent failure and every other 4xx are final; a write whose answer was lost is repeated only if
 * repeats are harmless; waits that do not fit into the patience are not begun.
 */
export function decideRetry(facts: RetryFacts): RetryDecision {
  const { result } = facts;
  if (result.kind === 'lost') {
    if (result.permanent) return GIVE_UP;
    if (result.sent && facts.repeat !== 'always') return GIVE_UP;
    if (!result.sent && facts.unsentAttempts >= MAX_UNSENT_ATTEMPTS) return GIVE_UP;
    if (result.sent && facts.attempt >= MAX_FAILED_ATTEMPTS) return GIVE_UP;
    return within(facts, backoff(facts));
  }
  if (result.quota) return GIVE_UP;
  if (result.status === 429) {
    return within(facts, result.retryAfterMs ?? Math.max(RATE_LIMIT_FLOOR_MS, backoff(facts)));
  }
  if (!TRANSIENT_STATUSES.has(result.status) || facts.repeat !== 'always') return GIVE_UP;
  if (facts.attempt >= MAX_FAILED_ATTEMPTS) return GIVE_UP;
  return within(facts, result.retryAfterMs ?? backoff(facts));
}

/** Full jitter: uniform between nothing and the exponential bound, so that clients that failed together spread out. */
function backoff(facts: RetryFacts): number {
  const bound = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.min(facts.attempt - 1, 16));
  return Math.round(facts.random * bound);
}

function within(facts: RetryFacts, delayMs: number): RetryDecision {
  return facts.elapsedMs + delayMs <= facts.patienceMs ? { retry: true, delayMs } : GIVE_UP;
}
