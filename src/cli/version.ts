import { readFileSync } from 'node:fs';

let cached: string | undefined;

/** Version of this package, from the package.json two folders up (the same from src/cli and dist/cli). */
export function otformVersion(): string {
  if (cached === undefined) {
    const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const parsed: unknown = JSON.parse(text);
    const version =
      typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : null;
    if (typeof version !== 'string') throw new Error('package.json of otform has no version');
    cached = version;
  }
  return cached;
}
