import { expect } from 'vitest';
import { expectGolden } from './golden.ts';
import { normalise } from './normalise.ts';
import { remoteStatuses, requestLines } from './observe.ts';
import { OtformWorld } from './otform-runner.ts';
import { environmentOf, filledIn, type Scenario, type Step } from './scenario.ts';
import { expectNoTokenOnDisk } from './secrets.ts';

/** Runs a scenario through otform in the default dialect and checks everything that each step states. */
export async function checkScenario(scenario: Scenario): Promise<void> {
  const world = await OtformWorld.start(scenario);
  try {
    for (const step of scenario.steps) await checkStep(world, scenario, step);
  } finally {
    await world.stop();
  }
}

async function checkStep(world: OtformWorld, scenario: Scenario, step: Step): Promise<void> {
  const { simulator, project } = world;
  const where = `${scenario.name}/${step.name}`;
  world.begin(step);
  const words = filledIn(step.run, world);
  const env = environmentOf(step, world);
  const before = simulator.log.total;
  const { code, output } = await world.otform(words, env);
  const requests = requestLines(simulator, before);
  const shown = `$ otform ${normalise(words.join(' '), world)}\n${normalise(output, world)}[exit ${code}]\n`;
  const { exit, plan, state, outputs, remote } = step.expect;
  expect(code, `${where}\n${shown}`).toBe(exit);
  if (step.expect.requests !== undefined) expect(requests, where).toEqual(step.expect.requests);
  if (plan !== undefined) expect(await world.planFacts(words, env), where).toEqual(plan);
  if (state !== undefined) expectState(world, state, where);
  if (outputs !== undefined) expect(project.outputs(), where).toEqual(outputs);
  if (remote !== undefined) expect(remoteStatuses(simulator), where).toEqual(remote);
  expectOneJobAnAddress(world, where);
  expectNoTokenOnDisk(project);
  expectGolden(where, shown);
}

function expectState(world: OtformWorld, wanted: NonNullable<Step['expect']['state']>, where: string): void {
  const entries = world.project.state();
  expect(entries.map(({ address }) => address).sort(), where).toEqual(Object.keys(wanted).sort());
  for (const { address, attributes } of entries) {
    expect(attributes, `${where} ${address}`).toMatchObject(wanted[address] ?? {});
  }
}

/** No job stands at two addresses: the invariant that holds after every step. */
function expectOneJobAnAddress({ project }: OtformWorld, where: string): void {
  const ids = project.state().map(({ attributes }) => attributes.id);
  expect(new Set(ids).size, `${where}: a job stands at two addresses`).toBe(ids.length);
}
