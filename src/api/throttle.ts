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
}

interface Waiter {
  readonly write: boolean;
  readonly start: (slot: Slot) => void;
}

/**
 * Adaptive concurrency for one client, shared by all its calls: one more slot for every full round of good answers,
 * half of them gone when the server says slow down (429, 503), and nothing at all sent while a pause lasts.
 */
export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #waiting: Waiter[] = [];
  #limit: number;
  #active = 0;
  #activeWrites = 0;
  #pauses = 0;
  #era = 0;

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
    if (this.#waiting.length === 0 && this.#hasRoom(write)) return Promise.resolve(this.#take(write));
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

  /** A good answer came: grow by one slot per round, so by 1/limit per answer. */
  succeeded(): void {
    this.#limit = Math.min(this.#options.maxConcurrency, this.#limit + 1 / this.#limit);
  }

  /** The server asked to slow down. Requests that were in flight together count once. */
  slowDown(slot: Slot): void {
    if (slot.era !== this.#era) return;
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

  #take(write: boolean): Slot {
    this.#active += 1;
    if (write) this.#activeWrites += 1;
    return { write, era: this.#era };
  }

  /** First come first served, save that a read need not wait behind a write whose lane is full. */
  #drain(): void {
    let index = 0;
    while (index < this.#waiting.length && this.#hasRoom(false)) {
      const waiter = this.#waiting[index];
      if (waiter === undefined) return;
      if (this.#hasRoom(waiter.write)) {
        this.#waiting.splice(index, 1);
        waiter.start(this.#take(waiter.write));
      } else {
        index += 1;
      }
    }
  }
}
