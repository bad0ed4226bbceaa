import { describe, expect, it } from 'vitest';
import { call, liveJob, readyDraft, start } from './harness.ts';

describe('GET /jobs/mine', () => {
  it('pages through all own jobs, newest first, each once', async () => {
    const simulator = await start();
    const ids: string[] = [];
    for (let i = 0; i < 7; i += 1) ids.push(await readyDraft(simulator));
    const { token } = simulator.registerAccount();
    await readyDraft(simulator, {}, token);
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await call(
        simulator,
        'GET',
        `/jobs/mine?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      expect(page.body.jobs.length).toBeLessThanOrEqual(3);
      seen.push(...page.body.jobs.map((job: { id: string }) => job.id));
      cursor = page.body.nextCursor;
    }
    expect(seen).toEqual(ids.reverse());
  });

  it('keeps its place when a job is added or deleted between two pages', async () => {
    const simulator = await start();
    const ids: string[] = [];
    for (let i = 0; i < 4; i += 1) ids.push(await readyDraft(simulator));
    const first = await call(simulator, 'GET', '/jobs/mine?limit=2');
    await readyDraft(simulator);
    simulator.human.deleteJob(ids[3] as string);
    const second = await call(simulator, 'GET', `/jobs/mine?limit=2&cursor=${first.body.nextCursor}`);
    expect(second.body.jobs.map((job: { id: string }) => job.id)).toEqual([ids[1], ids[0]]);
    expect(second.body.nextCursor).toBeNull();
  });

  it('has rows of the documented shape', async () => {
    const simulator = await start();
    const id = await liveJob(simulator);
    simulator.human.addProposal(id);
    const { body } = await call(simulator, 'GET', '/jobs/mine');
    expect(body).toEqual({
      jobs: [
        {
          id,
          title: 'Label street signs',
          status: 'OPEN',
          published: true,
          acceptingApplicants: true,
          createdAt: expect.stringMatching(/^2026-01-05T09:00:00\.\d{3}Z$/),
          updatedAt: expect.stringMatching(/^2026-01-05T09:00:00\.\d{3}Z$/),
          jobUrl: expect.stringContaining(id),
          proposalCounts: { total: 1, unreviewed: 1 },
        },
      ],
      nextCursor: null,
    });
  });

  it('filters by status', async () => {
    const simulator = await start();
    await readyDraft(simulator);
    const live = await liveJob(simulator);
    const { body } = await call(simulator, 'GET', '/jobs/mine?status=OPEN');
    expect(body.jobs.map((job: { id: string }) => job.id)).toEqual([live]);
  });

  it.each(['status=LIVE', 'limit=0', 'limit=-1', 'limit=x', 'cursor=zzz'])('refuses ?%s', async (query) => {
    const simulator = await start();
    expect((await call(simulator, 'GET', `/jobs/mine?${query}`)).status).toBe(400);
  });

  it('gives 25 by default and never more than 100', async () => {
    const simulator = await start();
    for (let i = 0; i < 101; i += 1)
      await call(simulator, 'POST', '/job-drafts', { rawJobDescription: `Job ${i}` });
    expect((await call(simulator, 'GET', '/jobs/mine')).body.jobs).toHaveLength(25);
    expect((await call(simulator, 'GET', '/jobs/mine?limit=500')).body.jobs).toHaveLength(100);
  });
});

describe('public reads', () => {
  it('show a live job in display form, without a token and with CORS', async () => {
    const simulator = await start();
    const id = await liveJob(simulator, { labelTypes: ['OBJECT_DETECTION'], languages: ['English'] });
    const answer = await call(simulator, 'GET', `/jobs/${id}`, undefined, { token: null });
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.body).toMatchObject({
      id,
      title: 'Label street signs',
      experienceLevel: 'Intermediate',
      labelTypes: ['Object detection'],
      pay: { paymentType: 'PAY_PER_LABEL', currency: 'USD', perLabelRate: 0.05, fixedPrice: null },
      validThrough: expect.stringMatching(/^2026-03-02/),
    });
    expect(answer.body).not.toHaveProperty('headcount');
  });

  it('tell a closed job, a draft and an unknown one apart', async () => {
    const simulator = await start();
    const id = await liveJob(simulator);
    simulator.human.closeJob(id);
    const closed = await call(simulator, 'GET', `/jobs/${id}`);
    expect([closed.status, closed.body]).toEqual([404, { id, status: 'closed' }]);
    const draft = await call(simulator, 'GET', `/jobs/${await readyDraft(simulator)}`);
    expect([draft.status, draft.body.code]).toEqual([404, 'NOT_FOUND']);
    expect((await call(simulator, 'GET', '/jobs/nothing')).body.code).toBe('NOT_FOUND');
    expect((await call(simulator, 'GET', `/jobs/${'x'.repeat(65)}`)).status).toBe(400);
  });

  it('search, facets and changes', async () => {
    const simulator = await start();
    const since = new Date(simulator.clock.now()).toISOString();
    const signs = await liveJob(simulator);
    const voice = await liveJob(simulator, {
      jobTitle: 'Record voices',
      paymentType: 'PAY_PER_HOUR',
      pricePerHour: 9,
    });
    const byText = await call(simulator, 'GET', '/jobs?q=voices');
    expect(byText.body.jobs.map((job: { id: string }) => job.id)).toEqual([voice]);
    const byPay = await call(simulator, 'GET', '/jobs?payType=PAY_PER_LABEL');
    expect(byPay.body.jobs.map((job: { id: string }) => job.id)).toEqual([signs]);
    expect((await call(simulator, 'GET', '/jobs/facets')).body.total).toBe(2);
    await call(simulator, 'PATCH', `/jobs/${signs}`, { headcount: 2 });
    await call(simulator, 'POST', `/jobs/${voice}/close`);
    simulator.clock.advance(1000);
    const { body } = await call(simulator, 'GET', `/jobs/changes?since=${since}`);
    expect(body.changes.map((c: { jobId: string; eventType: string }) => [c.jobId, c.eventType])).toEqual([
      [signs, 'UPDATED'],
      [voice, 'CLOSED'],
    ]);
    expect((await call(simulator, 'GET', '/jobs/changes')).status).toBe(400);
  });
});

describe('proposals', () => {
  it('are listed newest first, filtered loosely and paged by id', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const ids = [1, 2, 3].map((n) => simulator.human.addProposal(jobId, { displayName: `Ann ${n}` }));
    simulator.human.setProposalStatus(ids[0] as string, 'NOT_A_FIT');
    const first = await call(simulator, 'GET', `/jobs/${jobId}/proposals?limit=2`);
    expect(first.body.proposals.map((p: { id: string }) => p.id)).toEqual([ids[2], ids[1]]);
    expect(first.body.nextCursor).toBe(ids[1]);
    const rest = await call(
      simulator,
      'GET',
      `/jobs/${jobId}/proposals?limit=2&cursor=${first.body.nextCursor}`,
    );
    expect(rest.body.proposals.map((p: { id: string }) => p.id)).toEqual([ids[0]]);
    const filtered = await call(simulator, 'GET', `/jobs/${jobId}/proposals?status=not-a%20fit`);
    expect(filtered.body.proposals[0].status).toEqual({ raw: 'NOT_A_FIT', label: 'Not a fit' });
  });

  it('of another account’s job are a 403, unlike everything else', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const { token } = simulator.registerAccount();
    expect((await call(simulator, 'GET', `/jobs/${jobId}/proposals`, undefined, { token })).status).toBe(403);
    expect((await call(simulator, 'GET', '/jobs/nothing/proposals')).status).toBe(404);
  });

  it('can be read one by one, with the interview when there is one', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const plain = simulator.human.addProposal(jobId);
    const spoken = simulator.human.addProposal(jobId, {
      interview: [{ role: 'interviewer', content: 'Hello?' }],
    });
    expect((await call(simulator, 'GET', `/proposals/${plain}`)).body.proposal).toMatchObject({
      id: plain,
      jobId,
    });
    expect((await call(simulator, 'GET', `/proposals/${plain}/interview`)).status).toBe(404);
    const { body } = await call(simulator, 'GET', `/proposals/${spoken}/interview`);
    expect(body.interview.messages[0]).toMatchObject({ role: 'interviewer', content: 'Hello?' });
  });

  it('come from invites too: 201, then 200', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const first = await call(simulator, 'POST', `/jobs/${jobId}/invites`, { freelancerId: 'f1' });
    const second = await call(simulator, 'POST', `/jobs/${jobId}/invites`, { freelancerId: 'f1' });
    expect([first.status, first.body.alreadyInvited, second.status, second.body.alreadyInvited]).toEqual([
      201,
      false,
      200,
      true,
    ]);
    const draft = await readyDraft(simulator);
    const refused = await call(simulator, 'POST', `/jobs/${draft}/invites`, { freelancerId: 'f1' });
    expect([refused.status, refused.body.details.reason]).toEqual([409, 'job_not_published']);
  });

  it('show up in the updates feed, oldest first, whose empty page echoes the cursor', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const id = simulator.human.addProposal(jobId);
    simulator.human.setProposalStatus(id, 'SHORTLISTED');
    const first = await call(simulator, 'GET', '/updates?limit=1');
    expect(first.body).toMatchObject({
      events: [{ type: 'proposal.received', resourceId: id, jobId }],
      hasMore: true,
    });
    const second = await call(simulator, 'GET', `/updates?cursor=${first.body.nextCursor}`);
    expect(second.body).toMatchObject({ events: [{ type: 'proposal.status_changed' }], hasMore: false });
    const empty = await call(simulator, 'GET', `/updates?cursor=${second.body.nextCursor}`);
    expect(empty.body).toEqual({ events: [], nextCursor: second.body.nextCursor, hasMore: false });
  });
});
