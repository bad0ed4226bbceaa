import { describe, expect, it } from 'vitest';
import { call, liveJob, start } from './harness.ts';

describe('tokens at the door', () => {
  it.each([
    ['no header', {}, null],
    ['another scheme', { authorization: 'Basic abc' }, null],
    ['an unknown token', {}, 'ot_pat_000000000000_nothing'],
    ['a claim token', {}, 'ot_clm_000000000000_nothing'],
  ])('%s is a 401 envelope', async (_name, headers, token) => {
    const simulator = await start();
    const answer = await call(simulator, 'GET', '/auth/me', undefined, { token, headers });
    expect(answer.status).toBe(401);
    expect(answer.body).toEqual({
      error: expect.any(String),
      code: 'UNAUTHORIZED',
      requestId: expect.any(String),
    });
  });

  it('a revoked and an expired token are 401', async () => {
    const simulator = await start();
    const { token } = simulator.registerAccount();
    simulator.revokeToken(token);
    expect((await call(simulator, 'GET', '/auth/me', undefined, { token })).status).toBe(401);
    const short = simulator.registerAccount({ expiresAt: simulator.clock.now() + 1000 });
    expect((await call(simulator, 'GET', '/auth/me', undefined, { token: short.token })).status).toBe(200);
    simulator.clock.advance(1000);
    expect((await call(simulator, 'GET', '/auth/me', undefined, { token: short.token })).status).toBe(401);
  });
});

describe('gates', () => {
  const READ_ONLY = ['jobs:read'] as const;
  it.each([
    ['POST', '/job-drafts', { rawJobDescription: 'x' }],
    ['PATCH', '/job-drafts/x', { headcount: 1 }],
    ['PATCH', '/jobs/x', { headcount: 1 }],
    ['POST', '/jobs/x/publish', undefined],
    ['POST', '/jobs/x/close', undefined],
  ])('%s %s needs jobs:write', async (method, path, body) => {
    const simulator = await start();
    const { token } = simulator.registerAccount({ scopes: READ_ONLY });
    const answer = await call(simulator, method, path, body, { token });
    expect(answer.status).toBe(403);
    expect(answer.body.details).toEqual({ requiredScopes: ['jobs:write'], grantedScopes: ['jobs:read'] });
  });

  it(':write covers :read', async () => {
    const simulator = await start();
    const { token } = simulator.registerAccount({ scopes: ['jobs:write'] });
    expect((await call(simulator, 'GET', '/jobs/mine', undefined, { token })).status).toBe(200);
    const refused = await call(simulator, 'GET', '/proposals/x', undefined, { token });
    expect(refused.body.details.requiredScopes).toEqual(['proposals:read']);
  });

  it.each([
    ['public_api_job_drafting', 'POST', '/job-drafts', { rawJobDescription: 'x' }],
    ['public_api_job_drafting', 'GET', '/job-drafts/capabilities', undefined],
    ['public_api_job_publishing', 'POST', '/jobs/x/publish', undefined],
    ['public_api_job_publishing', 'POST', '/jobs/x/close', undefined],
  ] as const)('%s off: %s %s is a 403 that names it', async (feature, method, path, body) => {
    const simulator = await start();
    const { token } = simulator.registerAccount({ featuresOff: [feature] });
    const answer = await call(simulator, method, path, body, { token });
    expect(answer.status).toBe(403);
    expect(answer.body.details).toEqual({ featureKey: feature, mode: 'ALLOWLIST' });
  });

  it('an invite needs a claimed account', async () => {
    const simulator = await start({ claimed: false });
    const jobId = await liveJob(simulator);
    const answer = await call(simulator, 'POST', `/jobs/${jobId}/invites`, { freelancerId: 'f' });
    expect(answer.status).toBe(403);
    expect(answer.body).toMatchObject({
      error: 'A human must claim this agent account before it can invite AI trainers.',
      details: {
        reason: 'account_claim_required',
        action: 'invite AI trainers',
        claimUrl: `${simulator.url}/claim`,
      },
    });
  });

  it('the capabilities show which features are on', async () => {
    const simulator = await start();
    const { token } = simulator.registerAccount({ featuresOff: ['public_api_job_publishing'] });
    const { body } = await call(simulator, 'GET', '/job-drafts/capabilities', undefined, { token });
    expect(body.capabilities).toMatchObject({ publish: false, draftCreate: true });
    expect(body.draft.updateKeys).toHaveLength(26);
  });
});

