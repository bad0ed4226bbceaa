import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  type ApiClientOptions,
  CredentialsFile,
  createApiClient,
  createCredentialSource,
  createIdentityClient,
} from '../../src/api/index.ts';
import { createProvider } from '../../src/provider/create-provider.ts';
import { allDialects, type Dialect, Simulator } from '../../src/simulator/index.ts';
import { jobConfig, NOTHING, QUICKSTART_TEXT, Run } from '../provider/job-harness.ts';

const quickstart = (title: string) =>
  jobConfig({
    job_title: title,
    source: { text: QUICKSTART_TEXT },
    experience_level: 'INTERMEDIATE',
    data_volume: 10000,
    data_volume_unit: 'NUMBER_OF_FILES',
  });

/** An unclaimed account whose tokens are in a credentials file, and a run that reads them from there. */
async function setting(dialect: Partial<Dialect> = {}) {
  const simulator = await Simulator.start({ clock: 'virtual', dialect });
  const config = await mkdtemp(join(tmpdir(), 'otform-midrun-'));
  onTestFinished(async () => {
    await simulator.stop();
    await rm(config, { recursive: true, force: true });
  });
  const identity = createIdentityClient({ baseUrl: simulator.url });
  onTestFinished(() => identity.dispose());
  const account = await identity.register({});
  const claimToken = account.claimToken ?? '';
  const env = { XDG_CONFIG_HOME: config };
  const file = new CredentialsFile(env, '/nowhere');
  await file.update({ apiToken: account.accessToken, claimToken, baseUrl: simulator.url });

  /** What `otform auth claim` does in the other terminal once the person is done. */
  const fetchToken = async (): Promise<string> => {
    const result = await identity.poll({ claimToken });
    if (result.kind !== 'granted') throw new Error(result.kind);
    await file.update({ apiToken: result.token.accessToken, claimToken: null });
    return result.token.accessToken;
  };
  const waits: number[] = [];
  const hooks: { onWait?: () => Promise<unknown>; onRequest?: (line: string) => void } = {};
  const provider = createProvider((options: ApiClientOptions) =>
    createApiClient({
      ...options,
      wait: async (ms) => {
        waits.push(ms);
        await hooks.onWait?.();
      },
      trace: (entry) => hooks.onRequest?.(`${entry.method} ${entry.path} ${entry.status}`),
    }),
  );
  const start = async (): Promise<Run> => {
    const source = createCredentialSource({ env, homeDir: '/nowhere' });
    const { session, diagnostics } = await provider.configure({}, source, {
      reassert: false,
      clock: simulator.clock,
    });
    if (session === null) throw new Error(JSON.stringify(diagnostics));
    onTestFinished(() => session.dispose());
    return new Run(session);
  };
  const claim = () => simulator.human.claim({ claimToken, email: 'ada@example.com' });
  return { simulator, account, file, env, start, claim, fetchToken, waits, hooks, config };
}

const REQUESTS_OF_A_JOB = /POST \/api\/public\/v1\/(?:job-drafts|jobs\/[^/]+\/publish) 20[01]/;

describe.each(allDialects().filter(({ dialect }) => dialect.publishHold === undefined))(
  'in dialect $name',
  ({ dialect }) => {
    it('an apply of several jobs goes on through a claim, and nothing is there twice', async () => {
      const { simulator, start, claim, fetchToken, hooks, account } = await setting(dialect);
      let claimed = false;
      let made = 0;
      hooks.onRequest = (line) => {
        if (REQUESTS_OF_A_JOB.test(line)) made += 1;
        // In the middle: the first job is live, the second one drafted.
        if (made === 3 && !claimed) {
          claimed = true;
          claim();
        }
      };
      hooks.onWait = () => fetchToken();
      const run = await start();
      const titles = ['One', 'Two', 'Three', 'Four'];
      for (const title of titles) await run.apply(NOTHING, quickstart(title), `opentrain_job.${title}`);
      expect(claimed).toBe(true);
      expect(run.diagnostics).toEqual([]);
      const jobs = simulator.dump().jobs;
      expect(jobs.map((job) => job.status)).toEqual(['OPEN', 'OPEN', 'OPEN', 'OPEN']);
      expect(new Set(jobs.map((job) => job.fields.jobTitle))).toEqual(new Set(titles));
      const refused = simulator.log.entries({ status: 401 });
      expect(refused).toHaveLength(1);
      // Whatever was refused was sent once more, and everything else once.
      expect(
        simulator.log.entries({ method: 'POST', path: '/api/public/v1/job-drafts', status: 401 }).length,
      ).toBeLessThan(2);
      const old = await fetch(`${simulator.url}/api/public/v1/auth/me`, {
        headers: { authorization: `Bearer ${account.accessToken}` },
      });
      expect(old.status).toBe(401);
    });
  },
);

