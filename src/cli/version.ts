import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

let cached: string | undefined;

/** Folder of this package: two above src/cli, and two above dist/cli. */
export function packageRoot(): string {
  return fileURLToPath(new URL('../../', import.meta.url));
}

/** Version of this package. */
export function otformVersion(): string {
  if (cached === undefined) {
    const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8');
    const parsed: unknown = JSON.parse(text);
    const version =
      typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : null;
    if (typeof version !== 'string') throw new Error('package.json of otform has no version');
    cached = version;
  }
  return cached;
}
