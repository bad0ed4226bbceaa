import { toPattern } from '../http/request-log.ts';
import type { FaultKind, FaultSpec, FaultState } from './fault.ts';

const TYPES: readonly FaultKind['type'][] = [
  'latency',
  'status',
  'reset',
  'stall',
  'truncate',
  'invalid-json',
  'wrong-shape',
  'duplicate-page',
  'repeated-page',
  'clock-skew',
];

interface Armed {
  readonly id: string;
  readonly spec: FaultSpec;
  readonly pattern: RegExp;
  seen: number;
  hits: number;
}

/** The programmed faults. At most one hits a request: the first armed one, in the order they were added. */
export class FaultList {
  #armed: Armed[] = [];
  #next = 1;

  /** Arms a fault and returns its id. Raises `RangeError` for a spec that could never hit. */
  add(spec: FaultSpec): string {
    if (typeof spec?.path !== 'string' || !TYPES.includes(spec.fault?.type)) {
      throw new RangeError(
        `Fault: expected {path, fault: {type: ${TYPES.join(' | ')}}}, got ${JSON.stringify(spec)}`,
      );
    }
    const path =
      spec.path.startsWith('/api') || spec.path.startsWith('**') || spec.path.startsWith('/.')
        ? spec.path
        : `/api/public/v1${spec.path}`;
    const id = `fault-${this.#next}`;
    this.#next += 1;
    this.#armed.push({ id, spec, pattern: toPattern(path), seen: 0, hits: 0 });
    return id;
  }

  /** Disarms one fault, or all of them. */
  clear(id?: string): void {
    this.#armed = id === undefined ? [] : this.#armed.filter((fault) => fault.id !== id);
  }

  list(): readonly FaultState[] {
    return this.#armed.map(({ id, spec, seen, hits }) => ({ ...spec, id, seen, hits }));
  }

  /** Whether any fault needs earlier pages to be remembered. */
  get remembersPages(): boolean {
    return this.#armed.some(({ spec }) => spec.fault.type.endsWith('-page'));
  }

  /** The fault that hits this request, if any; counts the match. */
  take(method: string, path: string): FaultKind | null {
    let hit: FaultKind | null = null;
    for (const armed of this.#armed) {
      if (armed.spec.method !== undefined && armed.spec.method !== method) continue;
      if (!armed.pattern.test(path)) continue;
      armed.seen += 1;
      const first = armed.spec.nth ?? 1;
      const count = armed.spec.count === undefined ? 1 : armed.spec.count;
      if (hit !== null || armed.seen < first || (count !== null && armed.hits >= count)) continue;
      armed.hits += 1;
      hit = armed.spec.fault;
    }
    return hit;
  }
}
