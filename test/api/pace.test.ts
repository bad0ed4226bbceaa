import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/api/pace.ts';

const START = 1_000_000;
const LATENCY_MS = 5;

/** Lets a request through or not, at a time. */
type Limiter = (now: number) => boolean;

function tokenBucket(perSecond: number, burst: number): Limiter {
  let tokens = burst;
  let filledAt = START;
  return (now) => {
    tokens = Math.min(burst, tokens + ((now - filledAt) * perSecond) / 1000);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}

function fixedWindow(perWindow: number, windowMs: number): Limiter {
  let window = -1;
  let used = 0;
  return (now) => {
    const current = Math.floor(now / windowMs);
    if (current !== window) used = 0;
    window = current;
    used += 1;
    return used <= perWindow;
  };
}

/** One worker and a virtual clock; a refused request waits from 250 ms to 10 s, as the client does on average. */
function run(limiter: Limiter, requests: number): { seconds: number; refused: number; pace: Pace } {
  const pace = new Pace();
  let now = START;
  let refused = 0;
  let inRow = 0;
  for (let done = 0; done < requests; ) {
    now += pace.delay(now);
    pace.started(now);
    now += LATENCY_MS;
    if (limiter(now)) {
      pace.accepted(now);
      done += 1;
      inRow = 0;
    } else {
      pace.slowDown(now);
      refused += 1;
      now += Math.min(10_000, 250 * 2 ** inRow);
      inRow += 1;
    }
  }
  return { seconds: (now - START) / 1000, refused, pace };
}

describe('Pace', () => {
  it('has no bound until the server objects', () => {
    const { pace, refused } = run(() => true, 1000);
    expect(pace.perSecond).toBeNull();
    expect(refused).toBe(0);
  });

  it.each<
    [name: string, limiter: Limiter, ideal: number, requests: number, refusals: number, overhead: number]
  >([
    ['20 a second, burst of 20', tokenBucket(20, 20), 50, 1000, 0.02, 1.1],
    ['100 a second, burst of 10', tokenBucket(100, 10), 300, 30_000, 0.01, 1.1],
    ['50 in each second', fixedWindow(50, 1000), 60, 3000, 0.02, 1.1],
    ['120 in each minute', fixedWindow(120, 60_000), 600, 1200, 0.1, 1.1],
    ['20 a second, no burst at all', tokenBucket(20, 1), 50, 1000, 0.02, 1.5],
  ])('finds %s', (_name, limiter, ideal, requests, refusals, overhead) => {
    const { seconds, refused } = run(limiter, requests);
    expect(refused / requests).toBeLessThan(refusals);
    expect(seconds / ideal).toBeLessThan(overhead);
  });

  it('speeds up again when the limit is lifted', () => {
    let limit = tokenBucket(20, 1);
    let refusals = 0;
    const { seconds } = run((now) => {
      const passed = limit(now);
      if (!passed) refusals += 1;
      if (refusals === 3) limit = () => true;
      return passed;
    }, 2000);
    expect(seconds).toBeLessThan(60);
  });
});
