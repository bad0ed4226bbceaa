import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ROOT } from '../package/consumer.ts';
import { canRelease, RELEASE_NOTE } from './conditions.ts';

const isLong = process.env.OTFORM_LONG === '1';
const note = isLong ? RELEASE_NOTE : ' (SKIPPED: takes minutes; set OTFORM_LONG=1)';
const folder = mkdtempSync(join(tmpdir(), 'release-twice-'));

/** A checkout of its own: what git tracks, as it stands here, and its own copy of the dependencies. */
function checkout(name: string): string {
  const target = join(folder, name);
  const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: ROOT, encoding: 'utf8' }).split('\0');
  for (const file of tracked.filter((path) => path !== '')) cpSync(join(ROOT, file), join(target, file));
  execFileSync('cp', ['-a', join(ROOT, 'node_modules'), target]);
  return target;
}

function runRelease(root: string): Record<string, Buffer> {
  execFileSync('npm', ['run', '-s', 'release'], { cwd: root, stdio: 'pipe' });
  const out = join(root, 'release');
  return Object.fromEntries(readdirSync(out).map((name) => [name, readFileSync(join(out, name))]));
}

describe.skipIf(!canRelease || !isLong)(`npm run release${note}`, () => {
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('gives the same bytes for every machine in checkouts of different names', { timeout: 900_000 }, () => {
    const first = runRelease(checkout('one'));
    const second = runRelease(checkout('another-place'));
    const zips = Object.keys(first).filter((name) => name.endsWith('.zip'));
    expect(zips.map((name) => /_(linux_\w+)\.zip$/.exec(name)?.[1])).toEqual(['linux_amd64', 'linux_arm64']);
    expect(Object.keys(second)).toEqual(Object.keys(first));
    for (const [name, bytes] of Object.entries(first)) {
      expect(second[name]?.equals(bytes), name).toBe(true);
    }
  });
});
