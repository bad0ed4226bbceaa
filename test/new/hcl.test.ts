import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { Simulator } from '../../src/simulator/index.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { bundlePlugin } from '../plugin/support/plugin-bundle.ts';
import { hasTerraform, SUITE_NOTE, Workspace } from '../plugin/support/terraform.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';
import { ALL_ANSWERS } from './new-world.ts';

const plugins = mkdtempSync(join(tmpdir(), 'plugin-new-'));
let work: Workspace;
let simulator: Simulator;

async function otform(...words: readonly string[]) {
  const fake = fakeIo(work.folder, {
    env: { OT_API_BASE_URL: simulator.url, OT_API_TOKEN: simulator.token },
  });
  return { code: await run(words, fake.io), out: fake.out(), err: fake.err() };
}

/** The simulator lives in this process, so terraform must not block it. */
function terraform(...args: readonly string[]) {
  return work.start(args, { OT_API_TOKEN: simulator.token, OT_API_BASE_URL: simulator.url }).done;
}

const plan = () => terraform('plan', '-detailed-exitcode', '-no-color');
const write = (name: string, text: string) => writeFileSync(join(work.folder, name), text);
const read = (name: string) => readFileSync(join(work.folder, name), 'utf8');

describe.skipIf(!hasTerraform)(`HCL under the real terraform${SUITE_NOTE}`, () => {
  beforeAll(() => bundlePlugin('real', plugins));
  beforeEach(async () => {
    work = new Workspace(plugins);
    work.write('', '');
    simulator = await Simulator.start({ seed: 'hcl' });
    write('answers.json', JSON.stringify(ALL_ANSWERS));
  });
  afterEach(async () => {
    await simulator.stop();
    work.dispose();
  });
  afterAll(() => rmSync(plugins, { recursive: true, force: true }));

  it('declares a job of each hostile text; the next terraform plan finds no changes', async () => {
    for (const [index, { text }] of HOSTILE_TEXTS.entries()) {
      write(`job${index}.txt`, text);
      const words = ['new', `job${index}`, `-text=job${index}.txt`, '-answers=answers.json', '-hcl'];
      const made = await otform(...words);
      expect(made, made.err).toMatchObject({ code: 0, err: '' });
    }
    const formatted = await terraform('fmt', '-check', '-no-color');
    expect(formatted.output.replace('main.tf\n', '')).toBe('');
    const planned = await plan();
    expect(planned, planned.output).toMatchObject({ code: 0 });
    write('job0.tf', read('job0.tf').replace('publish = false', ''));
    const published = await terraform('apply', '-auto-approve', '-no-color');
    expect(published.output).toContain('0 added, 1 changed, 0 destroyed');
    expect(simulator.dump().jobs.filter((job) => job.status === 'OPEN')).toHaveLength(1);
    expect(simulator.dump().jobs).toHaveLength(HOSTILE_TEXTS.length);
  });

  it('takes over an existing job', async () => {
    write('job.txt', 'Label product images.');
    expect((await otform('new', 'first', '-text=job.txt', '-answers=answers.json', '-hcl')).code).toBe(0);
    const id = String(work.state().resources[0]?.instances[0]?.attributes.id);
    await otform('state', 'rm', 'opentrain_job.first');
    rmSync(join(work.folder, 'first.tf'));
    rmSync(join(work.folder, 'terraform.tfstate'));
    const taken = await otform('import', '-generate', '-hcl', id, 'second');
    expect(taken, taken.err).toMatchObject({ code: 0 });
    expect(read('second.tf')).toContain('job_title');
    const planned = await plan();
    expect(planned, planned.output).toMatchObject({ code: 0 });
  });

  it('sends nothing where the state is elsewhere or the job is declared', async () => {
    write('job.txt', 'Label product images.');
    write('taken.tf', 'resource "opentrain_job" "taken" {}\n');
    expect((await otform('new', 'taken', '-text=job.txt', '-hcl', '-out=x.tf')).err).toContain(
      'The Job Is Declared Already',
    );
    write('backend.tf', 'terraform {\n  backend "s3" {}\n}\n');
    expect((await otform('new', 'x', '-text=job.txt', '-hcl')).err).toContain('State Is Not in This Folder');
    expect(simulator.log.total).toBe(0);
  });
});
