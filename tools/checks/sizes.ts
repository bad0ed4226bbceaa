import type { SourceFile } from './tracked-files.ts';

export const MAX_LINES = 450;
export const MAX_MEDIAN_LINES = 150;

const COUNTED = /^(src|tools|test|bench|examples)\/.*\.[cm]?[jt]s$/;
const GENERATED = /(^|\/)gen\//;

function lines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

/** Files above the limit, and a median of `src` above its own; generated files do not count. */
export function checkSizes(files: readonly SourceFile[]): string[] {
  const counted = files
    .filter(({ path }) => COUNTED.test(path) && !GENERATED.test(path))
    .map(({ path, text }) => ({ path, size: lines(text) }));
  const mistakes = counted
    .filter(({ size }) => size > MAX_LINES)
    .map(({ path, size }) => `${path}: ${size} lines, the limit is ${MAX_LINES}; split it by concept`);
  const sizes = counted.filter(({ path }) => path.startsWith('src/')).map(({ size }) => size);
  sizes.sort((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  if (median > MAX_MEDIAN_LINES)
    mistakes.push(`src: median of ${median} lines, the limit is ${MAX_MEDIAN_LINES}`);
  return mistakes;
}
