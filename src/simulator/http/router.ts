import type { Route } from './route.ts';

interface Compiled {
  readonly route: Route;
  readonly segments: readonly string[];
}

export type Match =
  | { readonly kind: 'found'; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  | { readonly kind: 'wrong-method'; readonly allowed: readonly string[] }
  | { readonly kind: 'none' };

/** Finds routes by segments; literal segments win over parameters (`/jobs/mine` over `/jobs/:id`). */
export class Router {
  readonly #byLength = new Map<number, Compiled[]>();

  constructor(routes: readonly Route[]) {
    for (const route of routes) {
      const segments = route.pattern.split('/').slice(1);
      const list = this.#byLength.get(segments.length) ?? [];
      list.push({ route, segments });
      this.#byLength.set(segments.length, list);
    }
    for (const list of this.#byLength.values()) {
      list.sort((a, b) => parameters(a) - parameters(b));
    }
  }

  match(method: string, path: string): Match {
    const segments = path.split('/').slice(1);
    const allowed: string[] = [];
    let best = Number.POSITIVE_INFINITY;
    for (const candidate of this.#byLength.get(segments.length) ?? []) {
      if (parameters(candidate) > best && allowed.length > 0) break;
      const params = tryMatch(candidate.segments, segments);
      if (params === null) continue;
      if (candidate.route.method === method) return { kind: 'found', route: candidate.route, params };
      best = parameters(candidate);
      allowed.push(candidate.route.method);
    }
    return allowed.length > 0 ? { kind: 'wrong-method', allowed } : { kind: 'none' };
  }
}

function parameters(compiled: Compiled): number {
  return compiled.segments.filter((segment) => segment.startsWith(':')).length;
}

function tryMatch(pattern: readonly string[], path: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (let i = 0; i < pattern.length; i += 1) {
    const want = pattern[i] as string;
    const got = path[i] as string;
    if (want.startsWith(':')) {
      const value = decode(got);
      if (value === null) return null;
      params[want.slice(1)] = value;
    } else if (want !== got) return null;
  }
  return params;
}

function decode(segment: string): string | null {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
