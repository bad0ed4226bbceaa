import { expect } from 'vitest';
import type { NamedDialect } from '../../src/simulator/index.ts';
import { OtformWorld } from './otform-runner.ts';
import { environmentOf, filledIn, type Scenario, type Step, type World } from './scenario.ts';
import { expectNoTokenOnDisk } from './secrets.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Applies until nothing is left to do; more than this is no convergence. */
const ROUNDS = 4;

/** A world with an engine in it. */
export interface ConvergingWorld extends World {
  begin(step: Step): void;
  /** One command line of the engine. */
  command(
    words: readonly string[],
    env?: Readonly<Record<string, string>>,
  ): Promise<{ readonly code: number; readonly output: string }>;
  stop(): Promise<void>;
}

/** Words of a step for one engine; null where that engine has no part in it. */
export type WordsOf = (step: Step) => readonly string[] | null;

/** As `expectConvergenceIn`, with the embedded engine. */
export async function expectConvergence(scenario: Scenario, dialect: NamedDialect): Promise<void> {
  if (scenario.converges === undefined) return;
  const world = await OtformWorld.start(scenario, dialect.dialect);
  await expectConvergenceIn(world, scenario, dialect.name, (step) => step.run);
}

/**
 * Runs a scenario's steps, whatever each of them comes to, and then applies until the plan is empty. What must hold
 * then is the same in every dialect: the final statuses, and exactly one live job for each address. Ends the world.
 */
export async function expectConvergenceIn(
  world: ConvergingWorld,
  scenario: Scenario,
  dialect: string,
  wordsOf: WordsOf,
): Promise<void> {
  const { converges } = scenario;
  const where = `${scenario.name} in dialect ${dialect}`;
  try {
    let flags: readonly string[] = [];
    let env: Readonly<Record<string, string>> = {};
    for (const step of scenario.steps) {
      world.begin(step);
      env = environmentOf(step, world);
      const words = wordsOf(step);
      if (words === null) continue;
      flags = words.filter((word) => word.startsWith('-var'));
      // Plans write nothing, so they cannot make a dialect diverge; what they show is the default dialect's matter.
      if (words[0] === 'plan' && !words.some((word) => word.startsWith('-out='))) continue;
      await world.command(filledIn(words, world), env);
      passTime(world);
    }
    const output = await settle(world, [...(converges?.flags ?? flags)]);
    expect(output, where).toBe('');
    expectOutcome(world, scenario, where);
    expectNoTokenOnDisk(world.project);
  } finally {
    await world.stop();
  }
}

/** Lists catch up, and people let through what moderation holds. */
function passTime({ simulator }: World): void {
  simulator.clock.advance(MINUTE);
  for (const job of simulator.dump().jobs) {
    if (job.status === 'PENDING_APPROVAL') simulator.human.setStatus(job.id, 'OPEN');
  }
}

/** Applies until the plan is empty. The answer is the last plan's text when it never was. */
async function settle(world: ConvergingWorld, flags: readonly string[]): Promise<string> {
  for (let round = 0; ; round += 1) {
    const { code, output } = await world.command(['plan', '-detailed-exitcode', ...flags]);
    if (code === 0) return '';
    if (round === ROUNDS) return output;
    if (round > 0) world.simulator.clock.advance(DAY);
    await world.command(['apply', '-auto-approve', ...flags]);
    passTime(world);
  }
}

function expectOutcome({ project, simulator }: World, scenario: Scenario, where: string): void {
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
