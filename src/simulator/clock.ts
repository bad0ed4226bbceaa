/** The simulator's time. Everything that expires, rolls over or is dated reads it; nothing sleeps on it. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Moves time forward by `ms` milliseconds. */
  advance(ms: number): void;
  /** Sets the time to `ms` epoch milliseconds; a running clock goes on from there. */
  set(ms: number): void;
}

export type ClockKind = 'real' | 'virtual';

/** Where a virtual clock starts unless told otherwise: a Monday morning. */
export const VIRTUAL_START = Date.UTC(2026, 0, 5, 9, 0, 0);

/** A frozen clock that moves only when told to, or one that runs with the machine's and can be shifted. */
export function createClock(kind: ClockKind, start?: number): Clock {
  if (kind === 'virtual') {
    let time = start ?? VIRTUAL_START;
    return {
      now: () => time,
      advance: (ms) => {
        time += checked(ms);
      },
      set: (ms) => {
        time = checked(ms);
      },
    };
  }
  let offset = start === undefined ? 0 : start - Date.now();
  return {
    now: () => Date.now() + offset,
    advance: (ms) => {
      offset += checked(ms);
    },
    set: (ms) => {
      offset = checked(ms) - Date.now();
    },
  };
}

function checked(ms: number): number {
  if (!Number.isFinite(ms) || ms < 0) {
    throw new RangeError(`Clock: expected milliseconds >= 0, got ${ms}`);
  }
  return ms;
}
