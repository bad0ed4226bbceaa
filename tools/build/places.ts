import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository, and where the build goes. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const DIST = join(ROOT, 'dist');

/** Absolute path of a source file. */
export function source(path: string): string {
  return join(ROOT, 'src', path);
}

/** True when the source file exists. */
export function hasSource(path: string): boolean {
  return existsSync(source(path));
}
