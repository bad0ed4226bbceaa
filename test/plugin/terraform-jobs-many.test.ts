import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { Simulator } from '../../src/simulator/index.ts';
import { bundlePlugin } from './support/plugin-bundle.ts';
import type { RunResult } from './support/terraform.ts';
import { hasTerraform, SUITE_NOTE, Workspace } from './support/terraform.ts';

const plugins = mkdtempSync(join(tmpdir(), 'plugin-jobs-many-'));
let work: Workspace;
let simulator: Simulator;

const source = `source = {
    text = "We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. English required, prior image annotation experience preferred. Two-week project."
  }`;

/** The simulator lives in this process, so terraform must not block it. */
function terraform(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RunResult> {
  const credentials = { OT_API_TOKEN: simulator.token, OT_API_BASE_URL: simulator.url };
  return work.start(args, { ...credentials, ...env }).done;
}

async function apply(...args: string[]): Promise<string> {
  const { code, output } = await terraform(['apply', '-auto-approve', '-no-color', ...args]);
  if (code !== 0) throw new Error(output);
  return output;
}

const plan = () => terraform(['plan', '-detailed-exitcode', '-no-color']);
const job = (name: string) =>
  work.state().resources.find((resource) => resource.name === name)?.instances[0]?.attributes ?? {};

describe.skipIf(!hasTerraform)(`jobs under the real terraform${SUITE_NOTE}`, () => {
  beforeAll(() => bundlePlugin('real', plugins));
  beforeEach(async () => {
    work = new Workspace(plugins);
    simulator = await Simulator.start();
  });
  afterEach(async () => {
    await simulator.stop();
    work.dispose();
  });
  afterAll(() => rmSync(plugins, { recursive: true, force: true }));

  test('many jobs refresh from one sweep, and the token is in no state, plan or trace', async () => {
    work.write(
      `resource "opentrain_job" "many" {\n  count = 30\n  publish = false\n  ${source}\n  job_title = "n\${count.index}"\n}`,
      '',
    );
    await apply('-parallelism=15');
    const before = simulator.log.entries({}).length;
    expect((await plan()).code).toBe(0);
    expect(simulator.log.entries({}).length - before).toBeLessThanOrEqual(5);
    const traced = await terraform(['plan', '-no-color', '-out=plan.bin'], { TF_LOG: 'trace' });
    const files = ['plan.bin', 'terraform.tfstate', '.otform/terraform-intents.jsonl'];
    const texts = files.map((name) => {
      try {
        return readFileSync(join(work.folder, name), 'latin1');
      } catch {
        return '';
      }
    });
    expect(traced.output).toContain('provider.opentrain');
    for (const text of [traced.output, ...texts]) expect(text).not.toContain(simulator.token);
  });

  test('terraform and provider killed before the answer: the job is found again, not posted twice', async () => {
    simulator.faults.add({
      method: 'POST',
      path: '/job-drafts',
      count: null,
      fault: { type: 'stall', when: 'after' },
    });
    work.write(`resource "opentrain_job" "a" {\n  publish = false\n  ${source}\n}`, '');
    const credentials = { OT_API_TOKEN: simulator.token, OT_API_BASE_URL: simulator.url };
    const run = work.start(['apply', '-auto-approve', '-no-color'], credentials);
    await vi.waitUntil(() => simulator.dump().jobs.length === 1, { timeout: 20_000 });
    run.process.kill('SIGKILL');
    const log = readFileSync(join(work.folder, '.otform', 'terraform-intents.jsonl'), 'utf8');
    process.kill(Number(/"plugin":\{"pid":(\d+)/.exec(log)?.[1]), 'SIGKILL');
    await run.done;
    rmSync(join(work.folder, '.terraform.tfstate.lock.info'), { force: true });

    simulator.faults.clear();
    await apply();
    expect(simulator.dump().jobs).toHaveLength(1);
    expect(job('a').id).toBe(simulator.dump().jobs[0]?.id);
    expect((await plan()).code).toBe(0);
  });
});
