import { allDialects, type NamedDialect } from '../../src/simulator/index.ts';

/** Every dialect goes to exactly one of `count` test files, so that they can run side by side. */
export function dialectSlice(file: number, count: number): readonly NamedDialect[] {
  return allDialects().filter((_dialect, at) => at % count === file - 1);
}
