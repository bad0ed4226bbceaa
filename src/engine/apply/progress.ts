import type { Clock } from '../../provider/session.ts';
import type { EngineContext, EngineEvent } from '../engine.ts';
import type { Action } from '../plan-model.ts';

/** Terraform says "Still creating..." this often. */
const PROGRESS_MS = 10_000;

function onTimer(ms: number, tick: () => void): () => void {
  const timer = setInterval(tick, ms);
  timer.unref();
  return () => clearInterval(timer);
}

interface InFlight {
  readonly action: Action;
  readonly startedAt: number;
}

/** Tells the events of operations under way. One timer for all of them. */
export class ProgressTeller {
  readonly #events: (event: EngineEvent) => void;
  readonly #clock: Clock;
  readonly #every: NonNullable<EngineContext['every']>;
  readonly #inFlight = new Map<string, InFlight>();
  #stop: (() => void) | null = null;

  constructor(context: Pick<EngineContext, 'events' | 'clock' | 'every'>) {
    this.#events = context.events;
    this.#clock = context.clock;
    this.#every = context.every ?? onTimer;
  }

  start(address: string, action: Action, id: string | null): void {
    this.#inFlight.set(`${action} ${address}`, { action, startedAt: this.#clock.now() });
    this.#stop ??= this.#every(PROGRESS_MS, () => this.#tick());
    this.#events({ type: 'apply_start', address, action, id });
  }

  end(
    address: string,
    action: Action,
    result: { readonly id: string | null; readonly note: string | null } | 'errored',
  ): void {
    const elapsed = this.#elapsed(`${action} ${address}`);
    this.#inFlight.delete(`${action} ${address}`);
    if (this.#inFlight.size === 0) {
      this.#stop?.();
      this.#stop = null;
    }
    if (result === 'errored') this.#events({ type: 'apply_errored', address, action, elapsed });
    else this.#events({ type: 'apply_complete', address, action, elapsed, ...result });
  }

  #elapsed(key: string): number {
    const started = this.#inFlight.get(key)?.startedAt;
    return started === undefined ? 0 : Math.max(0, this.#clock.now() - started);
  }

  #tick(): void {
    for (const [key, { action }] of this.#inFlight) {
      this.#events({
        type: 'apply_progress',
        address: key.slice(action.length + 1),
        action,
        elapsed: this.#elapsed(key),
      });
    }
  }
}
