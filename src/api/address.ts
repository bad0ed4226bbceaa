import type { z } from 'zod';
import type { Call } from './call.ts';

/**
 * Steps of a route as a path below the API root. Undefined for a step that could reach another route (empty, `.` or
 * `..`, which URL readers resolve) or that is no well-formed text.
 */
export function tryPath(steps: readonly string[]): string | undefined {
  let path = '';
  for (const step of steps) {
    if (step === '' || step === '.' || step === '..') return undefined;
    try {
      path += `/${encodeURIComponent(step)}`;
    } catch {
      return undefined;
    }
  }
  return path;
}

/** `?a=1&b=2`, or nothing when no parameter is set. */
export function queryText(query: Call<z.ZodType, unknown>['query']): string {
  if (query === undefined) return '';
  const parts = Object.entries(query).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`],
  );
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}
