import { describe, expect, it } from 'vitest';
import { call, liveJob, readyDraft, start } from './harness.ts';

const HOUR = 3_600_000;

describe('publish', () => {
  it('is a 400 with the validation while fields are missing', async () => {
    const simulator = await start();
    const { jobId } = (await call(simulator, 'POST', '/job-drafts', { rawJobDescription: 'A job.' })).body;
    const answer = await call(simulator, 'POST', `/jobs/${jobId}/publish`);
    expect(answer.status).toBe(400);
    expect(answer.body.details.validation.publishReady).toBe(false);
    expect(answer.body.details.validation.missingFields.length).toBeGreaterThan(0);
  });

  it('is a no-op on a live job', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const answer = await call(simulator, 'POST', `/jobs/${jobId}/publish`);
    expect(answer.body).toMatchObject({ alreadyPublished: true, status: 'OPEN' });
    expect(simulator.dump().publishes).toHaveLength(1);
  });

  it.each([
    ['claimed', { claimed: true }, 20],
    ['unclaimed', { claimed: false }, 3],
    ['with a number of its own', { publishQuota: 2 }, 2],
  ])('stops at the daily limit of an account that is %s', async (_name, options, limit) => {
    const simulator = await start(options);
    for (let i = 0; i < limit; i += 1) await liveJob(simulator);
    const jobId = await readyDraft(simulator);
    const refused = await call(simulator, 'POST', `/jobs/${jobId}/publish`);
    expect(refused.status).toBe(429);
    expect(refused.body).toMatchObject({ code: 'RATE_LIMITED', details: { limit, windowHours: 24 } });
    expect(refused.headers.get('retry-after')).toBeNull();
  });

  it('lets the limit roll over 24 hours, one publish at a time', async () => {
    const simulator = await start({ publishQuota: 2 });
    await liveJob(simulator);
    simulator.clock.advance(12 * HOUR);
    await liveJob(simulator);
    const jobId = await readyDraft(simulator);
    simulator.clock.advance(12 * HOUR - 1);
    expect((await call(simulator, 'POST', `/jobs/${jobId}/publish`)).status).toBe(429);
    simulator.clock.advance(1);
    expect((await call(simulator, 'POST', `/jobs/${jobId}/publish`)).status).toBe(200);
    const next = await readyDraft(simulator);
    expect((await call(simulator, 'POST', `/jobs/${next}/publish`)).status).toBe(429);
  });

  it('is a 403 with reasons when moderation blocks; the job stays a draft and the quota is not used', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator, { jobDescription: 'Nice work [Blocked-By-Moderation]' });
    const answer = await call(simulator, 'POST', `/jobs/${jobId}/publish`);
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({ code: 'FORBIDDEN', details: { reason: 'moderation_blocked' } });
    expect(answer.body.details.reasons[0]).toContain('jobDescription');
    expect(simulator.dump().jobs[0]?.status).toBe('DRAFT');
    expect(simulator.dump().publishes).toEqual([]);
  });
});

describe('edit of a live job', () => {
  it('is applied and moderated again', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const answer = await call(simulator, 'PATCH', `/jobs/${jobId}`, { headcount: 7 });
    expect(answer.body).toEqual({
      ok: true,
      jobId,
      status: 'OPEN',
      moderation: { decision: 'ALLOW', reasons: [] },
    });
    expect(simulator.dump().jobs[0]?.fields.headcount).toBe(7);
  });

  it('that moderation blocks is a 409, IS applied, and leaves a draft', async () => {
    const simulator = await start({ moderation: ['forbidden words'] });
    const jobId = await liveJob(simulator);
    const answer = await call(simulator, 'PATCH', `/jobs/${jobId}`, { jobTitle: 'Forbidden words' });
    expect(answer.status).toBe(409);
    expect(answer.body.details).toMatchObject({ jobId, reason: 'moderation_blocked', status: 'DRAFT' });
    expect(simulator.dump().jobs[0]).toMatchObject({
      status: 'DRAFT',
      fields: { jobTitle: 'Forbidden words' },
    });
  });

  it('of a draft names the draft endpoint and changes nothing', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const before = simulator.dump().jobs;
    const answer = await call(simulator, 'PATCH', `/jobs/${jobId}`, { headcount: 7 });
    expect(answer.status).toBe(409);
    expect(answer.body.details).toEqual({ jobId, status: 'DRAFT', requiredStatus: 'OPEN' });
    expect(answer.body.error).toContain(`/job-drafts/${jobId}`);
    expect(simulator.dump().jobs).toEqual(before);
  });

  it.each(['ARCHIVED', 'ONGOING', 'COMPLETED', 'PENDING_APPROVAL'] as const)(
    'is a 409 on %s',
    async (status) => {
      const simulator = await start();
      const jobId = await liveJob(simulator);
      simulator.human.setStatus(jobId, status);
      const answer = await call(simulator, 'PATCH', `/jobs/${jobId}`, { headcount: 7 });
      expect(answer.status).toBe(409);
      expect(answer.body.details.status).toBe(status);
    },
  );
});

describe('close', () => {
  it('archives, and says so the second time', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const first = await call(simulator, 'POST', `/jobs/${jobId}/close`);
    expect(first.body).toEqual({ ok: true, jobId, status: 'ARCHIVED', alreadyClosed: false });
    const second = await call(simulator, 'POST', `/jobs/${jobId}/close`);
    expect(second.body.alreadyClosed).toBe(true);
  });

  it.each(['publish', 'close'])('%s of another account’s job is a 404', async (action) => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const { token } = simulator.registerAccount();
    const answer = await call(simulator, 'POST', `/jobs/${jobId}/${action}`, undefined, { token });
    expect(answer.status).toBe(404);
    expect(answer.body.code).toBe('NOT_FOUND');
  });
});

describe('timestamps', () => {
  it('are later with every write, and the Date header is never behind them', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const seen: number[] = [];
    for (let i = 0; i < 1100; i += 1) {
      await call(simulator, 'PATCH', `/job-drafts/${jobId}`, { headcount: i });
      seen.push(simulator.dump().jobs[0]?.updatedAt ?? 0);
    }
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    const { headers } = await call(simulator, 'GET', '/auth/me');
    expect(Date.parse(headers.get('date') ?? '')).toBe(Math.floor((seen.at(-1) ?? 0) / 1000) * 1000);
    expect(Date.parse(headers.get('date') ?? '')).toBeGreaterThan(simulator.clock.now());
  });
});
