import { Construct } from 'constructs';
import { expect, test } from 'vitest';
import { Job } from '../../src/constructs/index.ts';
import { pathIdentity } from '../../src/constructs/job-identity.ts';
import { newStack, synthError } from './synthesised.ts';

const LONG = `app/${'long-part/'.repeat(10)}job`;

const CASES: readonly (readonly [string, string, string | RegExp])[] = [
  ['a plain path', 'app/labels', 'app.labels'],
  ['a nested path', 'app/team_1/labels', 'app.team_1.labels'],
  ['dots', 'app/a.b', /^app\.a\.b-[0-9a-f]{12}$/],
  ['spaces and umlauts', 'app/größe 1', /^app\.gr-e-1-[0-9a-f]{12}$/],
  ['a long path', LONG, /^app\.long-part\..*-[0-9a-f]{12}$/],
];

test.each(CASES)('%s becomes a safe name', (_name, path, expected) => {
  const identity = pathIdentity(path);
  expect(identity).toMatch(expected);
  expect(identity.length).toBeLessThanOrEqual(64);
  expect(pathIdentity(path)).toBe(identity);
});

test.each([
  ['a dot and a slash', 'app/a.b/c', 'app/a/b.c'],
  ['a dot and a plain path', 'app/a.b', 'app/a/b'],
  ['two characters that both are replaced', 'app/a b', 'app/a&b'],
  ['two long paths with one beginning', `${LONG}1`, `${LONG}2`],
])('paths that differ by %s have different names', (_name, one, other) => {
  expect(pathIdentity(one)).not.toBe(pathIdentity(other));
});

/** Pinned: another algorithm would rename every job that was created without a key of its own. */
test('the algorithm stays as it is', () => {
  expect(pathIdentity('app/a.b')).toBe('app.a.b-1505cef3b654');
  expect(pathIdentity(LONG)).toBe('app.long-part.long-part.long-part.long-part.long-pa-771428be6bab');
});

test('jobs of one name in different scopes have different keys', () => {
  const stack = newStack();
  const jobs = ['north', 'south'].map((name) => new Job(new Construct(stack, name), 'labels'));
  expect(jobs.map((job) => job.idempotencyKeyInput)).toEqual(['app.north.labels', 'app.south.labels']);
  expect(synthError(stack)).toBe('');
});
