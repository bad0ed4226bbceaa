import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { type Blow, strike } from './support/interrupted.ts';
import { job, READY, TEXT } from './support/jobs.ts';
import { BROKEN_PLANS, PluginFolder, Stage } from './support/stage.ts';

let plugins: PluginFolder;
let stage: Stage;

function program(part: string, more = ''): string {
  const source = `source = { text = ${JSON.stringify(`${TEXT} ${part}.`)} }`;
  return job('a', `job_title = "Label images"\n  ${source}\n  ${READY}\n  ${more}`);
}

const KEY = 'idempotency_key = "jobs.a"';

describe.skipIf(!hasTerraform || process.platform !== 'linux')(
  `a replacement that is struck${SUITE_NOTE}`,
  () => {
    beforeAll(async () => {
      plugins = await PluginFolder.make();
    });
    beforeEach(async () => {
      stage = await Stage.start(plugins);
    });
    afterEach(() => stage.stop());
    afterAll(() => plugins.dispose());

    test.each<[blow: Blow, request: 'close' | 'create', more: string]>([
      ['terraform', 'close', ''],
      ['both', 'close', KEY],
      ['^C twice', 'close', KEY],
      ['both', 'create', KEY],
      ['terraform', 'create', ''],
    ])('%s, while the %s is under way, %s', async (blow, request, more) => {
      stage.write(program('Part one', more));
      await stage.apply();
      const first = stage.id('opentrain_job.a');
      stage.write(program('Part two', more));
      stage.simulator.faults.add({
        method: 'POST',
        path: request === 'close' ? '/jobs/*/close' : '/job-drafts',
        nth: 1,
        fault: { type: 'latency', ms: 1200 },
      });
      const struck = await strike(stage, blow);
      stage.check(struck.output, 'the struck apply', BROKEN_PLANS);
      stage.simulator.faults.clear();
      await stage.apply();
      expect(stage.id('opentrain_job.a')).not.toBe(first);
      expect(stage.statuses()).toEqual({ ARCHIVED: 1, OPEN: 1 });
      await stage.expectEmptyPlan();
      expect([...stage.files().keys()].filter((name) => name.startsWith('.otform'))).toEqual([]);
    });

    test('a job that a person closed is still never posted again by itself', async () => {
      stage.write(program('Part one'));
      await stage.apply();
      stage.simulator.human.closeJob(stage.id('opentrain_job.a'));
      stage.write(program('Part two'));
      await stage.apply();
      expect(stage.statuses()).toEqual({ ARCHIVED: 1 });
    });

    test('a destroy that is struck replaces nothing', async () => {
      stage.write(program('Part one'));
      await stage.apply();
      stage.simulator.faults.add({
        method: 'POST',
        path: '/jobs/*/close',
        nth: 1,
        fault: { type: 'latency', ms: 1200 },
      });
      stage.write('');
      await strike(stage, 'terraform');
      stage.simulator.faults.clear();
      stage.write(program('Part one'));
      const { actions } = await stage.plan();
      expect(actions).toEqual({});
    });
  },
);
