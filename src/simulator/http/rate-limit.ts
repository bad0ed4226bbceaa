import type { World } from '../world.ts';
import { ApiError } from './errors.ts';

interface Bucket {
  tokens: number;
  at: number;
}

/** Where a caller stands after this request, for the header dialects. */
export interface Allowance {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** Token buckets on the simulator's clock: one an account, and one an address for tokenless reads. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  /**
   * Takes one request of the allowance; undefined when no limit is set.
   * Raises 429 `RATE_LIMITED` when there is none left. The numbers for accounts are undocumented [U].
   */
  take(world: World, who: { accountId: string } | { address: string }): Allowance | undefined {
    const limit = 'accountId' in who ? accountLimit(world) : addressLimit(world);
    if (limit === null) return undefined;
    const key = 'accountId' in who ? `account ${who.accountId}` : `address ${who.address}`;
    const now = world.clock.now();
    const bucket = this.#buckets.get(key) ?? { tokens: limit.burst, at: now };
    const refill = (Math.max(0, now - bucket.at) / 1000) * limit.perSecond;
    bucket.tokens = Math.min(limit.burst, bucket.tokens + refill);
    bucket.at = now;
    this.#buckets.set(key, bucket);
    if (bucket.tokens < 1) {
      const wait = Math.max(1, Math.ceil((1 - bucket.tokens) / limit.perSecond));
      throw new ApiError(429, 'RATE_LIMITED', 'Too many requests. Please slow down.', undefined, {
        ...retryAfterHeader(world, wait),
        ...rateHeaders(world, { limit: limit.burst, remaining: 0, resetSeconds: wait }),
      });
    }
    bucket.tokens -= 1;
    const missing = limit.burst - bucket.tokens;
    return {
      limit: limit.burst,
      remaining: Math.floor(bucket.tokens),
      resetSeconds: Math.ceil(missing / limit.perSecond),
    };
  }

  clear(): void {
    this.#buckets.clear();
  }
}

/** Rate headers in the form of the dialect; none by default, as none are documented [U]. */
export function rateHeaders(world: World, allowance: Allowance | undefined): Record<string, string> {
  if (allowance === undefined || world.dialect.rateLimitHeaders === 'none') return {};
  const prefix = world.dialect.rateLimitHeaders === 'ratelimit' ? 'RateLimit' : 'X-RateLimit';
  const reset =
    prefix === 'RateLimit'
      ? allowance.resetSeconds
      : Math.ceil(world.clock.now() / 1000) + allowance.resetSeconds;
  return {
    [`${prefix}-Limit`]: String(allowance.limit),
    [`${prefix}-Remaining`]: String(allowance.remaining),
    [`${prefix}-Reset`]: String(reset),
  };
}

/** `Retry-After` in the form of the dialect [U]. */
export function retryAfterHeader(world: World, seconds: number): Record<string, string> {
  if (world.dialect.retryAfter === 'none') return {};
  if (world.dialect.retryAfter === 'seconds') return { 'Retry-After': String(seconds) };
  const at = Math.ceil(world.clock.now() / 1000) * 1000 + seconds * 1000;
  return { 'Retry-After': new Date(at).toUTCString() };
}

function accountLimit(world: World): { perSecond: number; burst: number } | null {
  const limit = world.settings.rateLimit;
  if (limit === null) return null;
  return { perSecond: limit.requestsPerSecond, burst: limit.burst ?? Math.max(1, limit.requestsPerSecond) };
}

function addressLimit(world: World): { perSecond: number; burst: number } | null {
  const perMinute = world.settings.publicReadsPerMinute;
  return perMinute === null ? null : { perSecond: perMinute / 60, burst: perMinute };
}
