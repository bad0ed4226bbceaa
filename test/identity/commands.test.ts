import { chmod, mkdir, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { AUTH_COMMANDS } from '../../src/cli/auth/command-rows.ts';
import { LOADERS } from '../../src/cli/commands/loaders.ts';
import { allDialects } from '../../src/simulator/index.ts';
import { ANY_TOKEN, Desk } from './terminal.ts';

/** A desk whose user is logged in with the simulator's own token. */
async function loggedIn(options: Parameters<typeof Desk.start>[0] = {}): Promise<Desk> {
  const desk = await Desk.start(options);
  const done = await desk.run('auth login --token-stdin', { stdin: `${desk.simulator.token}\n` });
  if (done.code !== 0) throw new Error(done.all);
  return desk;
}

describe('otform auth login', () => {
  it('saves a token from standard input after asking the server, and shows none', async () => {
    const desk = await Desk.start();
    const done = await desk.run('auth login --token-stdin', { stdin: `  ${desk.simulator.token}\n` });
    expect(done).toMatchObject({ code: 0, codes: [] });
    expect(await desk.saved()).toEqual({ apiToken: desk.simulator.token, baseUrl: desk.simulator.url });
    expect(done.all).not.toMatch(ANY_TOKEN);
  });

  it.each(['--api-key', '--token'])('takes %s with a warning', async (flag) => {
    const desk = await Desk.start();
    const done = await desk.run(`auth login ${flag}=${desk.simulator.token}`);
    expect(done.code).toBe(0);
    expect(done.err).toContain('list of processes');
    expect(done.all).not.toMatch(ANY_TOKEN);
  });

  it.each<[name: string, stdin: string, code: string]>([
    ['a wrong token', 'ot_pat_wrong_wrong_wrong', 'api-authentication'],
    ['nothing', '\n', 'token-missing'],
    ['a claim token', 'ot_clm_wrong_wrong_wrong', 'token-kind'],
    ['two words', 'ot_pat_a b', 'token-malformed'],
    ['far too much', 'x'.repeat(20_000), 'token-missing'],
  ])('saves nothing of %s', async (_name, stdin, code) => {
    const desk = await Desk.start();
    const done = await desk.run('auth login --token-stdin', { stdin });
    expect(done.codes).toEqual([code]);
    expect(done.all).not.toMatch(ANY_TOKEN);
    await expect(desk.saved()).rejects.toThrow('ENOENT');
  });

  it('needs a terminal or --token-stdin', async () => {
    const desk = await Desk.start();
    expect((await desk.run('auth login')).codes).toEqual(['usage']);
  });

  it('keeps the claim token of the same account, and gives up that of another only with -force', async () => {
    const desk = await Desk.start();
    const { apiToken, claimToken } = await desk.registered();
    expect((await desk.run('auth login --token-stdin', { stdin: apiToken })).code).toBe(0);
    expect(await desk.saved()).toMatchObject({ claimToken });
    const refused = await desk.run('auth login --token-stdin', { stdin: desk.simulator.token });
    expect(refused.codes).toEqual(['claim-token-lost']);
    expect(await desk.saved()).toMatchObject({ apiToken, claimToken });
    const forced = await desk.run('auth login --token-stdin --force', { stdin: desk.simulator.token });
    expect(forced.code).toBe(0);
    expect(await desk.saved()).toEqual({ apiToken: desk.simulator.token, baseUrl: desk.simulator.url });
  });

  it('says when the environment wins', async () => {
    const desk = await Desk.start();
    const done = await desk.run('auth login --token-stdin', {
      stdin: desk.simulator.token,
      env: { OPENTRAIN_API_TOKEN: 'ot_pat_other_other_other' },
    });
    expect(done.err).toContain('OPENTRAIN_API_TOKEN is set and wins');
  });
});

describe('otform auth status', () => {
  it('shows account, masked token, source, scopes, claim state, quota and features', async () => {
    const desk = await loggedIn();
    const done = await desk.run('auth status');
    expect(done.code).toBe(0);
    const { token } = desk.simulator;
    const preview = `${token.slice(0, 11)}********${token.slice(-4)}`;
    expect(done.out).toContain(preview);
    expect(done.out).toMatch(/Token from +\S+cli\.json/);
    expect(done.out).toMatch(/Claimed +yes/);
    expect(done.out).toMatch(/Publishes +20 in 24 hours/);
    expect(done.out).toMatch(/Features +.*publish/);
    expect(done.all).not.toMatch(ANY_TOKEN);
  });

  it.each<[dialect: 'absent' | 'present', claim: string]>([
    ['absent', 'unclaimed'],
    ['present', 'unclaimed'],
  ])(
    'of an account that waits to be claimed, where auth/me has the claim state %s',
    async (meClaimed, claim) => {
      const desk = await Desk.start({ dialect: { meClaimed } });
      await desk.registered();
      await desk.run('auth claim --email=ada@example.com --wait=false');
      const done = await desk.run('auth status --json');
      expect(JSON.parse(done.out)).toMatchObject({
        claim,
        publishLimit: 3,
        claimPending: { email: 'ada@example.com' },
        tokenSource: { kind: 'file' },
      });
      expect(done.all).not.toMatch(ANY_TOKEN);
    },
  );

  it('guesses the claim state of a token of the environment by its scopes', async () => {
    const desk = await Desk.start();
    const { apiToken } = await desk.registered();
    await rm(desk.path);
    const done = await desk.run('auth status --json', { env: { OT_API_TOKEN: apiToken } });
    expect(JSON.parse(done.out)).toMatchObject({
      claim: 'probably-unclaimed',
      tokenSource: { kind: 'environment', variable: 'OT_API_TOKEN' },
    });
  });

  it('says that it does not know of a narrowed token', async () => {
    const desk = await Desk.start();
    const { token } = desk.simulator.registerAccount({ scopes: ['jobs:read'] });
    const done = await desk.run('auth status --json', { env: { OT_API_TOKEN: token } });
    expect(JSON.parse(done.out)).toMatchObject({ claim: 'unknown', publishLimit: null });
  });

  it('says that the environment overrides the file, and survives a broken file then', async () => {
    const desk = await loggedIn();
    const other = desk.simulator.registerAccount();
    const done = await desk.run('auth status', { env: { OT_API_TOKEN: other.token } });
    expect(done.out).toMatch(/Token from +OT_API_TOKEN/);
    expect(done.err).toContain('OT_API_TOKEN is set and wins');
    await desk.save('{"apiToken":"ot_pat_secretsecretsecret');
    const broken = await desk.run('auth status', { env: { OT_API_TOKEN: other.token } });
    expect(broken.code).toBe(0);
    expect(broken.err).toContain('does not parse');
    expect(broken.all).not.toContain('secretsecret');
    expect((await desk.run('auth status')).codes).toEqual(['credentials-file']);
  });

  it('repairs modes with a warning, and knows when there is no token', async () => {
    const desk = await loggedIn();
    await chmod(desk.path, 0o644);
    expect((await desk.run('auth status')).err).toContain('mode 644');
    expect(await desk.mode(desk.path)).toBe('600');
    await rm(desk.path);
    expect((await desk.run('auth status')).codes).toEqual(['token-missing']);
  });

  it('goes without features where the server does not tell them', async () => {
    const desk = await loggedIn();
    desk.simulator.faults.add({
      path: '/job-drafts/capabilities',
      count: null,
      fault: { type: 'status', status: 403 },
    });
    const done = await desk.run('auth status --json');
    expect(JSON.parse(done.out)).toMatchObject({ features: null });
  });
});

describe('otform auth logout', () => {
  it('removes the file and says that the token lives', async () => {
    const desk = await loggedIn();
    const done = await desk.run('auth logout');
    expect(done.code).toBe(0);
    expect(done.out).toContain('not revoked');
    await expect(desk.saved()).rejects.toThrow('ENOENT');
    expect(await desk.ask(desk.simulator.token)).toBe(200);
    expect((await desk.run('auth logout')).out).toContain('Nothing was saved');
  });

  it('keeps what other programs keep there', async () => {
    const desk = await loggedIn();
    await desk.save({ ...(await desk.saved()), theme: 'dark' });
    await desk.run('auth logout');
    expect(await desk.saved()).toEqual({ theme: 'dark' });
  });

  it('gives up an account that waits to be claimed only with -force', async () => {
    const desk = await Desk.start();
    const before = await desk.registered();
    expect((await desk.run('auth logout')).codes).toEqual(['claim-token-lost']);
    expect(await desk.saved()).toMatchObject(before);
    expect((await desk.run('auth logout --force')).code).toBe(0);
    await expect(desk.mode(desk.claimPath)).rejects.toThrow('ENOENT');
  });
});

const ROTATION_DIALECTS = allDialects().filter(({ name }) =>
  [
    'default',
    'tokenDeleteRepeat=not-found',
    'reference-pages',
    'helpful-server',
    'unhelpful-server',
  ].includes(name),
);

describe('otform auth rotate', () => {
  it.each(ROTATION_DIALECTS)(
    'replaces the token in dialect $name, also when an answer is lost',
    async ({ dialect }) => {
      const desk = await loggedIn({ dialect });
      const old = desk.simulator.token;
      desk.simulator.faults.add({
        method: 'DELETE',
        path: '/tokens/*',
        fault: { type: 'reset', when: 'after' },
      });
      const done = await desk.run('auth rotate');
      expect(done).toMatchObject({ code: 0, codes: [] });
      const { apiToken = '' } = await desk.saved();
      expect([await desk.ask(old), await desk.ask(apiToken)]).toEqual([401, 200]);
      expect(done.all).not.toMatch(ANY_TOKEN);
      expect(desk.simulator.log.entries({ method: 'POST', path: '/api/public/v1/tokens' })).toHaveLength(1);
    },
  );

  it('keeps the claim token', async () => {
    const desk = await Desk.start();
    const { apiToken, claimToken } = await desk.registered();
    expect((await desk.run('auth rotate')).code).toBe(0);
    const saved = await desk.saved();
    expect(saved.claimToken).toBe(claimToken);
    expect(saved.apiToken).not.toBe(apiToken);
  });

  it('stops with the old token saved when the answer with the new one is lost', async () => {
    const desk = await loggedIn();
    desk.simulator.faults.add({
      method: 'POST',
      path: '/tokens',
      count: null,
      fault: { type: 'reset', when: 'after' },
    });
    const done = await desk.run('auth rotate');
    expect(done.codes).toEqual(['api-outcome-unknown']);
    expect(done.said).toContain('otform auth revoke ID');
    expect((await desk.saved()).apiToken).toBe(desk.simulator.token);
    expect(desk.simulator.log.entries({ method: 'POST', path: '/api/public/v1/tokens' })).toHaveLength(1);
  });

  it('takes the new token back when it does not work', async () => {
    const desk = await loggedIn();
    desk.simulator.faults.add({
      path: '/auth/me',
      nth: 2,
      count: null,
      fault: { type: 'status', status: 401 },
    });
    const done = await desk.run('auth rotate');
    expect(done.codes).toEqual(['rotation-undone']);
    expect(done.said).toContain('The new one was revoked again');
    expect((await desk.saved()).apiToken).toBe(desk.simulator.token);
    desk.simulator.faults.clear();
    expect((await activeTokens(desk)).length).toBe(1);
  });

  it('takes the new token back when another program saved one in the meantime', async () => {
    const desk = await loggedIn();
    const done = await desk.run('auth rotate', {
      wrapTokens: (client) => ({
        ...client,
        create: async (input) => {
          const made = await client.create(input);
          await desk.save({ apiToken: 'ot_pat_other_other_other', baseUrl: desk.simulator.url });
          return made;
        },
      }),
    });
    expect(done.codes).toEqual(['rotation-undone']);
    expect(done.said).toContain('The new one was revoked again');
    expect((await desk.saved()).apiToken).toBe('ot_pat_other_other_other');
  });

  it('says which token is left when the old one cannot be revoked', async () => {
    const desk = await loggedIn();
    desk.simulator.faults.add({
      method: 'DELETE',
      path: '/tokens/*',
      count: null,
      fault: { type: 'status', status: 500, when: 'before' },
    });
    const done = await desk.run('auth rotate');
    expect(done.codes).toEqual(['old-token-alive']);
    expect(done.said).toMatch(/otform auth revoke \S+/);
    expect((await desk.saved()).apiToken).not.toBe(desk.simulator.token);
  });

  it.each(['conflict', 'bad-request'] as const)(
    'says what makes room when the cap answers %s',
    async (tokenCap) => {
      const desk = await loggedIn({ dialect: { tokenCap } });
      for (let made = 1; made < 25; made += 1) {
        await fetch(`${desk.simulator.url}/api/public/v1/tokens`, {
          method: 'POST',
          headers: { authorization: `Bearer ${desk.simulator.token}`, 'content-type': 'application/json' },
          body: '{}',
        });
      }
      const done = await desk.run('auth rotate');
      expect(done.codes).toEqual(['token-refused']);
      expect(done.said).toContain('at most 25 active tokens');
    },
  );

  it('makes no token when it could not be saved, or when the environment sets it', async () => {
    const desk = await loggedIn();
    const env = { OT_API_TOKEN: desk.simulator.token };
    expect((await desk.run('auth rotate', { env })).codes).toEqual(['token-not-saved']);
    await rm(desk.path);
    await mkdir(desk.path);
    expect((await desk.run('auth rotate')).codes).toEqual(['credentials-file']);
    expect(desk.simulator.log.entries({ method: 'POST', path: '/api/public/v1/tokens' })).toEqual([]);
  });
});

async function activeTokens(desk: Desk): Promise<{ id: string }[]> {
  return JSON.parse((await desk.run('auth tokens --json')).out).tokens;
}

describe('otform auth tokens and revoke', () => {
  it('lists active tokens with their previews, marks the one in use, and all with -all', async () => {
    const desk = await loggedIn();
    await desk.run('auth rotate --name=second');
    const active = await desk.run('auth tokens');
    expect(active.out).toMatch(/^ID +NAME +TOKEN +STATUS/);
    expect(active.out).toMatch(/ \* +second +ot_pat_[A-Za-z0-9]{4}\*{8}[A-Za-z0-9]{4} +active/);
    expect(active.out).toContain('1 revoked or expired, not shown');
    expect(active.out).not.toContain(' revoked  ');
    const all = await desk.run('auth tokens --all --json');
    expect(
      JSON.parse(all.out)
        .tokens.map((token: { status: string }) => token.status)
        .sort(),
    ).toEqual(['active', 'revoked']);
    expect(`${active.all}${all.all}`).not.toMatch(ANY_TOKEN);
  });

  it('revokes another token by its ID, and not the one in use', async () => {
    const desk = await loggedIn();
    const response = await fetch(`${desk.simulator.url}/api/public/v1/tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${desk.simulator.token}`, 'content-type': 'application/json' },
      body: '{"name":"spare"}',
    });
    const made = (await response.json()) as { token: string; metadata: { id: string } };
    expect((await desk.run(`auth revoke ${made.metadata.id}`)).code).toBe(0);
    expect(await desk.ask(made.token)).toBe(401);
    const [own] = await activeTokens(desk);
    expect((await desk.run(`auth revoke ${own?.id}`)).codes).toEqual(['token-in-use']);
    expect((await desk.run('auth revoke no-such-id')).codes).toEqual(['api-not-found']);
    expect(await desk.ask(desk.simulator.token)).toBe(200);
  });

  it('revokes the token in use and forgets it', async () => {
    const desk = await loggedIn();
    desk.simulator.faults.add({ path: '/api/agent/oauth/revoke', fault: { type: 'reset', when: 'after' } });
    const done = await desk.run('auth revoke --current');
    expect(done.code).toBe(0);
    expect(await desk.ask(desk.simulator.token)).toBe(401);
    await expect(desk.saved()).rejects.toThrow('ENOENT');
    expect(done.all).not.toMatch(ANY_TOKEN);
  });

  it('keeps the claim token of a revoked unclaimed account', async () => {
    const desk = await Desk.start();
    const { claimToken } = await desk.registered();
    await desk.run('auth revoke --current');
    expect(await desk.saved()).toEqual({ claimToken, baseUrl: desk.simulator.url });
  });

  it.each<[line: string, code: string]>([
    ['auth revoke', 'usage'],
    ['auth revoke id --current', 'usage'],
    ['auth revoke ot_pat_abcdefghijklmnop', 'token-on-command-line'],
  ])('%s sends nothing', async (line, code) => {
    const desk = await loggedIn();
    const before = desk.simulator.log.total;
    const done = await desk.run(line);
    expect(done.codes).toEqual([code]);
    expect(desk.simulator.log.total).toBe(before);
    expect(done.all).not.toMatch(ANY_TOKEN);
  });
});

describe('the command table', () => {
  it.each(AUTH_COMMANDS)('$name has a module', async ({ name }) => {
    expect(await LOADERS[name]?.()).toBeTypeOf('function');
  });
});
