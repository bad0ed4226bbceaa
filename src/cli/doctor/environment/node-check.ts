import type { Check } from './check.ts';

/** Whether this Node is one that the package asks for. `wanted` is its `engines.node`: `>=20.18.1`. */
export function checkNode(version: string, wanted: string): Check {
  const least = /^>=\s*(\d+\.\d+\.\d+)$/.exec(wanted)?.[1];
  const base = { name: 'Node.js', message: version };
  if (least === undefined) return { outcome: 'info', ...base };
  if (compare(version.replace(/^v/, ''), least) >= 0) return { outcome: 'ok', ...base };
  return { outcome: 'fail', ...base, remedy: `otform needs Node.js ${least} or newer.` };
}

function compare(a: string, b: string): number {
  const left = a.split(/[.-]/).map(Number);
  const right = b.split(/[.-]/).map(Number);
  for (let i = 0; i < 3; i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
