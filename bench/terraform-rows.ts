import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDER_SOURCE } from '../src/contract/index.ts';
import { renderProviderConfig } from '../src/plugin/install.ts';
import { hostHandshake } from './handshake.ts';
import { CLI, type Measured, measure, ROOT, startSimulator } from './processes.ts';
import { median, type Row, row } from './rows.ts';
import { makeWorkspace, SOURCE_TEXT } from './workspace.ts';

const CORES = cpus().length;
const PLUGIN_FOLDER = join(ROOT, 'dist', 'plugin');

/** Whether the real terraform is there to be measured. */
export const hasTerraform = spawnSync('terraform', ['version']).status === 0;

/** A Terraform working folder that finds the built provider and nothing of the user's. */
async function terraformFolder(resource: object): Promise<{ folder: string; env: Record<string, string> }> {
  const folder = await mkdtemp(join(tmpdir(), 'otform-bench-tf-'));
  const rc = join(folder, 'cli.tfrc');
  await writeFile(
    rc,
    renderProviderConfig({ version: '0.1.0', executableFolder: PLUGIN_FOLDER }).devOverrides,
  );
  const terraform = { required_providers: { opentrain: { source: PROVIDER_SOURCE } } };
  await writeFile(join(folder, 'main.tf.json'), JSON.stringify({ terraform, resource }));
  await mkdir(join(folder, 'home'));
  const env = { HOME: join(folder, 'home'), TF_CLI_CONFIG_FILE: rc, CHECKPOINT_DISABLE: '1' };
  return { folder, env };
}

function jobs(count: number): object {
  const block = (index: number) => ({
    source: { text: `${SOURCE_TEXT} Batch ${index}.` },
    experience_level: 'INTERMEDIATE',
    idempotency_key: `bench.job-${index}`,
  });
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`job-${index}`, block(index)]));
}

/** As many `terraform_data`, each with one text. */
function plainData(count: number): object {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `data-${index}`,
      { input: `${SOURCE_TEXT} Batch ${index}.` },
    ]),
  );
}

interface State {
  readonly resources: readonly {
    readonly name: string;
    readonly instances: readonly { readonly attributes: object }[];
  }[];
}

/** As many `terraform_data`, each with all that the state holds of one job. */
async function sameValues(statePath: string): Promise<object> {
  const { resources } = JSON.parse(await readFile(statePath, 'utf8')) as State;
  return Object.fromEntries(
    resources.map(({ name, instances }) => [name, { input: instances[0]?.attributes }]),
  );
}

async function terraform(
  place: { readonly folder: string; readonly env: Readonly<Record<string, string>> },
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const run = await measure('terraform', [...words, '-no-color'], {
    cwd: place.folder,
    env: { ...place.env, ...env },
  });
  if (run.exitCode !== 0) throw new Error(`terraform ${words.join(' ')}:\n${run.output}`);
  return run;
}

/** Milliseconds from exec to the handshake line, as Terraform waits for it. */
async function handshakes(rounds: number): Promise<readonly number[]> {
  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    seconds.push(await hostHandshake(join(PLUGIN_FOLDER, 'terraform-provider-opentrain.cjs')));
  }
  return seconds;
}

interface Bare {
  readonly name: string;
  readonly place: Awaited<ReturnType<typeof terraformFolder>>;
  readonly apply: Measured;
  readonly plans: Measured[];
}

/** Terraform's own resource, which it holds in process: no plugin, no network. */
async function bareTerraform(name: string, data: object): Promise<Bare> {
  const place = await terraformFolder({ terraform_data: data });
  return { name, place, apply: await terraform(place, ['apply', '-auto-approve']), plans: [] };
}

const wall = (runs: readonly Measured[]) => runs.map((run) => run.seconds);

/** What our runs are against Terraform's own; the bound is judged for each way to read it. */
function compared(
  name: string,
  ours: readonly Measured[],
  theirs: readonly Measured[],
  bound: number,
  rest: Partial<Row>,
): Row {
  const ratio = median(wall(ours)) / median(wall(theirs));
  return row(name, wall(ours), { ratio, must: `≤ ${bound} ×`, met: ratio <= bound, ...rest });
}

const PLAN = ['plan', '-detailed-exitcode'];

/**
 * The provider under the real terraform, beside as many of Terraform's own `terraform_data` in the same run: once with
 * one text each, and once with the very values that the state holds of a job, because most of a plan's time is
 * Terraform's own work on values.
 */
export async function terraformRows(count: number, rounds: number): Promise<readonly Row[]> {
  const simulator = await startSimulator();
  const workspace = await makeWorkspace();
  const ours = await terraformFolder({ opentrain_job: jobs(count) });
  const folders = [ours.folder];
  try {
    await workspace.write(count);
    const words = [CLI, 'apply', '-auto-approve', '-no-color', '-synthesized', 'cdktf.out'];
    const made = await measure(process.execPath, words, { cwd: workspace.folder, env: simulator.env });
    if (made.exitCode !== 0) throw new Error(made.output);
    const statePath = join(workspace.folder, 'terraform.bench.tfstate');
    await copyFile(statePath, join(ours.folder, 'terraform.tfstate'));
    const text = await bareTerraform('one text each', plainData(count));
    const same = await bareTerraform('a job’s values', await sameValues(statePath));
    folders.push(text.place.folder, same.place.folder);

    const plans: Measured[] = [];
    let requests = 0;
    for (let round = 0; round < rounds; round += 1) {
      const before = await simulator.requests();
      plans.push(await terraform(ours, PLAN, simulator.env));
      requests = (await simulator.requests()) - before;
      for (const bare of [text, same]) bare.plans.push(await terraform(bare.place, PLAN));
    }
    const fresh = await startSimulator();
    await rm(join(ours.folder, 'terraform.tfstate'));
    const apply = await terraform(ours, ['apply', '-auto-approve'], fresh.env);
    const applyRequests = await fresh.requests();
    await fresh.stop();

    const started = await handshakes(rounds * 2 + 1);
    const own = plans.flatMap(({ ownCpuSeconds }) => (ownCpuSeconds === null ? [] : [ownCpuSeconds / CORES]));
    const floor = own.length === 0 ? [] : [row(`  of it terraform’s own CPU, over ${CORES} cores`, own)];
    const fewRequests = requests <= 12;
    return [
      row('provider: handshake', started, { must: '≤ 0.25 s', met: median(started) <= 0.25 }),
      ...[text, same].map((bare) =>
        row(`terraform plan of ${count} terraform_data, ${bare.name}`, wall(bare.plans)),
      ),
      compared(`terraform plan of ${count} jobs, against a job’s values`, plans, same.plans, 1.2, {
        against: same.name,
        requests,
        must: '≤ 1.2 ×, 12 requests',
        ...(fewRequests ? {} : { met: false }),
      }),
      compared(`terraform plan of ${count} jobs, against one text`, plans, text.plans, 1.2, {
        against: text.name,
      }),
      ...floor,
      ...[text, same].map((bare) =>
        row(`terraform apply of ${count} terraform_data, ${bare.name}`, [bare.apply.seconds]),
      ),
      compared(`terraform apply of ${count} jobs, against a job’s values`, [apply], [same.apply], 1.3, {
        against: same.name,
        requests: applyRequests,
      }),
      compared(`terraform apply of ${count} jobs, against one text`, [apply], [text.apply], 1.3, {
        against: text.name,
      }),
    ];
  } finally {
    await simulator.stop();
    await workspace.remove();
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
  }
}
