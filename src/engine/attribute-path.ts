import type { AttributePath } from '../provider/diagnostics.ts';

/** `a.b[0]["c d"]`, as Terraform prints paths. */
export function formatPath(path: AttributePath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[A-Za-z_][\w-]*$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** True when `prefix` leads to `path` or is it. */
export function pathStartsWith(path: AttributePath, prefix: AttributePath): boolean {
  return prefix.length <= path.length && prefix.every((step, index) => step === path[index]);
}

/** True when one of two places contains the other. */
export function pathsOverlap(a: AttributePath, b: AttributePath): boolean {
  return a.length < b.length ? pathStartsWith(b, a) : pathStartsWith(a, b);
}
