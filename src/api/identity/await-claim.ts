import type { OpentrainError } from '../errors.ts';
import type { GrantedToken, PollResult } from './claim-poll.ts';

/** What RFC 8628 adds to the interval for good at each `slow_down`; OpenTrain's pages name no number [I]. */
export const SLOW_DOWN_MS = 5_000;

/** How waiting for the person ended. */
export type ClaimOutcome =
  | { readonly kind: 'granted'; readonly token: GrantedToken }
  /** This attempt is over, the account can still be claimed: start again for a new code. */
  | { readonly kind: 'attempt-over' }
  /** The account cannot be claimed any more. */
  | { readonly kind: 'window-over' }
  | { readonly kind: 'denied' }
  /** The server has no token for us: delivered before, or the claim token is not known. */
  | { readonly kind: 'nothing-to-deliver'; readonly lostAnswer: OpentrainError | null }
  /** The time the caller gave is up; the ceremony goes on. */
  | { readonly kind: 'timed-out'; readonly lostAnswer: OpentrainError | null };

export interface AwaitClaimOptions {
  readonly poll: () => Promise<PollResult>;
  /** Least milliseconds between two polls. */
  readonly intervalMs: number;
  /** Whether to poll before the first wait: when going on with a ceremony that began earlier. */
  readonly pollAtOnce: boolean;
  /** Epoch milliseconds; null where unknown. */
  readonly attemptExpiresAt: number | null;
  readonly windowExpiresAt: number | null;
  /** Milliseconds to wait at most; 0 polls once. */
  readonly timeoutMs: number;
  readonly clock: { now(): number };
  readonly wait: (ms: number) => Promise<void>;
  /** The server wants fewer polls; the new interval is kept from now on. */
  readonly onSlowDown?: (intervalMs: number) => Promise<void> | void;
  /** A poll went wrong in a way that the next one may settle. */
  readonly onTrouble?: (result: PollResult & { kind: 'lost' | 'unreachable' }) => void;
}

/**
 * Polls until the person has claimed the account, or there is no more point. A lost answer is not repeated at once:
 * the next poll, an interval later, tells whether the token was in it. Throws what `poll` and `wait` throw.
 */
export async function awaitClaim(options: AwaitClaimOptions): Promise<ClaimOutcome> {
  const { clock } = options;
  const started = clock.now();
  let interval = options.intervalMs;
  let lost: OpentrainError | null = null;
  let waited = 0;
  for (let first = true; ; first = false) {
    if (!first || !options.pollAtOnce) {
      const left = options.timeoutMs - Math.max(waited, clock.now() - started);
      if (left < interval) return { kind: 'timed-out', lostAnswer: lost };
      waited += interval;
      await options.wait(interval);
    }
    // Before the request: an attempt that ends while it is under way gets one more poll.
    const now = clock.now();
    const result = await options.poll();
    const attemptOver = options.attemptExpiresAt !== null && now >= options.attemptExpiresAt;
    const windowOver = options.windowExpiresAt !== null && now >= options.windowExpiresAt;
    switch (result.kind) {
      case 'granted':
        return { kind: 'granted', token: result.token };
      case 'denied':
        return { kind: 'denied' };
      case 'pending':
        // Proof that no token has been delivered so far.
        lost = null;
        break;
      case 'slow-down':
        interval = Math.max(interval + SLOW_DOWN_MS, result.retryAfterMs ?? 0);
        await options.onSlowDown?.(interval);
        // Says nothing about the claim, so an attempt that is over may still have been completed: ask once more.
        continue;
      case 'expired':
        // Documented of the window, and some servers may mean the attempt [U]: where our record has the window open,
        // starting again is tried before the account is given up.
        return windowOver || (options.windowExpiresAt === null && !attemptOver)
          ? { kind: 'window-over' }
          : { kind: 'attempt-over' };
      case 'invalid-grant':
        if (lost === null && attemptOver) return { kind: 'attempt-over' };
        return { kind: 'nothing-to-deliver', lostAnswer: lost };
      default:
        if (result.kind === 'lost') lost = result.error;
        options.onTrouble?.(result);
        // An answer that never came says nothing about the claim either.
        continue;
    }
    if (windowOver) return { kind: 'window-over' };
    if (attemptOver) return { kind: 'attempt-over' };
  }
}