describe.each<[name: string, dialect: Partial<Dialect>]>([
  ['default', {}],
  ['keys known to one token', { keyScope: 'token' }],
])('jobs applied at once, %s', (_name, dialect) => {
  it.each([1, 2, 3, 4, 5, 6, 7])(
    'with a claim after request number %i that made or published',
    async (at) => {
      const { simulator, start, claim, fetchToken, hooks } = await setting(dialect);
      let made = 0;
      hooks.onRequest = (line) => {
        if (!REQUESTS_OF_A_JOB.test(line)) return;
        made += 1;
        if (made === at) claim();
      };
      let fetched: Promise<string> | undefined;
      hooks.onWait = () => {
        fetched ??= fetchToken();
        return fetched;
      };
      const run = await start();
      const titles = ['One', 'Two', 'Three', 'Four'];
      // The unclaimed account may publish three a day, so a fourth one shows that the claimed account went on.
      const known = await Promise.all(
        titles.map((title) => run.apply(NOTHING, quickstart(title), `opentrain_job.${title}`)),
      );
      expect(known.map(({ state }) => typeof state?.id)).toEqual(['string', 'string', 'string', 'string']);
      const jobs = simulator.dump().jobs;
      expect(new Set(jobs.map((job) => job.id))).toEqual(new Set(known.map(({ state }) => state?.id)));
      expect(jobs).toHaveLength(4);
      const accepted = simulator.log.entries({
        method: 'POST',
        path: '/api/public/v1/job-drafts',
        status: 201,
      });
      expect(accepted).toHaveLength(4);
    },
  );
});

