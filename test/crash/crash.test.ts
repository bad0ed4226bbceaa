import { afterAll, beforeAll, expect, test } from 'vitest';
// Points register themselves when their modules load: the engine's and, through it, those of the state.
import '../../src/engine/index.ts';
import { allFailPoints } from '../../src/state/index.ts';
import { type CrashCase, type CrashResult, runCase } from './crash-case.ts';
import { crashCases, describeResult, REQUESTS_OF_CHANGE } from './crash-table.ts';
import { CrashWorld } from './crash-world.ts';

const IS_LONG = process.env.OTFORM_LONG === '1';
const LANES = 2;
const TIMEOUT_MS = IS_LONG ? 3_600_000 : 600_000;

let world: CrashWorld;

beforeAll(async () => {
  world = await CrashWorld.start();
});

afterAll(() => world.stop());

async function runAll(cases: readonly CrashCase[]): Promise<readonly CrashResult[]> {
  const results: CrashResult[] = [];
  const left = cases.entries();
  const lane = async () => {
    for (const [index, crash] of left) results[index] = await runCase(world, crash);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}

test(
  'a run that is killed anywhere is finished by the next one: nothing twice, nothing lost',
  async () => {
    const points = allFailPoints();
    const results = await runAll(crashCases(points, IS_LONG));
    process.stderr.write(`${results.map(describeResult).join('\n')}\n`);
    const failed = results.filter(({ problems }) => problems.length > 0);
    expect(failed.map((result) => [describeResult(result), ...result.problems].join('\n'))).toEqual([]);
    const hit = new Set(
      results.flatMap(({ case: { kill }, wasKilled }) => ('point' in kill && wasKilled ? [kill.point] : [])),
    );
    expect(points.filter((point) => !hit.has(point))).toEqual([]);
    const atRequests = results.filter(({ case: { kill } }) => 'request' in kill);
    expect(atRequests.filter(({ wasKilled }) => !wasKilled).map(describeResult)).toEqual([]);
  },
  TIMEOUT_MS,
);

test('the change sends as many requests as there are places to kill it at', async () => {
  const never = { request: REQUESTS_OF_CHANGE + 1, phase: 'before' } as const;
  const result = await runCase(world, { setting: 'change', kill: never, next: 'same', serial: true });
  expect(result.problems).toEqual([]);
  expect(result.wasKilled).toBe(false);
  expect(result.requests).toHaveLength(REQUESTS_OF_CHANGE);
});
