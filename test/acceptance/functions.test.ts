import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../../tools/build/places.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { PluginFolder, Stage } from './support/stage.ts';

const EXAMPLES = join(ROOT, 'examples', 'hcl');

let plugins: PluginFolder;
let stage: Stage;

describe.skipIf(!hasTerraform)(`functions of the provider${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugins = await PluginFolder.make();
  });
  beforeEach(async () => {
    stage = await Stage.start(plugins);
  });
  afterEach(() => stage.stop());
  afterAll(() => plugins.dispose());

  test('the example makes one job of every file, and follows the files', async () => {
    const jobs = join(stage.work.folder, 'jobs');
    cpSync(join(EXAMPLES, 'jobs'), jobs, { recursive: true });
    const first = join(jobs, 'support-tickets.md');
    writeFileSync(join(jobs, 'second.md'), readFileSync(first, 'utf8').replace('support tickets', 'letters'));
    stage.write(readFileSync(join(EXAMPLES, 'job-file.tf'), 'utf8'));
    await stage.apply();
    await stage.expectEmptyPlan();
    expect(stage.statuses()).toEqual({ OPEN: 2 });
    const id = stage.id('opentrain_job.from_file["support-tickets"]');
    expect(stage.fields(id)).toMatchObject({
      jobTitle: 'Sort support tickets',
      pricePerLabel: 0.05,
      dataVolume: 10_000,
      languages: ['English', 'Spanish'],
    });

    writeFileSync(first, readFileSync(first, 'utf8').replace('data_volume: 10000', 'data_volume: 500'));
    expect((await stage.plan()).actions).toEqual({ 'opentrain_job.from_file["support-tickets"]': 'update' });
    await stage.apply();
    expect(stage.id('opentrain_job.from_file["support-tickets"]')).toBe(id);
    expect(stage.fields(id)).toMatchObject({ dataVolume: 500 });
  });

  test('a mistake in a file stops the plan with its line', async () => {
    stage.write('output "job" {\n  value = provider::opentrain::job_file("---\\njobTitle: A\\n---\\n")\n}\n');
    const { code, output } = await stage.terraform(['plan', '-no-color']);
    expect(code).toBe(1);
    expect(output).toContain('a job file cannot set "jobTitle". Did you mean "job_title"?');
    expect(output).toContain('line 2');
    expect(output).toContain('`terraform plan`');
  });

  test('what is not known yet makes a result that is not known yet', async () => {
    stage.write(`resource "terraform_data" "content" {
  input = "---\\njob_title: Late\\n---\\nLabel images."
}
output "title" {
  value = provider::opentrain::job_file(terraform_data.content.output).job_title
}
`);
    expect((await stage.plan()).code).toBe(2);
    await stage.apply();
    expect(await stage.must(['output', '-raw', 'title'])).toBe('Late');
  });
});
