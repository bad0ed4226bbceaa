import { mkdir, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { ANY_TOKEN, Desk } from './terminal.ts';

describe('otform auth register', () => {
  it.each([{ registerStatus: 201 }, { registerStatus: 200 }] as const)(
    'saves both tokens in dialect %j',
    async (dialect) => {
      const desk = await Desk.start({ dialect });
      const done = await desk.run('auth register --agent-name=Robo --org-name=Acme');
      expect(done).toMatchObject({ code: 0, codes: [] });
      const saved = await desk.saved();
      expect(Object.keys(saved)).toEqual(['apiToken', 'baseUrl', 'claimToken']);
      expect(saved.baseUrl).toBe(desk.simulator.url);
      expect(await desk.ask(saved.apiToken ?? '')).toBe(200);
      expect(await desk.mode(desk.path)).toBe('600');
      expect(await desk.mode(desk.claimPath)).toBe('600');
      expect(await desk.mode(desk.folder)).toBe('700');
      expect(done.all).not.toMatch(ANY_TOKEN);
      expect(done.out).toContain('otform auth claim -email=ADDRESS');
      const [request] = desk.simulator.log.entries({ path: '/api/agent/identity' });
      expect(request?.body).toEqual({
        identity_type: 'anonymous',
        agent_name: 'Robo',
        organization_name: 'Acme',
      });
    },
  );

  it('replaces nothing without -force, and sends nothing', async () => {
    const desk = await Desk.start();
    const first = await desk.registered();
    const refused = await desk.run('auth register');
    expect(refused.codes).toEqual(['credentials-exist']);
    expect(refused.said).toContain('could never be claimed again');
    expect(refused.all).not.toMatch(ANY_TOKEN);
    expect(await desk.saved()).toMatchObject(first);
    expect(desk.agentCalls()).toEqual(['identity']);
    expect((await desk.run('auth register --force')).code).toBe(0);
    expect((await desk.saved()).apiToken).not.toBe(first.apiToken);
  });

  it.each<[name: string, fault: object]>([
    ['a reset after processing', { type: 'reset', when: 'after' }],
    ['a reset before processing, which looks the same', { type: 'reset', when: 'before' }],
    ['half an answer', { type: 'truncate' }],
    ['a gateway error', { type: 'status', status: 502, when: 'after', text: '<html>' }],
    ['a body that is not JSON', { type: 'invalid-json' }],
    ['a body without a token', { type: 'wrong-shape' }],
  ])('is sent once, and says that an account may exist, after %s', async (_name, fault) => {
    const desk = await Desk.start();
    desk.simulator.faults.add({
      method: 'POST',
      path: '/api/agent/identity',
      count: null,
      fault: fault as never,
    });
    const done = await desk.run('auth register');
    expect(done.code).toBe(1);
    expect(['api-outcome-unknown', 'api-contract']).toContain(done.codes[0]);
    expect(done.said).toContain('An account may exist now');
    expect(desk.agentCalls()).toEqual(['identity']);
    await expect(desk.saved()).rejects.toThrow('ENOENT');
  });

  it('is sent once when rate limited, and says so', async () => {
    const desk = await Desk.start();
    desk.simulator.faults.add({
      path: '/api/agent/identity',
      count: null,
      fault: { type: 'status', status: 429, retryAfter: 90, code: 'rate_limit_exceeded' },
    });
    const done = await desk.run('auth register');
    expect(done.codes).toEqual(['api-rate-limited']);
    expect(done.said).toContain('Try again in 90 s');
    expect(desk.agentCalls()).toEqual(['identity']);
  });

  it('is sent again only while nothing can have arrived', async () => {
    const desk = await Desk.start();
    await desk.simulator.stop();
    const done = await desk.run('auth register');
    expect(done.codes).toEqual(['api-connection']);
    expect(done.said).toContain('Nothing was sent');
    expect(desk.waits.length).toBeGreaterThan(1);
  });

  it('names the remedy where registration is switched off', async () => {
    const desk = await Desk.start({ anonymousRegistration: false });
    const done = await desk.run('auth register');
    expect(done.codes).toEqual(['api-permission']);
    expect(done.said).toContain('otform auth login');
  });

  it('asks for no account whose tokens could not be saved', async () => {
    const desk = await Desk.start();
    await mkdir(desk.path, { recursive: true });
    const done = await desk.run('auth register');
    expect(done.codes).toEqual(['credentials-file']);
    expect(done.said).toContain(desk.path);
    expect(desk.agentCalls()).toEqual([]);
  });

  it.each(['', ' --json'])('shows the tokens once when saving fails after all%s', async (flag) => {
    const desk = await Desk.start();
    const done = await desk.run(`auth register${flag}`, {
      wrap: (client) => ({
        ...client,
        register: async (input) => {
          const account = await client.register(input);
          await rm(desk.path, { force: true });
          await mkdir(desk.path);
          return account;
        },
      }),
    });
    expect(done.code).toBe(1);
    const shown = [...done.out.matchAll(/ot_(pat|clm)_[A-Za-z0-9_-]+/g)];
    expect(shown.map((match) => match[1])).toEqual(['pat', 'clm']);
    expect(await desk.ask(shown[0]?.[0] ?? '')).toBe(200);
    expect(done.err).toContain('only time they are shown');
    expect(done.err).toContain('Do not register again');
    expect(done.err).not.toMatch(ANY_TOKEN);
    if (flag !== '') expect(JSON.parse(done.out)).toMatchObject({ registered: true, saved: false });
  });

  it('does not write over what another registration saved in the meantime', async () => {
    const desk = await Desk.start();
    const done = await desk.run('auth register', {
      wrap: (client) => ({
        ...client,
        register: async (input) => {
          const account = await client.register(input);
          await desk.save({ apiToken: 'ot_pat_other_other_other', claimToken: 'ot_clm_other' });
          return account;
        },
      }),
    });
    expect(done.code).toBe(1);
    expect(done.err).toContain('another program has saved other credentials');
    expect(await desk.saved()).toMatchObject({ apiToken: 'ot_pat_other_other_other' });
    expect(done.out).toMatch(/ot_pat_[A-Za-z0-9]{12,}/);
  });

  it('says when the environment overrides what was saved', async () => {
    const desk = await Desk.start();
    const done = await desk.run('auth register', { env: { OT_API_TOKEN: 'ot_pat_environment_token' } });
    expect(done.code).toBe(0);
    expect(done.err).toContain('OT_API_TOKEN is set and wins over the saved token');
  });
});
