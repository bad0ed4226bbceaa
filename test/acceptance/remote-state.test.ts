import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { installProvider, renderProviderConfig } from '../../src/plugin/install.ts';
import type { FaultSpec } from '../../src/simulator/index.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { HttpBackend } from './support/http-backend.ts';
import { type Blow, strike } from './support/interrupted.ts';
import { job, READY, TEXT } from './support/jobs.ts';
import { BROKEN_PLANS, PluginFolder, Stage } from './support/stage.ts';

const JOB = 'opentrain_job.a';
const KEY = 'idempotency_key = "jobs.a"';

let plugins: PluginFolder;
let mirrorConfig: string;
let backend: HttpBackend;
let stage: Stage;

function program(part: string, more = ''): string {
  const source = `source = { text = ${JSON.stringify(`${TEXT} ${part}.`)} }`;
  return job('a', `job_title = "Label images"\n  ${source}\n  ${READY}\n  ${more}`);
}

async function interrupt(blow: Blow, path: string): Promise<void> {
  const fault: FaultSpec = { method: 'POST', path, nth: 1, fault: { type: 'latency', ms: 1200 } };
  stage.simulator.faults.add(fault);
  const struck = await strike(stage, blow);
  stage.check(struck.output, 'the struck apply', BROKEN_PLANS);
  stage.simulator.faults.clear();
  backend.breakLock();
}

/** The account has these jobs, the state holds the open one, and nothing is left to do. */
async function expectSettled(statuses: Readonly<Record<string, number>>): Promise<void> {
  await stage.expectEmptyPlan();
  expect(stage.statuses()).toEqual(statuses);
  const open = stage.simulator.dump().jobs.filter(({ status }) => status === 'OPEN');
  expect(backend.ids()).toEqual(Object.fromEntries(open.map(({ id }) => [JOB, id])));
}

describe.skipIf(!hasTerraform || process.platform !== 'linux')(
  `a state in a backend that the provider cannot see${SUITE_NOTE}`,
  () => {
    beforeAll(async () => {
      plugins = await PluginFolder.make();
      const mirror = join(plugins.path, 'mirror');
      const { executable } = plugins;
      await installProvider({ executable, version: '0.1.0', directory: mirror });
      const texts = renderProviderConfig({ version: '0.1.0', executableFolder: plugins.path, mirror });
      mirrorConfig = texts.mirrorConfig ?? '';
    });
    beforeEach(async () => {
      backend = await HttpBackend.start();
      stage = await Stage.start(null);
      writeFileSync(stage.work.env.TF_CLI_CONFIG_FILE ?? '', mirrorConfig);
      writeFileSync(join(stage.work.folder, 'backend.tf'), backend.block);
      stage.write(program('Part one'));
      await stage.must(['init', '-no-color']);
    });
    afterEach(async () => {
      await stage.stop();
      await backend.stop();
    });
    afterAll(() => plugins.dispose());

    test('created, edited, replaced and destroyed', async () => {
      await stage.apply();
      await expectSettled({ OPEN: 1 });
      stage.write(program('Part one', 'headcount = 7'));
      await stage.apply();
      await expectSettled({ OPEN: 1 });
      stage.write(program('Part two', 'headcount = 7'));
      await stage.apply();
      await expectSettled({ OPEN: 1, ARCHIVED: 1 });
      await stage.must(['destroy', '-auto-approve', '-no-color']);
      expect(stage.statuses()).toEqual({ ARCHIVED: 2 });
      expect(backend.ids()).toEqual({});
    });

    test.each<[more: string, lifecycle: string]>([
      ['', ''],
      ['', 'lifecycle { create_before_destroy = true }'],
      [KEY, ''],
      [KEY, 'lifecycle { create_before_destroy = true }'],
    ])('replaced twice, key: %s, %s', async (key, lifecycle) => {
      const ids = new Set<string>();
      for (const part of ['Part one', 'Part two', 'Part three']) {
        stage.write(program(part, `${key}\n  ${lifecycle}`));
        await stage.apply();
        ids.add(backend.ids()[JOB] ?? '');
      }
      expect(ids.size).toBe(3);
      await expectSettled({ OPEN: 1, ARCHIVED: 2 });
    });

    test.each<[blow: Blow, path: string, more: string]>([
      ['terraform', '/job-drafts', ''],
      ['both', '/job-drafts', KEY],
      ['terraform', '/jobs/*/publish', ''],
      ['^C', '/jobs/*/publish', ''],
      ['^C twice', '/jobs/*/publish', KEY],
    ])('%s at POST %s, %s: applied again, one job', async (blow, path, more) => {
      stage.write(program('Part one', more));
      await interrupt(blow, path);
      await stage.apply();
      const { actions } = await stage.plan();
      if (Object.keys(actions).length > 0) await stage.apply();
      await expectSettled({ OPEN: 1 });
    });

    test('a replacement that is struck after the close goes on', async () => {
      stage.write(program('Part one', KEY));
      await stage.apply();
      stage.write(program('Part two', KEY));
      await interrupt('both', '/jobs/*/close');
      await stage.apply();
      await expectSettled({ OPEN: 1, ARCHIVED: 1 });
    });
  },
);
