import { expect } from 'vitest';
import { remoteStatuses, stateFacts } from './observe.ts';
import { OtformWorld } from './otform-runner.ts';
import { environmentOf, filledIn, type Scenario, type Step, type World } from './scenario.ts';
import { expectNoTokenOnDisk } from './secrets.ts';
import { asTerraform, type InstalledPlugin, TerraformWorld } from './terraform-runner.ts';

/** What a step came to, in words that do not depend on the engine. */
interface Outcome {
  readonly step: string;
  readonly isError: boolean;
  readonly plan?: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, unknown>>;
}

/** Runs a scenario through both engines, each in a world of its own, and compares what every step came to. */
export async function compareEngines(plugin: InstalledPlugin, scenario: Scenario): Promise<void> {
  const byOtform = await runOtform(scenario);
  const byTerraform = await runTerraform(plugin, scenario);
  expect(byTerraform).toEqual(byOtform);
}

async function runOtform(scenario: Scenario): Promise<readonly Outcome[]> {
  const world = await OtformWorld.start(scenario);
  const outcomes: Outcome[] = [];
  try {
    for (const step of scenario.steps) {
      world.begin(step);
      const words = filledIn(step.run, world);
      const env = environmentOf(step, world);
      const { code } = await world.otform(words, env);
      if (step.terraform === 'left out') continue;
      const isError = code === 1;
      const plan = isPlan(step) && !isError ? { plan: await world.planFacts(words, env) } : {};
      outcomes.push({ step: step.name, isError, ...plan, state: stateOf(scenario, world) });
    }
    return outcomes;
  } finally {
    await world.stop();
  }
}

async function runTerraform(plugin: InstalledPlugin, scenario: Scenario): Promise<readonly Outcome[]> {
  const world = await TerraformWorld.start(plugin, scenario);
  const outcomes: Outcome[] = [];
  try {
    for (const step of scenario.steps) {
      world.begin(step);
      if (step.terraform === 'left out') continue;
      const words = filledIn(step.terraform ?? step.run, world);
      const env = environmentOf(step, world);
      if (isPlan(step)) {
        const { result, facts } = await world.plan(words, env);
        const plan = facts === null ? {} : { plan: facts };
        outcomes.push({
          step: step.name,
          isError: result.code === 1,
          ...plan,
          state: stateOf(scenario, world),
        });
      } else {
        const { code } = await world.terraform(asTerraform(words), env);
        const state = stateOf(scenario, world);
        outcomes.push({ step: step.name, isError: code === 1, state });
      }
      world.expectRulesKept();
      expectNoTokenOnDisk(world.project);
    }
    return outcomes;
  } finally {
    await world.stop();
  }
}

function stateOf(scenario: Scenario, { project, simulator }: World): Readonly<Record<string, unknown>> {
  return scenario.isRace === true ? remoteStatuses(simulator) : stateFacts(project, simulator);
}

function isPlan(step: Step): boolean {
  return step.run[0] === 'plan';
}
