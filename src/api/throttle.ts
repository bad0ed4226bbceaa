import { Pace } from './pace.ts';

/** Slots to start with: enough to be quick with few jobs, and few enough not to open with a burst of 429. */
export const INITIAL_CONCURRENCY = 8;

/** What a call holds while its request is in flight. */
export interface Slot {
  readonly write: boolean;
  /** Number of halvings when it was taken: a slow-down reported by an older request is old news. */
  readonly era: number;
}

export interface ThrottleOptions {
  /** Most requests in flight. */
  readonly maxConcurrency: number;
  /** Most writes among them. */
  readonly maxWrites: number;
  readonly clock: { now(): number };
  readonly wait: (ms: number) => Promise<void>;
}

interface Waiter {
  readonly write: boolean;
  readonly start: (slot: Slot) => void;
}

/**
 * Adaptive concurrency for one client, shared by all its calls: one more slot for every full round of good answers,
 * half of them gone when the server says slow down (429, 503), a pace once it has said 429, and nothing at all sent while
 * a pause lasts.
 */
export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #waiting: Waiter[] = [];
  #limit: number;
  #active = 0;
  #activeWrites = 0;
  #pauses = 0;
  #era = 0;
  readonly #pace = new Pace();
  /** A wait for the pace is under way; one such wait serves the whole queue. */
  #pacing = false;
  /** That wait is over, and one request may start for it whatever the clock says. */
  #paced = false;

  constructor(options: ThrottleOptions) {
    this.#options = options;
    this.#limit = Math.min(INITIAL_CONCURRENCY, options.maxConcurrency);
  }

  /** Requests that may be in flight now. A fraction counts up to the next whole slot. */
  get concurrency(): number {
    return Math.floor(this.#limit);
  }

  get inFlight(): number {
    return this.#active;
  }

  /** Waits for a slot; rejects with the signal's reason when aborted before. Give the slot back with `release`. */
  acquire(write: boolean, signal?: AbortSignal): Promise<Slot> {
    signal?.throwIfAborted();
    // Nobody is passed over: whoever waits while there is room waits for the write lane, and this is a read.
    if (this.#hasRoom(write) && this.#isDue()) return Promise.resolve(this.#take(write));
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiter), 1);
        reject(signal?.reason);
        this.#drain();
      };
      const waiter: Waiter = {
        write,
        start: (slot) => {
          signal?.removeEventListener('abort', onAbort);
          resolve(slot);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      this.#waiting.push(waiter);
    });
  }

  release(slot: Slot): void {
    this.#active -= 1;
    if (slot.write) this.#activeWrites -= 1;
    this.#drain();
  }

  /** A good answer came: grow by one slot per round, so by 1/limit per answer. Older news than the last halving do not count. */
  succeeded(slot: Slot): void {
    this.#pace.accepted(this.#options.clock.now());
    if (slot.era !== this.#era) return;
    this.#limit = Math.min(this.#options.maxConcurrency, this.#limit + 1 / this.#limit);
  }

  /** The server asked to slow down, `limited` when by a 429. Requests that were in flight together count once. */
  slowDown(slot: Slot, limited: boolean): void {
    if (slot.era !== this.#era) return;
    if (limited) this.#pace.slowDown(this.#options.clock.now());
    this.#era += 1;
    this.#limit = Math.max(1, Math.floor(this.#limit / 2));
  }

  /** Holds every new request until `until` settles. Pauses may overlap. */
  async pauseWhile(until: Promise<unknown>): Promise<void> {
    this.#pauses += 1;
    try {
      await until;
    } finally {
      this.#pauses -= 1;
      this.#drain();
    }
  }

  #hasRoom(write: boolean): boolean {
    if (this.#pauses > 0 || this.#active >= this.concurrency) return false;
    return !write || this.#activeWrites < this.#options.maxWrites;
  }

  /** Whether the pace lets a request start now; if not, the queue is drained when it does. */
  #isDue(): boolean {
    if (this.#pacing || this.#paced) return this.#paced;
    const delay = this.#pace.delay(this.#options.clock.now());
    if (delay <= 0) return true;
    this.#pacing = true;
    const over = () => {
      this.#pacing = false;
      this.#paced = true;
      this.#drain();
    };
    this.#options.wait(delay).then(over, over);
    return false;
  }

  #take(write: boolean): Slot {
    this.#active += 1;
    if (write) this.#activeWrites += 1;
    this.#paced = false;
    this.#pace.started(this.#options.clock.now());
    return { write, era: this.#era };
  }

  /** First come first served, save that a read need not wait behind a write whose lane is full. */
  #drain(): void {
    let index = 0;
    while (index < this.#waiting.length && this.#hasRoom(false)) {
      const waiter = this.#waiting[index];
      if (waiter === undefined) return;
      if (this.#hasRoom(waiter.write)) {
        if (!this.#isDue()) return;
        this.#waiting.splice(index, 1);
        waiter.start(this.#take(waiter.write));
      } else {
        index += 1;
      }
    }
  }
}
