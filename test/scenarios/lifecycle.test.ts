import { describe, it } from 'vitest';
import { LIFECYCLE } from './cases/lifecycle.ts';
import { checkScenario } from './check-scenario.ts';

describe('otform, lifecycle', () => {
  it.each(LIFECYCLE.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) =>
    checkScenario(scenario),
  );
});
