import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROVIDER_SOURCE } from '../src/contract/index.ts';
import { renderProviderConfig } from '../src/plugin/install.ts';
import { hostHandshake } from './handshake.ts';
import { CLI, type Measured, measure, ROOT, startSimulator } from './processes.ts';
import { median, type Row } from './rows.ts';
import { makeWorkspace, SOURCE_TEXT } from './workspace.ts';

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

function plainData(count: number): object {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `data-${index}`,
      { input: `${SOURCE_TEXT} Batch ${index}.` },
    ]),
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

/** The provider under the real terraform, beside as many of Terraform's own `terraform_data` in the same run. */
export async function terraformRows(count: number, rounds: number): Promise<readonly Row[]> {
  const simulator = await startSimulator();
  const workspace = await makeWorkspace();
  const ours = await terraformFolder({ opentrain_job: jobs(count) });
  const theirs = await terraformFolder({ terraform_data: plainData(count) });
  try {
    await workspace.write(count);
    const words = [CLI, 'apply', '-auto-approve', '-no-color', '-synthesized', 'cdktf.out'];
    const made = await measure(process.execPath, words, { cwd: workspace.folder, env: simulator.env });
    if (made.exitCode !== 0) throw new Error(made.output);
    await copyFile(join(workspace.folder, 'terraform.bench.tfstate'), join(ours.folder, 'terraform.tfstate'));
    const theirApply = await terraform(theirs, ['apply', '-auto-approve']);

    const plan = ['plan', '-detailed-exitcode'];
    const ourPlans: Measured[] = [];
    const theirPlans: Measured[] = [];
    let requests = 0;
    for (let round = 0; round < rounds; round += 1) {
      const before = await simulator.requests();
      ourPlans.push(await terraform(ours, plan, simulator.env));
      requests = (await simulator.requests()) - before;
      theirPlans.push(await terraform(theirs, plan));
    }
    const fresh = await startSimulator();
    await rm(join(ours.folder, 'terraform.tfstate'));
    const ourApply = await terraform(ours, ['apply', '-auto-approve'], fresh.env);
    const applyRequests = await fresh.requests();
    await fresh.stop();

    const row = (name: string, runs: readonly number[], rest: Partial<Row>): Row => ({
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
    });
    const seconds = (runs: readonly Measured[]) => runs.map((run) => run.seconds);
    const ratio = median(seconds(ourPlans)) / median(seconds(theirPlans));
    const started = await handshakes(rounds * 2 + 1);
    return [
      row('provider: handshake', started, { must: '≤ 0.25 s', met: median(started) <= 0.25 }),
      row(`terraform plan of ${count} terraform_data`, seconds(theirPlans), {}),
      row(`terraform plan of ${count} jobs`, seconds(ourPlans), {
        against: 'terraform_data',
        ratio,
        must: '≤ 1.2 ×, 12 requests',
        met: ratio <= 1.2 && requests <= 12,
        requests,
      }),
      row(`terraform apply of ${count} terraform_data`, [theirApply.seconds], {}),
      row(`terraform apply of ${count} jobs`, [ourApply.seconds], {
        against: 'terraform_data',
        ratio: ourApply.seconds / theirApply.seconds,
        requests: applyRequests,
      }),
    ];
  } finally {
    await simulator.stop();
    await workspace.remove();
    for (const { folder } of [ours, theirs]) await rm(folder, { recursive: true, force: true });
  }
}
