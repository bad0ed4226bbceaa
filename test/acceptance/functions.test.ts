import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../../tools/build/places.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { useStage } from './support/use-stage.ts';

const EXAMPLES = join(ROOT, 'examples', 'hcl');

const scene = useStage();

describe.skipIf(!hasTerraform)(`functions of the provider${SUITE_NOTE}`, () => {
  test('the example makes one job of every file, and follows the files', async () => {
    const jobs = join(scene.stage.work.folder, 'jobs');
    cpSync(join(EXAMPLES, 'jobs'), jobs, { recursive: true });
    const first = join(jobs, 'support-tickets.md');
    writeFileSync(join(jobs, 'second.md'), readFileSync(first, 'utf8').replace('support tickets', 'letters'));
    scene.stage.write(readFileSync(join(EXAMPLES, 'job-file.tf'), 'utf8'));
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.statuses()).toEqual({ OPEN: 2 });
    const id = scene.stage.id('opentrain_job.from_file["support-tickets"]');
    expect(scene.stage.fields(id)).toMatchObject({
      jobTitle: 'Sort support tickets',
      pricePerLabel: 0.05,
      dataVolume: 10_000,
      languages: ['English', 'Spanish'],
    });

    writeFileSync(first, readFileSync(first, 'utf8').replace('data_volume: 10000', 'data_volume: 500'));
    expect((await scene.stage.plan()).actions).toEqual({
      'opentrain_job.from_file["support-tickets"]': 'update',
    });
    await scene.stage.apply();
    expect(scene.stage.id('opentrain_job.from_file["support-tickets"]')).toBe(id);
    expect(scene.stage.fields(id)).toMatchObject({ dataVolume: 500 });
  });

  test('a mistake in a file stops the plan with its line', async () => {
    scene.stage.write(
      'output "job" {\n  value = provider::opentrain::job_file("---\\njobTitle: A\\n---\\n")\n}\n',
    );
    const { code, output } = await scene.stage.terraform(['plan', '-no-color']);
    expect(code).toBe(1);
    expect(output).toContain('a job file cannot set "jobTitle". Did you mean "job_title"?');
    expect(output).toContain('line 2');
    expect(output).toContain('`terraform plan`');
  });

  test('a token that got into a file is not shown', async () => {
    const token = 'ot_pat_8f2a91cd_0123456789abcdef0123456789abcdef';
    scene.stage.write(
      `output "job" {\n  value = provider::opentrain::job_file("---\\n${token}: A\\n---\\n")\n}\n`,
    );
    const { code, output } = await scene.stage.terraform(['plan', '-no-color', '-compact-warnings']);
    expect(code).toBe(1);
    // Terraform itself quotes the line of the program; the message is ours.
    const message = output.slice(output.indexOf('the job file has'));
    expect(message).toContain('line 2');
    expect(message).not.toContain('0123456789abcdef');
  });

  test('what is not known yet makes a result that is not known yet', async () => {
    scene.stage.write(`resource "terraform_data" "content" {
  input = "---\\njob_title: Late\\n---\\nLabel images."
}
output "title" {
  value = provider::opentrain::job_file(terraform_data.content.output).job_title
}
`);
    expect((await scene.stage.plan()).code).toBe(2);
    await scene.stage.apply();
    expect(await scene.stage.must(['output', '-raw', 'title'])).toBe('Late');
  });
});
