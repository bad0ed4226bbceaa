import { join } from 'node:path';
import { CLI, type Measured, measure, ROOT, startSimulator } from './processes.ts';
import { makeWorkspace } from './workspace.ts';

/** One measured row: medians of seconds, what they are compared with, and what must be reached. */
export interface Row {
  readonly name: string;
  readonly seconds: number;
  /** What `ratio` divides by; null for a row that stands for itself. */
  readonly against: string | null;
  readonly ratio: number | null;
  readonly must: string;
  readonly met: boolean | null;
  readonly requests: number | null;
  readonly peakMb: number | null;
  readonly runs: readonly number[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** A row of plain runs; `rest` says what they are compared with and what must be reached. */
export function row(name: string, runs: readonly number[], rest: Partial<Row> = {}): Row {
  return {
    name,
    seconds: median(runs),
    against: null,
    ratio: null,
    must: '–',
    met: null,
    requests: null,
    peakMb: null,
    runs,
    ...rest,
  };
}

function peak(runs: readonly Measured[]): number | null {
  const seen = runs.flatMap((run) => (run.peakMb === null ? [] : [run.peakMb]));
  return seen.length === 0 ? null : Math.max(...seen);
}

function expectExit(run: Measured, code: number, what: string): void {
  if (run.exitCode !== code) throw new Error(`${what} ended with exit code ${run.exitCode}:\n${run.output}`);
}

const FLAGS = ['-no-color', '-synthesized', 'cdktf.out'];

async function otform(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Measured> {
  return measure(process.execPath, [CLI, ...args, ...FLAGS], { cwd: folder, env });
}

function floor(kind: string, count: number, env: Readonly<Record<string, string>>): Promise<Measured> {
  return measure(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'bench', 'floor.ts'), kind, String(count)],
    {
      cwd: ROOT,
      env,
    },
  );
}

export interface JobRows {
  readonly floor: Row;
  readonly apply: Row;
  readonly plan: Row;
  readonly oneChange: Row;
}

/** Creates, patches and publishes N jobs, then plans them unchanged; each round on a simulator of its own. */
export async function jobRows(count: number, rounds: number, planMust: number): Promise<JobRows> {
  const floors: Measured[] = [];
  const applies: Measured[] = [];
  const plans: Measured[] = [];
  const changes: Measured[] = [];
  let applyRequests = 0;
  let planRequests = 0;
  let changeRequests = 0;
  for (let round = 0; round < rounds; round += 1) {
    const bare = await startSimulator();
    const measuredFloor = await floor('apply', count, bare.env);
    expectExit(measuredFloor, 0, 'the floor');
    floors.push(measuredFloor);
    await bare.stop();

    const simulator = await startSimulator();
    const workspace = await makeWorkspace();
    await workspace.write(count);
    const applied = await otform(workspace.folder, ['apply', '-auto-approve'], simulator.env);
    expectExit(applied, 0, `apply of ${count}`);
    applies.push(applied);
    applyRequests = await simulator.requests();

    const planned = await otform(workspace.folder, ['plan', '-detailed-exitcode'], simulator.env);
    expectExit(planned, 0, `no-op plan of ${count}`);
    plans.push(planned);
    planRequests = (await simulator.requests()) - applyRequests;

    await workspace.write(count, { [Math.floor(count / 2)]: { headcount: 7 } });
    const before = await simulator.requests();
    const changed = await otform(workspace.folder, ['apply', '-auto-approve'], simulator.env);
    expectExit(changed, 0, 'apply of one change');
    changes.push(changed);
    changeRequests = (await simulator.requests()) - before;
    await workspace.remove();
    await simulator.stop();
  }
  const seconds = (runs: readonly Measured[]) => runs.map((run) => run.seconds);
  const floorSeconds = median(seconds(floors));
  const measured = (
    name: string,
    runs: readonly Measured[],
    requests: number | null,
    rest: Partial<Row>,
  ): Row => row(name, seconds(runs), { requests, peakMb: peak(runs), ...rest });
  const applyRatio = median(seconds(applies)) / floorSeconds;
  const pages = Math.ceil(count / 100);
  const planSeconds = median(seconds(plans));
  return {
    floor: measured(`floor: ${count} × create, patch, publish`, floors, count * 3, {}),
    apply: measured(`apply ${count} jobs`, applies, applyRequests, {
      against: 'floor',
      ratio: applyRatio,
      must: '≤ 1.5 × floor',
      met: applyRatio <= 1.5,
    }),
    plan: measured(`no-op plan of ${count} jobs`, plans, planRequests, {
      must: `≤ ${planMust} s, ${pages} requests`,
      met: planSeconds <= planMust && planRequests === pages,
    }),
    oneChange: measured(`one change in ${count}: plan + apply`, changes, changeRequests, {
      must: `≤ ${pages + 4} requests`,
      met: changeRequests <= pages + 4,
    }),
  };
}

/** Start of the process: what a user waits for before anything shows. */
export async function startupRows(rounds: number): Promise<readonly Row[]> {
  const bare: number[] = [];
  const version: number[] = [];
  const plan: number[] = [];
  const simulator = await startSimulator();
  const workspace = await makeWorkspace();
  await workspace.write(1);
  for (let round = 0; round < rounds; round += 1) {
    bare.push((await measure(process.execPath, ['-e', '0'])).seconds);
    version.push((await measure(process.execPath, [CLI, '--version'])).seconds);
    plan.push((await otform(workspace.folder, ['plan'], simulator.env)).firstByte);
  }
  await workspace.remove();
  await simulator.stop();
  const judged = (name: string, runs: readonly number[], bound: number): Row =>
    row(name, runs, {
      against: 'node -e 0',
      ratio: median(runs) / median(bare),
      must: `≤ ${bound} s`,
      met: median(runs) <= bound,
    });
  return [
    row('node -e 0', bare),
    judged('otform --version', version, 0.2),
    judged('otform plan, first byte', plan, 0.3),
  ];
}
