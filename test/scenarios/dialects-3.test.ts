import { describe, it } from 'vitest';
import { ALL } from './cases/index.ts';
import { expectConvergence } from './converge.ts';
import { dialectSlice } from './dialect-slice.ts';

describe.each(dialectSlice(3, 3).map((dialect) => [dialect.name, dialect] as const))(
  'dialect %s',
  (_name, dialect) => {
    it('every scenario converges', async () => {
      for (const scenario of ALL) await expectConvergence(scenario, dialect);
    });
  },
);
