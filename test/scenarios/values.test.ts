import { describe, it } from 'vitest';
import { VALUES } from './cases/values.ts';
import { checkScenario } from './check-scenario.ts';

describe('otform, values', () => {
  it.each(VALUES.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) =>
    checkScenario(scenario),
  );
});
