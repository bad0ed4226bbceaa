import { afterEach, expect, it } from 'vitest';
import { presentDiagnostic } from '../../src/provider/diagnostics.ts';
import { Simulator } from '../../src/simulator/index.ts';
import { jobConfig, NOTHING, QUICKSTART_TEXT, Run } from './job-harness.ts';

let simulator: Simulator;
afterEach(() => simulator.stop());

it('says of a draft that was closed between plan and apply what it is now, and what to run here', async () => {
  simulator = await Simulator.start();
  const draft = { source: { text: QUICKSTART_TEXT }, publish: false };
  const known = await (await Run.start(simulator)).apply(NOTHING, jobConfig(draft));
  const run = await Run.start(simulator);
  const config = jobConfig({ ...draft, job_title: 'Two' });
  const plan = await run.plan(known, config);
  simulator.human.closeJob(String(known.state?.id));
  const after = await run.send(known, plan.planned, plan.plannedPrivate, config, 'opentrain_job.a');
  expect(after.state?.job_title).toBe(known.state?.job_title);
  const [problem] = run.diagnostics;
  if (problem === undefined) throw new Error('no diagnostic');
  const { detail } = presentDiagnostic(problem, { command: 'terraform', address: null });
  expect(detail).toContain('it is ARCHIVED and has to be DRAFT');
  expect(detail).toContain('is no longer a draft, so its fields jobTitle were not changed');
  expect(detail).toContain('Run `terraform plan`');
  expect(detail).not.toContain('`otform');
});
