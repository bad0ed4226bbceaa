import { describe, it } from 'vitest';
import { ADDRESSES } from './cases/addresses.ts';
import { checkScenario } from './check-scenario.ts';

describe('otform, addresses', () => {
  it.each(ADDRESSES.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) =>
    checkScenario(scenario),
  );
});
