import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { runSimulator, Simulator } from '../../src/simulator/index.ts';
import { call, liveJob, readyDraft, start } from './harness.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
);

/** A request under another Host header, which fetch does not allow. */
function withHost(simulator: Simulator, host: string, path: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      { port: simulator.port, path, headers: { host, authorization: `Bearer ${simulator.token}` } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    outgoing.on('error', reject);
    outgoing.end();
  });
}

describe('the listener', () => {
  it.each([
    ['127.0.0.1', 200],
    ['localhost:1234', 200],
    ['[::1]:80', 200],
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
    ['0.0.0.0', 403],
  ])('for Host %s answers %i', async (host, status) => {
    const simulator = await start();
    expect(await withHost(simulator, host, '/api/public/v1/auth/me')).toBe(status);
    expect(await withHost(simulator, host, '/__simulator/clock')).toBe(status);
  });

  it.each(['0.0.0.0', 'localhost', '192.168.0.1', '::'])('refuses to listen on %s', async (host) => {
    await expect(Simulator.start({ host })).rejects.toThrow(/127\.0\.0\.1 or ::1/);
  });

  it.skipIf(!hasIpv6)('listens on ::1 when asked to', async () => {
    const simulator = await start({ host: '::1' });
    expect(simulator.url).toBe(`http://[::1]:${simulator.port}`);
    expect((await call(simulator, 'GET', '/auth/me')).status).toBe(200);
  });

  it('frees its port on stop, open connections and all', async () => {
    const first = await Simulator.start();
    const { port } = first;
    await call(first, 'GET', '/auth/me');
    await first.stop();
    await first.stop();
    const second = await start({ port });
    expect(second.url).toBe(`http://127.0.0.1:${port}`);
  });
});

describe('the controls', () => {
  it('move the clock', async () => {
    const simulator = await start();
    await call(simulator, 'POST', '/__simulator/clock', { advance: 1500 });
    expect(simulator.clock.now()).toBe(Date.UTC(2026, 0, 5, 9, 0, 1, 500));
    const { body } = await call(simulator, 'POST', '/__simulator/clock', { set: '2027-01-01T00:00:00.000Z' });
    expect(body.iso).toBe('2027-01-01T00:00:00.000Z');
    expect((await call(simulator, 'GET', '/auth/me')).headers.get('date')).toBe(
      'Fri, 01 Jan 2027 00:00:00 GMT',
    );
    expect((await call(simulator, 'POST', '/__simulator/clock', { advance: -1 })).status).toBe(400);
  });

  it('show the log without tokens and without themselves', async () => {
    const simulator = await start();
    await call(simulator, 'GET', '/auth/me?x=1');
    await call(simulator, 'POST', '/job-drafts', { rawJobDescription: `My token is ${simulator.token}` });
    const { body } = await call(simulator, 'GET', '/__simulator/log');
    expect(body.entries.map((entry: { path: string; status: number }) => [entry.path, entry.status])).toEqual(
      [
        ['/api/public/v1/auth/me', 200],
        ['/api/public/v1/job-drafts', 201],
      ],
    );
    expect(body.entries[0]).toMatchObject({
      seq: 1,
      query: 'x=1',
      accountId: simulator.accountId,
      body: null,
    });
    expect(JSON.stringify(body)).not.toContain(simulator.token);
    expect(simulator.log.count({ path: '/api/public/v1/*', method: 'POST' })).toBe(1);
    await call(simulator, 'DELETE', '/__simulator/log');
    expect(simulator.log.count()).toBe(0);
    expect(simulator.log.total).toBe(2);
  });

  it('dump everything but the tokens', async () => {
    const simulator = await start();
    const { body } = await call(simulator, 'POST', '/api/agent/identity', {});
    const dump = JSON.stringify((await call(simulator, 'GET', '/__simulator/dump')).body);
    expect(dump).toContain('registrations');
    for (const secret of [simulator.token, body.access_token, body.claim_token])
      expect(dump).not.toContain(secret);
  });

  it('act as a person in the app', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const edited = await call(simulator, 'PATCH', `/__simulator/jobs/${jobId}`, {
      jobTitle: 'By hand',
      headcount: null,
    });
    expect(edited.body.fields.jobTitle).toBe('By hand');
    const held = await call(simulator, 'POST', `/__simulator/jobs/${jobId}/status`, { status: 'ONGOING' });
    expect(held.body.status).toBe('ONGOING');
    const proposal = await call(simulator, 'POST', `/__simulator/jobs/${jobId}/proposals`, {
      displayName: 'Ann B.',
    });
    expect((await call(simulator, 'GET', `/proposals/${proposal.body.proposalId}`)).status).toBe(200);
    expect((await call(simulator, 'POST', `/__simulator/jobs/${jobId}/close`)).body.status).toBe('ARCHIVED');
    await call(simulator, 'DELETE', `/__simulator/jobs/${jobId}`);
    expect((await call(simulator, 'POST', `/jobs/${jobId}/close`)).status).toBe(404);
    expect((await call(simulator, 'PATCH', `/__simulator/jobs/${jobId}`, { headcount: 1 })).status).toBe(404);
  });

  it('make accounts and settings, and reset', async () => {
    const simulator = await start();
    const account = (await call(simulator, 'POST', '/__simulator/accounts', { claimed: false })).body;
    expect((await call(simulator, 'GET', '/auth/me', undefined, { token: account.token })).status).toBe(200);
    await call(simulator, 'POST', '/__simulator/tokens/revoke', { token: account.token });
    expect((await call(simulator, 'GET', '/auth/me', undefined, { token: account.token })).status).toBe(401);
    expect(
      (await call(simulator, 'PATCH', '/__simulator/settings', { publishQuota: 0 })).body.publishQuota,
    ).toBe(0);
    const jobId = await readyDraft(simulator);
    expect((await call(simulator, 'POST', `/jobs/${jobId}/publish`)).status).toBe(429);
    expect((await call(simulator, 'PATCH', '/__simulator/settings', { nope: 1 })).status).toBe(400);
    await call(simulator, 'POST', '/__simulator/reset');
    const state = (await call(simulator, 'GET', '/__simulator')).body;
    expect(state).toMatchObject({ jobs: 0, settings: { publishQuota: null } });
  });

  it('refuse pages of other sites', async () => {
    const simulator = await start();
    const foreign = { origin: 'https://evil.example' };
    expect((await call(simulator, 'GET', '/__simulator/dump', undefined, { headers: foreign })).status).toBe(
      403,
    );
    const simple = { text: '{"advance":1}', headers: { 'content-type': 'text/plain' } };
    expect((await call(simulator, 'POST', '/__simulator/clock', undefined, simple)).status).toBe(415);
  });
});

describe('runSimulator', () => {
  it('prints the two export lines, serves under them, and ends with the signal', async () => {
    const stdout = new PassThrough();
    const stderr = new PassThrough();
    const end = new AbortController();
    const printed = new Promise<string>((resolve) => stdout.once('data', (chunk) => resolve(String(chunk))));
    const run = runSimulator({ port: 0, publishQuota: 1 }, { stdout, stderr, signal: end.signal });
    const lines = await printed;
    const [, url, token] =
      /^export OT_API_BASE_URL=(\S+)\nexport OT_API_TOKEN=(ot_pat_\S+)\n$/.exec(lines) ?? [];
    expect((await call({ url: String(url), token: String(token) }, 'GET', '/auth/me')).status).toBe(200);
    end.abort();
    await run;
    stderr.end();
    expect(await text(stderr)).not.toContain('ot_pat_');
    await expect(fetch(String(url))).rejects.toThrow();
  });
});
