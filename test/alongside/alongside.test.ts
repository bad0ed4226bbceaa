import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { packOtform } from '../package/consumer.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { ExampleProject } from './project.ts';

const CREATED = ['POST /job-drafts', 'PATCH /job-drafts/ID', 'POST /jobs/ID/publish'];
const folder = mkdtempSync(join(tmpdir(), 'alongside-pack-'));
let tarball: string;
let project: ExampleProject | null = null;

async function start(): Promise<ExampleProject> {
  project = await ExampleProject.start(tarball, 'alongside');
  return project;
}

beforeAll(async () => {
  tarball = await packOtform(folder);
});
afterEach(async () => {
  await project?.stop();
  project = null;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!hasTerraform)(`a job alongside infrastructure${SUITE_NOTE}`, () => {
  test('terraform on the synthesised JSON: references in both directions', async () => {
    const p = await start();
    await p.synth();
    await p.terraform('alongside', 'init', '-no-color');
    const applied = await p.terraform('alongside', 'apply', '-auto-approve', '-no-color');
    expect(applied.out).toContain('Apply complete! Resources: 3 added, 0 changed, 0 destroyed.');
    expect(p.writes()).toEqual(CREATED);

    const outputs = p.outputs('alongside');
    expect(outputs.job_title).toBe('Bounding boxes in street-scenes-7');
    expect(outputs.tool_job_url).toContain(outputs.job_id);
    expect(p.simulator.dump().jobs).toHaveLength(1);

    await p.terraform('alongside', 'plan', '-detailed-exitcode', '-no-color');
    const destroyed = await p.terraform('alongside', 'destroy', '-auto-approve', '-no-color');
    expect(destroyed.out).toContain('Destroy complete! Resources: 3 destroyed.');
    expect(p.asked).toEqual([]);
  });

  test('dev_overrides runs the provider of the package; init still wants the mirror', async () => {
    const p = await start();
    const { out } = await p.must('otform', 'provider', 'config', '-dev');
    const mirror = `filesystem_mirror {\n    path = ${JSON.stringify(join(p.dir, 'mirror'))}\n  }`;
    writeFileSync(p.env.TF_CLI_CONFIG_FILE ?? '', out.replace('direct {}', mirror));
    await p.synth();
    // A CDKTF stack names its backend, and terraform runs nothing there before an init.
    await p.terraform('alongside', 'init', '-no-color');
    const applied = await p.terraform('alongside', 'apply', '-auto-approve', '-no-color');
    expect(applied.out).toContain('Provider development overrides are in effect');
    expect(applied.out).toContain(join(p.dir, 'node_modules', 'otform', 'dist', 'plugin'));
    expect(applied.out).toContain('3 added');
  });

  test('a create that was cut off is taken over, also when cdktf.out was deleted meanwhile', async () => {
    const p = await start();
    const log = join(p.dir, '.otform', 'terraform-intents.alongside.jsonl');
    await p.synth();
    await p.terraform('alongside', 'init', '-no-color');
    p.simulator.faults.add({
      method: 'POST',
      path: '/job-drafts',
      fault: { type: 'stall', when: 'after' },
    });
    const cut = p.run('terraform', '-chdir=cdktf.out/stacks/alongside', 'apply', '-auto-approve');
    await expect.poll(() => p.writes(), { timeout: 30_000 }).toEqual(['POST /job-drafts']);
    cut.kill();
    await cut.done;
    expect(existsSync(log)).toBe(true);
    rmSync(join(p.dir, 'cdktf.out'), { recursive: true });

    await p.synth();
    await p.terraform('alongside', 'init', '-no-color');
    await p.terraform('alongside', 'apply', '-auto-approve', '-no-color');
    expect(p.simulator.dump().jobs).toHaveLength(1);
    await p.terraform('alongside', 'plan', '-detailed-exitcode', '-no-color');
    expect(existsSync(log)).toBe(false);
  });
});

test('otform refuses it, names what it cannot run, and says what does', async () => {
  const p = await start();
  const { code, out, err } = await p.run('otform', 'plan', '-no-color').done;
  expect(code).toBe(1);
  expect(out).toBe('');
  expect(err).toContain('terraform_data.batch belongs to provider terraform.');
  expect(err).toContain('`terraform -chdir=cdktf.out/stacks/alongside init`');
  expect(err).toContain('`terraform -chdir=cdktf.out/stacks/alongside apply`');
  expect(err).toContain('`cdktf deploy alongside --skip-provider-lock`');
  expect(p.simulator.log.entries()).toEqual([]);
});
