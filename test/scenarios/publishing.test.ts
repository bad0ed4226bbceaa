import { describe, it } from 'vitest';
import { PUBLISHING } from './cases/publishing.ts';
import { checkScenario } from './check-scenario.ts';

describe('otform, publishing', () => {
  it.each(PUBLISHING.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) =>
    checkScenario(scenario),
  );
});
