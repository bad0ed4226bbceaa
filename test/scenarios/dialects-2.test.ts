import { describe, it } from 'vitest';
import { expectConvergence } from './converge.ts';
import { dialectSlice } from './dialect-slice.ts';

describe('the scenarios converge in dialect', () => {
  it.each(dialectSlice(2, 3).map((slice) => [slice.dialect.name, slice] as const))(
    '%s',
    async (_name, { dialect, scenarios }) => {
      for (const scenario of scenarios) await expectConvergence(scenario, dialect);
    },
  );
});
