import { allDialects, type NamedDialect } from '../../src/simulator/index.ts';
import { ALL } from './cases/index.ts';
import type { Scenario } from './scenario.ts';

/** The life of a job, which every dialect touches somewhere. */
const ALWAYS = new Set([
  'quickstart',
  'missing-fields',
  'blocked-at-live-edit',
  'lost-create-answer',
  'closed-outside',
]);
const ROTATION = 6;

/**
 * The dialects of one of `count` test files, each with its scenarios. The whole product takes minutes: `OTFORM_LONG=1`
 * runs it; otherwise each dialect takes the life of a job and every sixth of the other scenarios, in turn.
 */
export function dialectSlice(
  file: number,
  count: number,
): readonly { readonly dialect: NamedDialect; readonly scenarios: readonly Scenario[] }[] {
  const isLong = process.env.OTFORM_LONG === '1';
  return allDialects().flatMap((dialect, at) => {
    if (at % count !== file - 1) return [];
    const turn = Math.floor(at / count);
    const scenarios = ALL.filter(
      (scenario, index) => isLong || ALWAYS.has(scenario.name) || (index + turn) % ROTATION === 0,
    );
    return [{ dialect, scenarios }];
  });
}

/** Every so many dialects, starting with one that the seed tells, each with one scenario that Terraform can run too. */
const TERRAFORM_STRIDE = 6;

/**
 * What runs under the real terraform, where one scenario takes seconds: a sixth of the dialects with one scenario each,
 * another sixth and other scenarios by another seed. `OTFORM_LONG=1`: the life of a job in every dialect.
 */
export function terraformSlice(
  seed: number,
): readonly { readonly dialect: NamedDialect; readonly scenario: Scenario }[] {
  const runnable = ALL.filter(
    ({ converges, steps }) =>
      converges !== undefined && steps.every(({ terraform }) => terraform !== 'left out'),
  );
  return allDialects().flatMap((dialect, at) => {
    if (process.env.OTFORM_LONG === '1') {
      const life = runnable.filter(({ name }) => ALWAYS.has(name));
      return life.map((scenario) => ({ dialect, scenario }));
    }
    const scenario = runnable[(seed + at) % runnable.length];
    return (seed + at) % TERRAFORM_STRIDE === 0 && scenario !== undefined ? [{ dialect, scenario }] : [];
  });
}
