import { expect } from 'vitest';
import type { NamedDialect } from '../../src/simulator/index.ts';
import { OtformWorld } from './otform-runner.ts';
import { environmentOf, filledIn, type Scenario } from './scenario.ts';
import { expectNoTokenOnDisk } from './secrets.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Applies until nothing is left to do; more than this is no convergence. */
const ROUNDS = 4;

/**
 * Runs a scenario's steps in one dialect, whatever each of them comes to, and then applies until the plan is empty.
 * What must hold then is the same in every dialect: the final statuses, and exactly one live job for each address.
 */
export async function expectConvergence(scenario: Scenario, { name, dialect }: NamedDialect): Promise<void> {
  const { converges } = scenario;
  if (converges === undefined) return;
  const where = `${scenario.name} in dialect ${name}`;
  const world = await OtformWorld.start(scenario, dialect);
  try {
    let flags: readonly string[] = [];
    let env: Readonly<Record<string, string>> = {};
    for (const step of scenario.steps) {
      world.begin(step);
      env = environmentOf(step, world);
      flags = step.run.filter((word) => word.startsWith('-var'));
      // Plans write nothing, so they cannot make a dialect diverge; what they show is the default dialect's matter.
      if (step.run[0] === 'plan' && !step.run.some((word) => word.startsWith('-out='))) continue;
      await world.otform(filledIn(step.run, world), env);
      passTime(world);
    }
    const output = await settle(world, [...(converges.flags ?? flags)]);
    expect(output, where).toBe('');
    expectOutcome(world, scenario, where);
    expectNoTokenOnDisk(world.project);
  } finally {
    await world.stop();
  }
}

/** Lists catch up, and people let through what moderation holds. */
function passTime({ simulator }: OtformWorld): void {
  simulator.clock.advance(MINUTE);
  for (const job of simulator.dump().jobs) {
    if (job.status === 'PENDING_APPROVAL') simulator.human.setStatus(job.id, 'OPEN');
  }
}

/** Applies until the plan is empty. The answer is the last plan's text when it never was. */
async function settle(world: OtformWorld, flags: readonly string[]): Promise<string> {
  for (let round = 0; ; round += 1) {
    const { code, output } = await world.otform(['plan', '-detailed-exitcode', ...flags]);
    if (code === 0) return '';
    if (round === ROUNDS) return output;
    if (round > 0) world.simulator.clock.advance(DAY);
    await world.otform(['apply', '-auto-approve', ...flags]);
    passTime(world);
  }
}

function expectOutcome({ project, simulator }: OtformWorld, scenario: Scenario, where: string): void {
  const jobs = new Map(simulator.dump().jobs.map((job) => [job.id, job]));
  const statuses: Record<string, string> = {};
  const wanted: Record<string, string> = {};
  for (const { address, attributes, deposed } of project.state()) {
    expect(deposed, where).toBeNull();
    statuses[address] = String(jobs.get(String(attributes.id))?.status);
    wanted[address] = scenario.converges?.statuses?.[address] ?? 'OPEN';
  }
  expect(statuses, where).toEqual(wanted);
  const ids = new Set(project.state().map(({ attributes }) => attributes.id));
  expect(ids.size, `${where}: a job stands at two addresses`).toBe(project.state().length);
  const strays = [...jobs.values()].filter((job) => !ids.has(job.id) && job.status !== 'ARCHIVED');
  const { strays: allowed = 0 } = scenario.converges ?? {};
  const count = typeof allowed === 'number' ? allowed : allowed(simulator.dialect);
  expect(
    strays.map((job) => `${job.id} ${job.status}`),
    `${where}: jobs without an address`,
  ).toHaveLength(count);
}
