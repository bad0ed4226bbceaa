import { describe, expect, it } from 'vitest';
import type { FaultKind } from '../../src/simulator/index.ts';
import { call, readyDraft, start } from './harness.ts';

const CREATE = { rawJobDescription: 'A job.' };

function create(simulator: { url: string; token: string }, signal?: AbortSignal) {
  return fetch(`${simulator.url}/api/public/v1/job-drafts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${simulator.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(CREATE),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** What a plain client makes of the answer: the body's text, or that there was none. */
async function outcome(answer: Promise<Response>): Promise<string> {
  try {
    const response = await answer;
    const text = await response.text();
    try {
      JSON.parse(text);
    } catch {
      return `${response.status} not JSON`;
    }
    return String(response.status);
  } catch {
    return 'no answer';
  }
}

describe('faults', () => {
  it.each<[string, FaultKind, string, number]>([
    ['500 before', { type: 'status', status: 500 }, '500', 0],
    ['502 page of a proxy', { type: 'status', status: 502, text: '<h1>Bad gateway</h1>' }, '502 not JSON', 0],
    ['503 after', { type: 'status', status: 503, when: 'after' }, '503', 1],
    ['reset before', { type: 'reset', when: 'before' }, 'no answer', 0],
    ['reset after', { type: 'reset', when: 'after' }, 'no answer', 1],
    ['truncated body', { type: 'truncate' }, 'no answer', 1],
    ['invalid JSON', { type: 'invalid-json' }, '200 not JSON', 1],
    ['wrong shape', { type: 'wrong-shape', body: [] }, '200', 1],
    ['latency', { type: 'latency', ms: 5 }, '201', 1],
  ])('%s', async (_name, fault, seen, jobs) => {
    const simulator = await start();
    simulator.faults.add({ method: 'POST', path: '/job-drafts', fault });
    expect(await outcome(create(simulator))).toBe(seen);
    expect(simulator.dump().jobs).toHaveLength(jobs);
    expect(simulator.log.entries({ method: 'POST' })[0]?.fault).toBe(fault.type);
    expect(await outcome(create(simulator))).toBe('201');
  });

  it.each([
    ['before', 0],
    ['after', 1],
  ] as const)('a stall %s processing ends only with the client', async (when, jobs) => {
    const simulator = await start();
    simulator.faults.add({ path: '/job-drafts', fault: { type: 'stall', when } });
    const leave = new AbortController();
    const answer = outcome(create(simulator, leave.signal));
    await expect.poll(() => simulator.log.entries()[0]?.durationMs ?? null).not.toBeNull();
    expect(simulator.dump().jobs).toHaveLength(jobs);
    leave.abort();
    expect(await answer).toBe('no answer');
  });

  it.each([
    ['seconds', 7, '7'],
    ['a date', 'Mon, 05 Jan 2026 09:01:00 GMT', 'Mon, 05 Jan 2026 09:01:00 GMT'],
    ['nothing', undefined, null],
  ])('429 with %s', async (_name, retryAfter, header) => {
    const simulator = await start();
    simulator.faults.add({
      path: '/auth/me',
      fault: { type: 'status', status: 429, ...(retryAfter === undefined ? {} : { retryAfter }) },
    });
    const answer = await call(simulator, 'GET', '/auth/me');
    expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([
      429,
      'RATE_LIMITED',
      header,
    ]);
  });

  it('hit from the nth match on, count times, by method and pattern', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    simulator.faults.add({
      method: 'PATCH',
      path: '/job-drafts/:id',
      nth: 2,
      count: 2,
      fault: { type: 'status', status: 500 },
    });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1) {
      statuses.push((await call(simulator, 'PATCH', `/job-drafts/${jobId}`, { headcount: 1 })).status);
    }
    expect(statuses).toEqual([200, 500, 500, 200, 200]);
    expect(simulator.faults.list()[0]).toMatchObject({ seen: 5, hits: 2 });
    simulator.faults.clear();
    expect(simulator.faults.list()).toEqual([]);
  });

  it('with count null hit for ever', async () => {
    const simulator = await start();
    const id = simulator.faults.add({ path: '**', count: null, fault: { type: 'status', status: 503 } });
    for (let i = 0; i < 4; i += 1) expect((await call(simulator, 'GET', '/auth/me')).status).toBe(503);
    simulator.faults.clear(id);
    expect((await call(simulator, 'GET', '/auth/me')).status).toBe(200);
  });

  it('can skew the Date header', async () => {
    const simulator = await start();
    simulator.faults.add({ path: '/auth/me', fault: { type: 'clock-skew', ms: -3_600_000 } });
    expect((await call(simulator, 'GET', '/auth/me')).headers.get('date')).toBe(
      'Mon, 05 Jan 2026 08:00:00 GMT',
    );
    expect((await call(simulator, 'GET', '/auth/me')).headers.get('date')).toBe(
      'Mon, 05 Jan 2026 09:00:00 GMT',
    );
  });

  it('can show rows twice, or the same page for ever', async () => {
    const simulator = await start();
    const ids: string[] = [];
    for (let i = 0; i < 4; i += 1) ids.unshift(await readyDraft(simulator));
    const pages = async (fault: FaultKind) => {
      simulator.faults.clear();
      simulator.faults.add({ path: '/jobs/mine', nth: 2, fault });
      const first = (await call(simulator, 'GET', '/jobs/mine?limit=2')).body;
      const second = (await call(simulator, 'GET', `/jobs/mine?limit=2&cursor=${first.nextCursor}`)).body;
      return { first, second, ids: second.jobs.map((job: { id: string }) => job.id) };
    };
    const duplicate = await pages({ type: 'duplicate-page' });
    expect(duplicate.ids).toEqual(ids);
    expect(duplicate.second.nextCursor).toBeNull();
    const repeated = await pages({ type: 'repeated-page' });
    expect(repeated.second).toEqual(repeated.first);
  });

  it('refuse a spec that could never hit', async () => {
    const simulator = await start();
    expect(() => simulator.faults.add({ path: '/x', fault: { type: 'nope' } as never })).toThrow(RangeError);
    const answer = await call(simulator, 'POST', '/__simulator/faults', { fault: { type: 'reset' } });
    expect(answer.status).toBe(400);
  });
});
