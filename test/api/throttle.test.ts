import { describe, expect, it } from 'vitest';
import { INITIAL_CONCURRENCY, type Slot, Throttle } from '../../src/api/throttle.ts';
import { json, refusal, startBench } from './fault-server.ts';

/** Takes all slots that can be had at once; the promises of the rest stay open. */
async function fill(throttle: Throttle, count: number, write = false): Promise<Slot[]> {
  const taken: Slot[] = [];
  for (let index = 0; index < count; index += 1)
    void throttle.acquire(write).then((slot) => taken.push(slot));
  await settled();
  return taken;
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** Of a request that began before any slow-down. */
const FRESH: Slot = { write: false, era: 0 };

/** A throttle whose waits are over at once. */
function throttleOf(maxConcurrency: number, maxWrites = maxConcurrency): Throttle {
  return new Throttle({ maxConcurrency, maxWrites, clock: { now: () => 0 }, wait: async () => undefined });
}

describe('Throttle', () => {
  it('starts low, and grows by one slot a round up to the most', () => {
    const throttle = throttleOf(10);
    expect(throttle.concurrency).toBe(INITIAL_CONCURRENCY);
    for (let round = 0; round < INITIAL_CONCURRENCY + 1; round += 1) throttle.succeeded(FRESH);
    expect(throttle.concurrency).toBe(INITIAL_CONCURRENCY + 1);
    for (let round = 0; round < 100; round += 1) throttle.succeeded(FRESH);
    expect(throttle.concurrency).toBe(10);
  });

  it('halves once for requests that were in flight together, and never below one', async () => {
    const throttle = throttleOf(8);
    const slots = await fill(throttle, 8);
    for (const slot of slots) throttle.slowDown(slot, true);
    expect(throttle.concurrency).toBe(4);
    for (const slot of slots) throttle.release(slot);
    for (let round = 0; round < 4; round += 1) {
      const [slot] = await fill(throttle, 1);
      if (slot === undefined) throw new Error('no slot');
      throttle.slowDown(slot, true);
      throttle.release(slot);
    }
    expect(throttle.concurrency).toBe(1);
  });

  it('lets reads pass writes whose lane is full', async () => {
    const throttle = throttleOf(4, 1);
    const writes = await fill(throttle, 3, true);
    expect(writes).toHaveLength(1);
    expect(await fill(throttle, 2)).toHaveLength(2);
    if (writes[0] !== undefined) throttle.release(writes[0]);
    await settled();
    expect(writes).toHaveLength(2);
  });

  it('starts nothing while a pause lasts, and goes on after the last one', async () => {
    const throttle = throttleOf(4);
    const resume: (() => void)[] = [];
    for (let pause = 0; pause < 2; pause += 1) {
      void throttle.pauseWhile(new Promise<void>((resolve) => resume.push(resolve)));
    }
    const taken = await fill(throttle, 2);
    resume[0]?.();
    await settled();
    expect(taken).toHaveLength(0);
    resume[1]?.();
    await settled();
    expect(taken).toHaveLength(2);
  });

  it('forgets a waiter that is cancelled', async () => {
    const throttle = throttleOf(1);
    const [slot] = await fill(throttle, 1);
    const controller = new AbortController();
    const cancelled = throttle.acquire(false, controller.signal);
    const next = fill(throttle, 1);
    controller.abort(new Error('stop'));
    await expect(cancelled).rejects.toThrow('stop');
    if (slot !== undefined) throttle.release(slot);
    await settled();
    expect(await next).toHaveLength(1);
    expect(throttle.inFlight).toBe(1);
  });
});

describe('a client that is rate-limited', () => {
  it('holds everyone back while one waits, and then goes on with half the requests at once', async () => {
    const half = INITIAL_CONCURRENCY / 2;
    const calls = 24;
    const held: (() => void)[] = [];
    const rounds: number[] = [];
    let arrived = 0;
    const answerAll = () => {
      for (const answer of held.splice(0)) answer();
    };
    const { api, url } = await startBench(
      (entry, response) => {
        if (entry.url === '/sentinel') {
          // Sent after the requests of a round, so whatever the client had in flight has arrived by now.
          rounds.push(held.length);
          response.end();
          answerAll();
          return;
        }
        arrived += 1;
        if (arrived === 1) return json(response, 429, refusal('RATE_LIMITED'), { 'retry-after': '1' });
        held.push(() => json(response, 200, { jobId: entry.url.split('/').at(-1), status: 'DRAFT' }));
        if (arrived < INITIAL_CONCURRENCY) return;
        if (arrived === INITIAL_CONCURRENCY) return answerAll();
        if (held.length === half || arrived === calls + 1) void fetch(`${url}/sentinel`);
      },
      { maxConcurrency: INITIAL_CONCURRENCY },
    );
    await Promise.all(
      Array.from({ length: calls }, (_unused, index) => api.updateDraft(`j${index}`, { headcount: 1 })),
    );
    expect(arrived).toBe(calls + 1);
    expect(rounds[0]).toBe(half);
  });

  it('keeps the pace it has learnt', async () => {
    const waits: number[] = [];
    let now = 0;
    const throttle = new Throttle({
      maxConcurrency: 1,
      maxWrites: 1,
      clock: { now: () => now },
      wait: async (ms) => {
        waits.push(ms);
        now += ms;
      },
    });
    for (let request = 0; request < 10; request += 1) {
      const slot = await throttle.acquire(false);
      now += 100;
      if (request < 6) throttle.succeeded(slot);
      if (request === 6) throttle.slowDown(slot, true);
      throttle.release(slot);
    }
    // Six were let through in 600 ms: from the second request after the 429 on, each waits for the rest of its share.
    expect(waits).toHaveLength(2);
    for (const ms of waits) expect(ms).toBeGreaterThan(0);
  });
});
