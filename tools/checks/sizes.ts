import type { SourceFile } from './tracked-files.ts';

export const MAX_LINES = 450;
export const MAX_MEDIAN_LINES = 150;

const COUNTED = /^(src|tools|test|bench|examples)\/.*\.[cm]?[jt]s$/;
const GENERATED = /(^|\/)gen\//;

function lines(text: string): number {
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

interface Counted {
  readonly path: string;
  readonly size: number;
}

function countedFiles(files: readonly SourceFile[]): Counted[] {
  return files
    .filter(({ path }) => COUNTED.test(path) && !GENERATED.test(path))
    .map(({ path, text }) => ({ path, size: lines(text) }));
}

/** Median of the lines of the files in `src`; 0 when there are none. */
export function medianLines(files: readonly SourceFile[]): number {
  const sizes = countedFiles(files)
    .filter(({ path }) => path.startsWith('src/'))
    .map(({ size }) => size)
    .sort((a, b) => a - b);
  return sizes[Math.floor(sizes.length / 2)] ?? 0;
}

/** Files above the limit, and a median of `src` above its own; generated files do not count. */
export function checkSizes(files: readonly SourceFile[]): string[] {
  const mistakes = countedFiles(files)
    .filter(({ size }) => size > MAX_LINES)
    .map(({ path, size }) => `${path}: ${size} lines, the limit is ${MAX_LINES}; split it by concept`);
  const median = medianLines(files);
  if (median > MAX_MEDIAN_LINES)
    mistakes.push(`src: median of ${median} lines, the limit is ${MAX_MEDIAN_LINES}`);
  return mistakes;
}
