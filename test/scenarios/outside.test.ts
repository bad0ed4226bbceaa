import { describe, it } from 'vitest';
import { OUTSIDE } from './cases/outside.ts';
import { checkScenario } from './check-scenario.ts';

describe('otform, outside', () => {
  it.each(OUTSIDE.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) =>
    checkScenario(scenario),
  );
});
