import { describe, expect, test } from 'vitest';
import type { FaultSpec } from '../../src/simulator/index.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { type Blow, strike } from './support/interrupted.ts';
import { job, READY, TEXT } from './support/jobs.ts';
import { BROKEN_PLANS, Stage } from './support/stage.ts';
import { useStage } from './support/use-stage.ts';

const scene = useStage();

const latePublish: FaultSpec = {
  method: 'POST',
  path: '/jobs/*/publish',
  nth: 1,
  fault: { type: 'latency', ms: 1200 },
};
const lostCreate: FaultSpec = {
  method: 'POST',
  path: '/job-drafts',
  nth: 1,
  fault: { type: 'stall', when: 'after' },
};

/** A job without a key: nothing but its text and title tells which one it is. */
function plain(name: string, title: string | null, part: string): string {
  const line = title === null ? '' : `job_title = ${JSON.stringify(title)}\n  `;
  return job(name, `${line}source = { text = ${JSON.stringify(`${TEXT} ${part}.`)} }\n  ${READY}`);
}

async function interrupt(blow: Blow, fault: FaultSpec, stage = scene.stage): Promise<void> {
  stage.simulator.faults.add(fault);
  const struck = await strike(stage, blow);
  stage.check(struck.output, 'the struck apply', BROKEN_PLANS);
  expect(struck.code).not.toBe(0);
  stage.simulator.faults.clear();
}

/** One job that a killed run published and no state holds; answers its ID. */
async function publishAndForget(title: string | null, stage = scene.stage): Promise<string> {
  stage.write(plain('a', title, 'Part one'));
  await interrupt('terraform', latePublish, stage);
  // The orphaned provider ends its call; the next run waits for it.
  const [lost, ...more] = stage.simulator.dump().jobs;
  expect(more).toEqual([]);
  return lost?.id ?? '';
}

describe.skipIf(!hasTerraform || process.platform !== 'linux')(
  `a job without a key, interrupted and then edited${SUITE_NOTE}`,
  () => {
    test('the same title: taken over with a warning, never posted twice', async () => {
      const lost = await publishAndForget('Label images');
      scene.stage.write(plain('a', 'Label images', 'Part two'));
      expect(await scene.stage.apply()).toContain('Draft Was Made From An Earlier Text');
      expect(scene.stage.id('opentrain_job.a')).toBe(lost);
      expect(scene.stage.statuses()).toEqual({ OPEN: 1 });
      await scene.stage.expectEmptyPlan();
    });

    test.each<[name: string, before: string | null, after: string | null]>([
      ['another title', 'Label images', 'Label pictures'],
      ['no declared title', null, null],
    ])(
      '%s: nothing is created until somebody decides, and an import settles it',
      async (_name, before, after) => {
        const lost = await publishAndForget(before);
        scene.stage.write(plain('a', after, 'Part two'));
        const refused = await scene.stage.terraform(['apply', '-auto-approve', '-no-color']);
        expect(refused.code).toBe(1);
        expect(refused.output).toContain('Live Job of an Interrupted Run');
        expect(refused.output).toContain(lost);
        expect(scene.stage.statuses()).toEqual({ OPEN: 1 });
        await scene.stage.must(['import', '-no-color', 'opentrain_job.a', lost]);
        await scene.stage.apply();
        expect(scene.stage.id('opentrain_job.a')).toBe(lost);
        expect(scene.stage.statuses()).toEqual({ OPEN: 1 });
        await scene.stage.expectEmptyPlan();
        expect([...scene.stage.files().keys()].filter((name) => name.startsWith('.otform'))).toEqual([]);
      },
    );

    test('a lost job that was closed in the app is no obstacle', async () => {
      const lost = await publishAndForget('Label images');
      scene.stage.write(plain('a', 'Label pictures', 'Part two'));
      expect((await scene.stage.terraform(['apply', '-auto-approve', '-no-color'])).code).toBe(1);
      scene.stage.simulator.human.closeJob(lost);
      await scene.stage.apply();
      expect(scene.stage.statuses()).toEqual({ ARCHIVED: 1, OPEN: 1 });
    });

    test('other new jobs are made as usual while the lost one has its own create', {
      timeout: 60_000,
    }, async () => {
      const lost = await publishAndForget('Label images');
      const others = Array.from({ length: 14 }, (_, index) => plain(`b${index}`, null, `Batch ${index}`));
      scene.stage.write([...others, plain('a', 'Label images', 'Part one')].join(''));
      await scene.stage.apply();
      expect(scene.stage.id('opentrain_job.a')).toBe(lost);
      expect(scene.stage.statuses()).toEqual({ OPEN: 15 });
      await scene.stage.expectEmptyPlan();
    });

    test('a lost job that no list shows yet is no less public', async () => {
      const stage = await Stage.start(scene.plugins, { dialect: { listingLagMs: 600_000 } });
      try {
        const lost = await publishAndForget(null, stage);
        stage.write(plain('a', null, 'Part two'));
        const { code, output } = await stage.terraform(['apply', '-auto-approve', '-no-color']);
        expect(code).toBe(1);
        expect(output).toContain(`${lost} (not listed yet)`);
        expect(stage.simulator.dump().jobs).toHaveLength(1);
      } finally {
        await stage.stop();
      }
    });

    test('a lost draft is not public: it is named, and the edited job is posted', async () => {
      scene.stage.write(plain('a', 'Label images', 'Part one'));
      await interrupt('both', lostCreate);
      scene.stage.write(plain('a', 'Label pictures', 'Part two'));
      const { diagnostics } = await scene.stage.plan();
      expect(diagnostics).toContain('warning: Interrupted Create Not Settled Yet');
      await scene.stage.apply();
      expect(scene.stage.statuses()).toEqual({ DRAFT: 1, OPEN: 1 });
    });
  },
);