describe('the claim of another terminal', () => {
  it('is waited for while it is pending, shared by concurrent calls, and no longer than twenty seconds', async () => {
    const { start, claim, waits, simulator } = await setting();
    const run = await start();
    await run.session.account();
    claim();
    const failures = await Promise.all(
      Array.from({ length: 5 }, () =>
        run.session.api.capabilities().then(
          () => null,
          (error) => error,
        ),
      ),
    );
    for (const error of failures) {
      expect(error.name).toBe('AuthenticationError');
      expect(error.message).toContain('A claim that a person has completed');
      expect(error.message).toContain('otform auth claim');
    }
    expect(waits).toEqual(Array.from({ length: 20 }, () => 1000));
    expect(simulator.log.entries({ status: 401 })).toHaveLength(5);
  });

  it('lets concurrent calls all go on with the one new token', async () => {
    const { start, claim, fetchToken, hooks, simulator } = await setting();
    const run = await start();
    await run.session.account();
    claim();
    let fetched: Promise<string> | undefined;
    hooks.onWait = () => {
      fetched ??= fetchToken();
      return fetched;
    };
    const found = await Promise.all(Array.from({ length: 5 }, () => run.session.api.me()));
    expect(new Set(found.map((account) => account.accountId)).size).toBe(1);
    expect(simulator.log.entries({ status: 401 }).length).toBeLessThanOrEqual(5);
  });

  it('is not waited for when the file has no claim token: a revoked token is told at once', async () => {
    const { start, file, simulator, account, waits } = await setting();
    await file.update({ claimToken: null });
    const run = await start();
    simulator.revokeToken(account.accessToken);
    await expect(run.session.api.capabilities()).rejects.toThrow('OpenTrain Rejected the API Token');
    expect(waits).toEqual([]);
  });

  it('never goes on in another account', async () => {
    const { start, file, simulator, account } = await setting();
    const run = await start();
    await run.session.account();
    simulator.revokeToken(account.accessToken);
    const stranger = simulator.registerAccount();
    await file.update({ apiToken: stranger.token, claimToken: null });
    const create = run.session.api.createDraft({
      source: { format: 'text', payload: QUICKSTART_TEXT },
      idempotencyKey: 'k',
    });
    await expect(create).rejects.toThrow('belongs to another account');
    expect(simulator.dump().jobs).toEqual([]);
  });

  it('does not take a token whose account could not be compared', async () => {
    const { start, file, simulator, account } = await setting();
    const run = await start();
    simulator.revokeToken(account.accessToken);
    await file.update({ apiToken: simulator.registerAccount().token, claimToken: null });
    await expect(run.session.api.capabilities()).rejects.toThrow('could not be compared');
  });

  it('says when the credentials can no longer be read', async () => {
    const { start, simulator, account, env } = await setting();
    const run = await start();
    simulator.revokeToken(account.accessToken);
    await writeFile(join(env.XDG_CONFIG_HOME, 'opentrain', 'cli.json'), '{"apiToken":"ot_pat_cut');
    const error = await run.session.api.capabilities().then(
      () => null,
      (failure) => failure,
    );
    expect(error.message).toContain('could not be read again');
    expect(error.message).not.toContain('ot_pat_cut');
  });

  it('learns the account before the first write, and only then', async () => {
    const { start, simulator } = await setting();
    const run = await start();
    const me = { path: '/api/public/v1/auth/me' };
    await run.session.api.capabilities();
    expect(simulator.log.entries(me)).toHaveLength(0);
    await run.session.api.createDraft({
      source: { format: 'text', payload: QUICKSTART_TEXT },
      idempotencyKey: 'k',
    });
    await run.session.api.createDraft({
      source: { format: 'text', payload: QUICKSTART_TEXT },
      idempotencyKey: 'k',
    });
    expect(simulator.log.entries(me)).toHaveLength(1);
  });

  it('does not repeat a create under the new token when the first answer was lost', async () => {
    const { start, simulator, claim, fetchToken, hooks } = await setting({ keyScope: 'token' });
    const run = await start();
    await run.session.account();
    simulator.faults.add({ method: 'POST', path: '/job-drafts', fault: { type: 'reset', when: 'after' } });
    let waits = 0;
    hooks.onWait = async () => {
      waits += 1;
      if (waits > 1) return;
      claim();
      await fetchToken();
    };
    const create = run.session.api.createDraft({
      source: { format: 'text', payload: QUICKSTART_TEXT },
      idempotencyKey: 'k',
    });
    await expect(create).rejects.toMatchObject({ name: 'OutcomeUnknownError' });
    expect(simulator.dump().jobs).toHaveLength(1);
  });

  it('has no part in a run whose token the environment set', async () => {
    const { simulator, account, config } = await setting();
    const source = createCredentialSource({
      env: { XDG_CONFIG_HOME: config, OT_API_TOKEN: account.accessToken, OT_API_BASE_URL: simulator.url },
      homeDir: '/nowhere',
    });
    const { session } = await createProvider().configure({}, source, {
      reassert: false,
      clock: simulator.clock,
    });
    if (session === null) throw new Error('no session');
    onTestFinished(() => session.dispose());
    simulator.revokeToken(account.accessToken);
    await mkdir(join(config, 'unused'));
    await expect(session.api.me()).rejects.toThrow('OpenTrain Rejected the API Token');
    expect(simulator.log.entries({ status: 401 })).toHaveLength(1);
  });
});
