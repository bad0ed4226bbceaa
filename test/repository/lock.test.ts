import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Locked {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly inBundle?: boolean;
}

function readJson<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
}

const packages = readJson<{ packages: Record<string, Locked> }>('package-lock.json').packages;

/** Where Node would find a package from another: the nearest node_modules up the tree. */
function isLocked(from: string, name: string): boolean {
  let folder = from;
  for (;;) {
    if (packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')));
    if (!folder.includes('node_modules/')) folder = '';
  }
}

test('the lock file names every package for every platform, so that `npm ci` accepts it', () => {
  const missing: string[] = [];
  for (const [folder, locked] of Object.entries(packages)) {
    if (locked.inBundle === true) continue;
    const names = [locked.dependencies, locked.optionalDependencies].flatMap((group) =>
      Object.keys(group ?? {}),
    );
    for (const name of names) if (!isLocked(folder, name)) missing.push(`${name} of ${folder}`);
  }
  expect(missing).toEqual([]);
});

test('the lock file agrees with package.json', () => {
  const manifest = readJson<Locked>('package.json');
  const root = packages[''];
  expect(root?.dependencies).toEqual(manifest.dependencies);
  expect(root?.devDependencies).toEqual(manifest.devDependencies);
});
