import { describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { type Blow, strike } from './support/interrupted.ts';
import { job, READY, TEXT } from './support/jobs.ts';
import { BROKEN_PLANS } from './support/stage.ts';
import { useStage } from './support/use-stage.ts';

const scene = useStage();

function program(part: string, more = ''): string {
  const source = `source = { text = ${JSON.stringify(`${TEXT} ${part}.`)} }`;
  return job('a', `job_title = "Label images"\n  ${source}\n  ${READY}\n  ${more}`);
}

const KEY = 'idempotency_key = "jobs.a"';

describe.skipIf(!hasTerraform || process.platform !== 'linux')(
  `a replacement that is struck${SUITE_NOTE}`,
  () => {
    test.each<[blow: Blow, request: 'close' | 'create', more: string]>([
      ['terraform', 'close', ''],
      ['both', 'close', KEY],
      ['^C twice', 'close', KEY],
      ['both', 'create', KEY],
      ['terraform', 'create', ''],
    ])('%s, while the %s is under way, %s', async (blow, request, more) => {
      scene.stage.write(program('Part one', more));
      await scene.stage.apply();
      const first = scene.stage.id('opentrain_job.a');
      scene.stage.write(program('Part two', more));
      scene.stage.simulator.faults.add({
        method: 'POST',
        path: request === 'close' ? '/jobs/*/close' : '/job-drafts',
        nth: 1,
        fault: { type: 'latency', ms: 1200 },
      });
      const struck = await strike(scene.stage, blow);
      scene.stage.check(struck.output, 'the struck apply', BROKEN_PLANS);
      scene.stage.simulator.faults.clear();
      await scene.stage.apply();
      expect(scene.stage.id('opentrain_job.a')).not.toBe(first);
      expect(scene.stage.statuses()).toEqual({ ARCHIVED: 1, OPEN: 1 });
      await scene.stage.expectEmptyPlan();
      expect([...scene.stage.files().keys()].filter((name) => name.startsWith('.otform'))).toEqual([]);
    });

    test('a job that a person closed is still never posted again by itself', async () => {
      scene.stage.write(program('Part one'));
      await scene.stage.apply();
      scene.stage.simulator.human.closeJob(scene.stage.id('opentrain_job.a'));
      scene.stage.write(program('Part two'));
      await scene.stage.apply();
      expect(scene.stage.statuses()).toEqual({ ARCHIVED: 1 });
    });

    test('a destroy that is struck replaces nothing', async () => {
      scene.stage.write(program('Part one'));
      await scene.stage.apply();
      scene.stage.simulator.faults.add({
        method: 'POST',
        path: '/jobs/*/close',
        nth: 1,
        fault: { type: 'latency', ms: 1200 },
      });
      scene.stage.write('');
      await strike(scene.stage, 'terraform');
      scene.stage.simulator.faults.clear();
      scene.stage.write(program('Part one'));
      const { actions } = await scene.stage.plan();
      expect(actions).toEqual({});
    });
  },
);
