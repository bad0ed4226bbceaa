import { run } from '../../src/cli/index.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { Project } from '../scenarios/project.ts';
import { problemsOf } from './aftermath.ts';
import { AFTER, BEFORE, PROGRAMS, REMOVED } from './crash-program.ts';
import { bumpSerial, type CrashWorld } from './crash-world.ts';
import { KillProxy, type Passage, type Phase, type Verdict } from './kill-proxy.ts';

/**
 * What the run that is killed does.
 *
 * - `change`: everything at once on live jobs; `first`: the same program without a state
 * - `refused`: the server refuses the first create; `conflict`: somebody else writes the state meanwhile
 * - `stale-lock`: an earlier run was killed with the lock held
 * - `lost-create`: an earlier run was killed before the answer to its first create, and the job left the program
 * - `save`: the plan is only saved
 */
export type Setting = 'change' | 'first' | 'refused' | 'conflict' | 'stale-lock' | 'lost-create' | 'save';

export type Kill =
  | { readonly point: string; readonly nth: number }
  | { readonly request: number; readonly phase: Phase };

export interface CrashCase {
  readonly setting: Setting;
  readonly kill: Kill;
  /** The program of the next run. */
  readonly next: keyof typeof PROGRAMS;
  /** One call at a time, so that the n-th request is the same each time. */
  readonly serial: boolean;
}

export interface CrashResult {
  readonly case: CrashCase;
  readonly wasKilled: boolean;
  /** Requests that the killed run had sent. */
  readonly requests: readonly string[];
  readonly problems: readonly string[];
}

const LOCAL = ['-synthesized=cdktf.out', '-no-color'];

/** Runs one case: what was there before, the run that is killed, the run after it, and a look at everything. */
export async function runCase(world: CrashWorld, crash: CrashCase): Promise<CrashResult> {
  const project = new Project();
  const account = world.simulator.registerAccount();
  const server = { url: world.simulator.url, token: account.token };
  const problems: string[] = [];
  const otform = async (...words: string[]) => {
    const { io, out, err } = fakeIo(project.dir, {
      env: { OT_API_BASE_URL: server.url, OT_API_TOKEN: server.token },
    });
    return { code: await run([...words, ...LOCAL], io), output: out() + err() };
  };
  const expectCode = async (expected: number, ...words: string[]) => {
    const { code, output } = await otform(...words);
    if (code !== expected) problems.push(`${words.join(' ')} gave ${code}\n${output}`);
  };
  try {
    if (crash.setting !== 'first') {
      project.declare(BEFORE);
      await expectCode(0, 'apply', '-auto-approve');
    }
    project.declare(AFTER);
    await prelude(world, crash.setting, project, server);
    const { requests, wasKilled } = await killedRun(world, crash, project, server);
    project.declare(PROGRAMS[crash.next]);
    if (crash.setting === 'save') {
      await expectCode(0, 'plan', '-out=saved.plan');
      await expectCode(0, 'apply', 'saved.plan');
    } else await expectCode(0, 'apply', '-auto-approve');
    // A job that left the program while it was made is adopted first, so that a person sees it, and closed next.
    // One that was published already takes further edits only as a live edit, which is planned first.
    if (crash.next !== 'same') await expectCode(0, 'apply', '-auto-approve');
    await expectCode(0, 'plan', '-detailed-exitcode');
    const before = crash.setting === 'first' ? 0 : 5;
    const made = crash.setting === 'first' ? 6 : 4;
    const extra = crash.next === 'removed' ? 1 : 0;
    problems.push(
      ...problemsOf(world.simulator, account.accountId, project, {
        program: PROGRAMS[crash.next],
        jobs: [before + made - extra, before + made],
      }),
    );
    return { case: crash, wasKilled, requests, problems };
  } finally {
    project.dispose();
  }
}

/** An earlier run that was killed too. */
async function prelude(
  world: CrashWorld,
  setting: Setting,
  project: Project,
  server: { readonly url: string; readonly token: string },
): Promise<void> {
  if (setting === 'stale-lock') {
    const child = world.otform(project.dir, ['apply', '-auto-approve'], server, 'engine.call.before');
    await child.ended;
  } else if (setting === 'lost-create') {
    const point = 'engine.created.before';
    const child = world.otform(project.dir, ['apply', '-auto-approve', '-parallelism=1'], server, point);
    await child.ended;
    project.declare(REMOVED);
  }
}

const REFUSAL = JSON.stringify({ error: 'Refused for the test.', code: 'BAD_REQUEST', requestId: 'r-1' });

async function killedRun(
  world: CrashWorld,
  crash: CrashCase,
  project: Project,
  server: { readonly url: string; readonly token: string },
): Promise<{ readonly requests: readonly string[]; readonly wasKilled: boolean }> {
  const { kill, setting } = crash;
  let upset = false;
  const gate = async ({ index, method, path, phase }: Passage): Promise<Verdict> => {
    if ('request' in kill && kill.request === index && kill.phase === phase) {
      await child.kill();
      return 'drop';
    }
    if (upset || phase === 'after' || method !== 'POST' || !path.endsWith('/job-drafts')) return 'pass';
    upset = true;
    if (setting === 'conflict') bumpSerial(project.statePath);
    return setting === 'refused' ? { status: 400, body: REFUSAL } : 'pass';
  };
  const proxy = await KillProxy.start(server.url, gate);
  const words = setting === 'save' ? ['plan', '-out=saved.plan'] : ['apply', '-auto-approve'];
  const point = 'point' in kill ? `${kill.point}:${kill.nth}` : undefined;
  const child = world.otform(
    project.dir,
    crash.serial ? [...words, '-parallelism=1'] : words,
    { url: proxy.url, token: server.token },
    point,
  );
  try {
    const { signal } = await child.ended;
    return { requests: proxy.seen, wasKilled: signal === 'SIGKILL' };
  } finally {
    await proxy.stop();
  }
}
