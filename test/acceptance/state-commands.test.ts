import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job, READY, SOURCE } from './support/jobs.ts';
import { PluginFolder, Stage } from './support/stage.ts';

let plugins: PluginFolder;
let stage: Stage;

const drafts = () => stage.requests().filter((line) => line === 'POST /job-drafts').length;

describe.skipIf(!hasTerraform)(`commands on state and plans under terraform${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugins = await PluginFolder.make();
  });
  beforeEach(async () => {
    stage = await Stage.start(plugins, { clock: 'virtual', startTime: Date.now() });
  });
  afterEach(() => stage.stop());
  afterAll(() => plugins.dispose());

  test('commands on the state: taint, untaint, -replace, mv, rm, and a refresh alone', async () => {
    stage.write(job('a', `${SOURCE}\n  ${READY}`) + job('b', complete('Two')));
    await stage.apply();
    const [a, b] = [stage.id('opentrain_job.a'), stage.id('opentrain_job.b')];
    await stage.must(['taint', 'opentrain_job.a']);
    expect((await stage.plan()).actions).toEqual({ 'opentrain_job.a': 'replace' });
    await stage.must(['untaint', 'opentrain_job.a']);
    await stage.expectEmptyPlan();
    await stage.must(['taint', 'opentrain_job.a']);
    await stage.apply('-replace=opentrain_job.b');
    await stage.expectEmptyPlan();
    expect(stage.statuses()).toEqual({ ARCHIVED: 2, OPEN: 2 });
    expect([stage.id('opentrain_job.a'), stage.id('opentrain_job.b')]).not.toEqual(
      expect.arrayContaining([a]),
    );
    expect(stage.id('opentrain_job.b')).not.toBe(b);

    await stage.must(['state', 'mv', 'opentrain_job.b', 'opentrain_job.c']);
    stage.write(job('a', `${SOURCE}\n  ${READY}`) + job('c', complete('Two')));
    await stage.expectEmptyPlan();
    // A change right after our own write could be that write, as far as the list tells.
    stage.simulator.clock.advance(60_000);
    stage.simulator.human.editDraft(stage.id('opentrain_job.c'), { jobTitle: 'By hand' });
    expect(await stage.apply('-refresh-only')).toContain('Apply complete');
    expect(stage.instance('opentrain_job.c').attributes.job_title).toBe('By hand');
    expect((await stage.plan()).actions).toEqual({ 'opentrain_job.c': 'update' });

    await stage.must(['state', 'rm', 'opentrain_job.c']);
    stage.write(job('a', `${SOURCE}\n  ${READY}`));
    await stage.expectEmptyPlan();
    expect(stage.statuses()).toEqual({ ARCHIVED: 2, OPEN: 2 });
  });

  test('a saved plan is applied as it is, once', async () => {
    stage.write(job('a', complete('One')));
    await stage.must(['plan', '-out=plan.bin', '-no-color']);
    await stage.must(['apply', '-no-color', 'plan.bin']);
    await stage.expectEmptyPlan();
    const again = await stage.terraform(['apply', '-no-color', 'plan.bin']);
    expect(again.output).toContain('Saved plan is stale');
    expect(drafts()).toBe(1);
    await stage.must(['plan', '-destroy', '-out=destroy.bin', '-no-color']);
    await stage.must(['apply', '-no-color', 'destroy.bin']);
    expect(stage.statuses()).toEqual({ ARCHIVED: 1 });
  });
});