describe('requests that are no requests', () => {
  it.each([
    ['broken JSON', 'POST', '/job-drafts', { text: '{"a"' }, 400, 'BAD_REQUEST'],
    ['an array', 'POST', '/job-drafts', { text: '[]' }, 400, 'BAD_REQUEST'],
    ['no body', 'POST', '/job-drafts', {}, 400, 'BAD_REQUEST'],
    ['an unknown route', 'GET', '/nothing', {}, 404, 'NOT_FOUND'],
    ['a wrong method', 'PUT', '/job-drafts', { text: '{}' }, 405, 'BAD_REQUEST'],
    ['a huge body', 'POST', '/job-drafts', { text: `{"a":"${'x'.repeat(2000)}"}` }, 413, 'BAD_REQUEST'],
  ])('%s', async (_name, method, path, options, status, code) => {
    const simulator = await start({ maxBodyBytes: 1000 });
    const answer = await call(simulator, method, path, undefined, options);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('tokens', () => {
  it('are created, listed without secrets, and revoked', async () => {
    const simulator = await start();
    const created = await call(simulator, 'POST', '/tokens', { name: 'CI', scopes: ['jobs:read'] });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ tokenType: 'bearer', metadata: { name: 'CI', status: 'active' } });
    const { token, metadata } = created.body;
    expect(metadata.preview).toMatch(/^ot_pat_\w{4}\*{8}\w{4}$/);
    const listed = await call(simulator, 'GET', '/tokens');
    expect(listed.body.tokens).toHaveLength(2);
    expect(JSON.stringify(listed.body)).not.toContain(token);
    const removed = await call(simulator, 'DELETE', `/tokens/${metadata.id}`);
    expect(removed.body.token).toMatchObject({
      id: metadata.id,
      status: 'revoked',
      revokedAt: expect.any(String),
    });
    expect((await call(simulator, 'GET', '/jobs/mine', undefined, { token })).status).toBe(401);
  });

  it.each([
    ['an empty name', { name: '' }, 400],
    ['a long name', { name: 'x'.repeat(121) }, 400],
    ['unknown scopes', { scopes: ['jobs:delete'] }, 400],
    ['scopes as text', { scopes: 'jobs:read' }, 400],
    ['a past expiry', { expiresAt: '2020-01-01T00:00:00.000Z' }, 400],
    ['more scopes than its creator', { scopes: ['payments:write'] }, 403],
  ])('refuse %s', async (_name, body, status) => {
    const simulator = await start();
    expect((await call(simulator, 'POST', '/tokens', body)).status).toBe(status);
  });

  it('stop at 25 active ones', async () => {
    const simulator = await start();
    for (let i = 1; i < 25; i += 1) expect((await call(simulator, 'POST', '/tokens', {})).status).toBe(201);
    expect((await call(simulator, 'POST', '/tokens', {})).status).toBe(409);
  });

  it('of another account are not there', async () => {
    const simulator = await start();
    const { token } = simulator.registerAccount();
    const { body } = await call(simulator, 'GET', '/tokens');
    const answer = await call(simulator, 'DELETE', `/tokens/${body.tokens[0].id}`, undefined, { token });
    expect(answer.status).toBe(404);
    expect(answer.body.details).toEqual({ tokenId: body.tokens[0].id });
  });
});

describe('rate limits', () => {
  it('of an account refill with the clock', async () => {
    const simulator = await start({
      rateLimit: { requestsPerSecond: 2, burst: 3 },
      dialect: { retryAfter: 'seconds' },
    });
    for (let i = 0; i < 3; i += 1) expect((await call(simulator, 'GET', '/auth/me')).status).toBe(200);
    const refused = await call(simulator, 'GET', '/auth/me');
    expect(refused.status).toBe(429);
    expect(refused.body.code).toBe('RATE_LIMITED');
    expect(refused.headers.get('retry-after')).toBe('1');
    simulator.clock.advance(500);
    expect((await call(simulator, 'GET', '/auth/me')).status).toBe(200);
  });

  it('of tokenless reads are 120 a minute', async () => {
    const simulator = await start();
    const answers = await Promise.all(Array.from({ length: 121 }, () => call(simulator, 'GET', '/jobs')));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(120);
    expect(answers.filter((answer) => answer.status === 429)).toHaveLength(1);
    simulator.clock.advance(60_000);
    expect((await call(simulator, 'GET', '/jobs')).status).toBe(200);
  });
});
