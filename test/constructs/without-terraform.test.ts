import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Synthesised } from './synthesised.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const PROGRAM = `
import { App, TerraformStack } from 'cdktf';
import { Job, OpentrainProvider } from 'otform';

const app = new App();
const stack = new TerraformStack(app, 'moves');
new OpentrainProvider(stack, 'opentrain');
new Job(stack, 'imported', { jobTitle: 'Imported' }).importFrom('job_1');
new Job(stack, 'new').addMoveTarget('here');
new Job(stack, 'old').moveTo('here');
new Job(stack, 'after').moveFromId('opentrain_job.before');
app.synth();
`;

test('imports and moves are synthesised where no Terraform is installed', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'otform-bare-'));
  try {
    execFileSync(process.execPath, ['--conditions=otform-source', '--import', 'tsx', '--input-type=module'], {
      cwd: ROOT,
      input: PROGRAM,
      env: { ...process.env, CDKTF_OUTDIR: outdir, TERRAFORM_BINARY_NAME: 'terraform-that-is-not-there' },
    });
    const file = join(outdir, 'stacks', 'moves', 'cdk.tf.json');
    const synthesised: Synthesised & { import: unknown; moved: unknown } = JSON.parse(
      readFileSync(file, 'utf8'),
    );
    expect(synthesised.import).toEqual([{ id: 'job_1', to: 'opentrain_job.imported' }]);
    expect(synthesised.moved).toEqual([
      { from: 'opentrain_job.old', to: 'opentrain_job.new' },
      { from: 'opentrain_job.before', to: 'opentrain_job.after' },
    ]);
    expect(Object.keys(synthesised.resource?.opentrain_job ?? {})).toEqual(['after', 'imported', 'new']);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});
