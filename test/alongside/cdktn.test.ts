import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { packOtform, ROOT } from '../package/consumer.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { ExampleProject } from './project.ts';

const folder = mkdtempSync(join(tmpdir(), 'cdktn-pack-'));
let tarball: string;
let project: ExampleProject | null = null;

/** All that a program on the fork has to change. */
function onCdktn(program: string): string {
  const changed = program
    .replace("from 'cdktf'", "from 'cdktn'")
    .replace("from 'otform'", "from 'otform/cdktn'");
  expect(changed).not.toContain("'cdktf'");
  return changed;
}

async function start(example: string): Promise<ExampleProject> {
  project = await ExampleProject.start(tarball, example, onCdktn);
  return project;
}

/** A stack as both libraries make it, without what names the library or the folder. */
function stackOf(p: ExampleProject, stack: string): object {
  const path = join(p.dir, 'cdktf.out', 'stacks', stack, 'cdk.tf.json');
  const synthesised = JSON.parse(readFileSync(path, 'utf8').replaceAll(p.dir, ''));
  delete synthesised['//'].metadata.version;
  return synthesised;
}

beforeAll(async () => {
  tarball = await packOtform(folder);
});
afterEach(async () => {
  await project?.stop();
  project = null;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each(['quickstart', 'portfolio', 'alongside'])('%s synthesises the same stack', async (example) => {
  const p = await start(example);
  await p.synth();
  const made = stackOf(p, example);
  copyFileSync(join(ROOT, 'examples', example, 'main.ts'), join(p.dir, 'main.ts'));
  await p.synth();
  expect(made).toEqual(stackOf(p, example));
});

describe.each([
  ['quickstart', 1],
  ['portfolio', 5],
] as const)('%s on cdktn', (example, jobs) => {
  test.skipIf(!hasTerraform)(
    `runs through otform, and terraform finds it unchanged${SUITE_NOTE}`,
    async () => {
      const p = await start(example);
      const applied = await p.must('otform', 'apply', '-auto-approve', '-no-color');
      expect(applied.out).toContain(`Apply complete! Resources: ${jobs} added`);
      await p.terraform(example, 'init', '-no-color');
      await p.terraform(example, 'plan', '-detailed-exitcode', '-no-color');
      expect(p.simulator.dump().jobs).toHaveLength(jobs);
    },
  );

  test.skipIf(!hasTerraform)(
    `runs through terraform, and otform finds it unchanged${SUITE_NOTE}`,
    async () => {
      const p = await start(example);
      await p.synth();
      await p.terraform(example, 'init', '-no-color');
      const applied = await p.terraform(example, 'apply', '-auto-approve', '-no-color');
      expect(applied.out).toContain(`Apply complete! Resources: ${jobs} added`);
      await p.must('otform', 'plan', '-detailed-exitcode', '-no-color');
      expect(p.simulator.dump().jobs).toHaveLength(jobs);
    },
  );
});

test.skipIf(!hasTerraform)(`alongside on cdktn runs through terraform${SUITE_NOTE}`, async () => {
  const p = await start('alongside');
  await p.synth();
  await p.terraform('alongside', 'init', '-no-color');
  const applied = await p.terraform('alongside', 'apply', '-auto-approve', '-no-color');
  expect(applied.out).toContain('Apply complete! Resources: 3 added');
  await p.terraform('alongside', 'plan', '-detailed-exitcode', '-no-color');
  const outputs = p.outputs('alongside');
  expect(outputs.tool_job_url).toContain(outputs.job_id);
});
