import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROVIDER_SOURCE } from '../../src/contract/provider-address.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { TEXT } from './support/jobs.ts';
import { otform } from './support/otform.ts';
import { PluginFolder, Stage } from './support/stage.ts';

const JOBS = 1000;
let plugins: PluginFolder;
let stage: Stage;

describe.skipIf(!hasTerraform)(`refresh of ${JOBS} jobs under terraform${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugins = await PluginFolder.make();
    stage = await Stage.start(plugins);
  });
  afterAll(async () => {
    await stage.stop();
    plugins.dispose();
  });

  test('made by otform, planned by terraform: no changes, and at most 12 requests', async () => {
    const jobs = Array.from({ length: JOBS }, (_, index) => [
      `job-${index}`,
      {
        source: { text: `${TEXT} Batch ${index}.` },
        experience_level: 'INTERMEDIATE',
        idempotency_key: `k${index}`,
      },
    ]);
    stage.write('');
    writeFileSync(
      join(stage.work.folder, 'jobs.tf.json'),
      JSON.stringify({ resource: { opentrain_job: Object.fromEntries(jobs) } }),
    );
    const folder = join(stage.work.folder, 'cdktf.out', 'stacks', 'many');
    mkdirSync(folder, { recursive: true });
    const stack = {
      terraform: {
        backend: { local: { path: stage.statePath } },
        required_providers: { opentrain: { source: PROVIDER_SOURCE } },
      },
      provider: { opentrain: [{}] },
      resource: { opentrain_job: Object.fromEntries(jobs) },
    };
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack));
    const manifest = {
      version: '0.21.0',
      stacks: {
        many: {
          name: 'many',
          constructPath: 'many',
          synthesizedStackPath: 'stacks/many/cdk.tf.json',
          workingDirectory: 'stacks/many',
          annotations: [],
          dependencies: [],
        },
      },
    };
    writeFileSync(join(stage.work.folder, 'cdktf.out', 'manifest.json'), JSON.stringify(manifest));
    const words = ['apply', '-auto-approve', '-synthesized=cdktf.out'];
    const { code, output } = await otform(stage.work.folder, words, stage.credentials);
    expect(code, output).toBe(0);
    expect(stage.statuses()).toEqual({ OPEN: JOBS });

    const mark = stage.mark;
    await stage.expectEmptyPlan();
    const requests = stage.requests(mark);
    expect(requests.every((line) => line.startsWith('GET '))).toBe(true);
    expect(requests.length).toBeLessThanOrEqual(12);
  });
});
