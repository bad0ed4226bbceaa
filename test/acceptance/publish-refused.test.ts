import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/index.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job, SOURCE } from './support/jobs.ts';
import { PluginFolder, Stage } from './support/stage.ts';

let plugins: PluginFolder;
let stage: Stage;
const DAY_MS = 24 * 60 * 60 * 1000;

interface Refusal {
  readonly name: string;
  readonly options?: SimulatorOptions;
  readonly program: string;
  readonly warning: RegExp;
  /** Makes the publish possible. */
  readonly cure: () => string;
}

const refusals: readonly Refusal[] = [
  {
    name: 'missing fields',
    program: job('a', SOURCE),
    warning: /Missing For Publishing/,
    cure: () => job('a', complete('One')),
  },
  {
    name: 'moderation',
    program: job('a', complete('Contact me on Telegram')),
    warning: /Publish Blocked By Moderation/,
    cure: () => job('a', complete('One')),
  },
  {
    name: 'the quota of the day',
    options: { publishQuota: 1, clock: 'virtual', startTime: Date.now() },
    program: job('first', complete('Zero')) + job('a', complete('One', 'depends_on = [opentrain_job.first]')),
    warning: /Daily Publish Limit Reached/,
    cure: () => {
      stage.simulator.clock.advance(DAY_MS + 1000);
      return refusals[2]?.program ?? '';
    },
  },
  {
    name: 'a server error that outlasts every retry',
    program: job('a', complete('One')),
    warning: /shown as a warning although it is an error/,
    cure: () => {
      stage.simulator.faults.clear();
      return job('a', complete('One'));
    },
  },
];

describe.skipIf(!hasTerraform)(`a publish refused at create${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugins = await PluginFolder.make();
  });
  afterEach(() => stage.stop());
  afterAll(() => plugins.dispose());

  test.each(refusals)(
    '$name: warned, not tainted, published by the next apply, never posted again',
    async ({ name, options, program, warning, cure }) => {
      stage = await Stage.start(plugins, options);
      if (name.startsWith('a server error')) {
        stage.simulator.faults.add({
          method: 'POST',
          path: '/jobs/*/publish',
          count: null,
          fault: { type: 'status', status: 400, code: 'odd', message: 'An odd refusal.' },
        });
      }
      stage.write(program);
      const output = await stage.apply();
      expect(output).toMatch(/Warning: /);
      expect(output.replace(/\n│? */g, ' ')).toMatch(warning);
      const made = stage.instance('opentrain_job.a');
      expect(made).toMatchObject({ tainted: false, attributes: { status: 'DRAFT' } });

      expect((await stage.plan()).actions).toEqual({ 'opentrain_job.a': 'update' });
      stage.write(cure());
      const next = await stage.plan();
      expect(next.actions).toEqual({ 'opentrain_job.a': 'update' });
      await stage.apply();
      expect(stage.instance('opentrain_job.a')).toMatchObject({
        tainted: false,
        attributes: { id: made.attributes.id, status: 'OPEN' },
      });
      expect(stage.statuses().DRAFT).toBeUndefined();
      expect(stage.requests().filter((line) => line === 'POST /job-drafts')).toHaveLength(
        stage.simulator.dump().jobs.length,
      );
      await stage.expectEmptyPlan();
    },
  );
});
