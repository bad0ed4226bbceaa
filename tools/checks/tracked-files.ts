import { execFileSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../build/places.ts';

/** A text file of the repository; `path` is relative to its root, with forward slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const BINARY = /\.(png|ico|gz|zip|tgz|woff2?)$/;

/** Text files that are tracked, or would be if they were added: what a stranger gets with a clone. */
export async function trackedFiles(): Promise<SourceFile[]> {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const paths = listed
    .split('\0')
    .filter((path) => path !== '' && !BINARY.test(path))
    .filter((path) => existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isFile());
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(ROOT, path), 'utf8') })));
}
