import { describe, expect, it } from 'vitest';
import {
  BACKOFF_CAP_MS,
  decideRetry,
  MAX_FAILED_ATTEMPTS,
  MAX_UNSENT_ATTEMPTS,
  RATE_LIMIT_FLOOR_MS,
  type RetryDecision,
  type RetryFacts,
} from '../../src/api/retry.ts';

const BASE: RetryFacts = {
  result: { kind: 'answer', status: 503, retryAfterMs: null, quota: false },
  repeat: 'always',
  attempt: 1,
  unsentAttempts: 0,
  elapsedMs: 0,
  patienceMs: 120_000,
  random: 0.5,
};
const answer = (status: number, retryAfterMs: number | null = null, quota = false) =>
  ({ kind: 'answer', status, retryAfterMs, quota }) as const;
const lost = (sent: boolean, permanent = false) => ({ kind: 'lost', sent, permanent }) as const;
const NO: RetryDecision = { retry: false };
const after = (delayMs: number): RetryDecision => ({ retry: true, delayMs });

const TABLE: readonly [name: string, facts: Partial<RetryFacts>, expected: RetryDecision][] = [
  ['503 draws half of the first bound', {}, after(250)],
  ['502 the same', { result: answer(502) }, after(250)],
  ['504 the same', { result: answer(504) }, after(250)],
  ['500 the same', { result: answer(500) }, after(250)],
  ['501 is final', { result: answer(501) }, NO],
  ['bound doubles', { attempt: 3 }, after(1000)],
  ['bound is capped', { attempt: 7, random: 0.999999 }, after(BACKOFF_CAP_MS)],
  ['jitter may be nothing', { random: 0 }, after(0)],
  ['503 honours Retry-After', { result: answer(503, 7000) }, after(7000)],
  ['503 of a write not to be repeated is final', { repeat: 'unless-sent' }, NO],
  ['5xx stops after the most attempts', { attempt: MAX_FAILED_ATTEMPTS }, NO],
  ['400 is final', { result: answer(400) }, NO],
  ['401 is final', { result: answer(401) }, NO],
  ['403 is final', { result: answer(403) }, NO],
  ['404 is final', { result: answer(404) }, NO],
  ['408 is final', { result: answer(408) }, NO],
  ['409 is final', { result: answer(409) }, NO],
  ['429 honours Retry-After over the cap', { result: answer(429, 60_000) }, after(60_000)],
  ['429 with Retry-After 0', { result: answer(429, 0) }, after(0)],
  ['429 without it keeps a floor', { result: answer(429), random: 0 }, after(RATE_LIMIT_FLOOR_MS)],
  [
    '429 of any call, since nothing was done',
    { result: answer(429, 1000), repeat: 'unless-sent' },
    after(1000),
  ],
  ['429 counts against the patience only', { result: answer(429, 1000), attempt: 99 }, after(1000)],
  ['429 beyond the patience', { result: answer(429, 1000), elapsedMs: 119_500 }, NO],
  ['wait that just fits', { result: answer(429, 1000), elapsedMs: 119_000 }, after(1000)],
  ['publish quota is final even with Retry-After', { result: answer(429, 10, true) }, NO],
  ['refused connection', { result: lost(false), unsentAttempts: 1 }, after(250)],
  [
    'refused connection of any write',
    { result: lost(false), repeat: 'unless-sent', unsentAttempts: 1 },
    after(250),
  ],
  ['refused too often', { result: lost(false), unsentAttempts: MAX_UNSENT_ATTEMPTS }, NO],
  ['bad certificate', { result: lost(false, true), unsentAttempts: 1 }, NO],
  ['lost answer of a repeatable call', { result: lost(true) }, after(250)],
  ['lost answer of a write not to be repeated', { result: lost(true), repeat: 'unless-sent' }, NO],
  ['lost too often', { result: lost(true), attempt: MAX_FAILED_ATTEMPTS }, NO],
  ['no patience at all', { patienceMs: 0, elapsedMs: 1 }, NO],
];

describe('decideRetry', () => {
  it.each(TABLE)('%s', (_name, facts, expected) => {
    expect(decideRetry({ ...BASE, ...facts })).toEqual(expected);
  });
});
