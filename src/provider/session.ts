import type { OpentrainApi } from '../api/index.ts';

/** Wall time; the engine and plugin hand in the system's, tests a virtual one. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export interface SessionOptions {
  /** Re-send the managed fields of jobs whose values may have been changed outside. */
  readonly reassert: boolean;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
}

/** One configured provider for one run: what all its resources share (one sweep, one publish gate, one client). */
export interface ProviderSession {
  readonly api: OpentrainApi;
  readonly options: SessionOptions;
}
