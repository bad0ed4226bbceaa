/** Share of the rate that just drew a 429 to go on with. */
const STEP_BACK = 0.95;

/** A rate this much above what was let through is a guess, and what was let through is used instead. */
const TRUSTED_EXCESS = 1.3;

/** A guess that was far off shrinks at most to this share at once. */
const MAX_CUT = 0.7;

/** Fewer answers than this since the last slow-down say nothing about the rate. */
const MIN_SAMPLE = 5;

/** Growth after the first second without a slow-down, how it speeds up second by second, and its bound. */
const GROWTH = 0.005;
const GROWTH_FACTOR = 1.5;
const MAX_GROWTH = 0.25;

/** Milliseconds that a late timer may be made up for; more would be a burst. */
const CATCH_UP_MS = 2;

/** What was let through counts the pauses too, so far off guesses are corrected in steps. */
function corrected(rate: number, measured: number): number {
  return rate <= measured * TRUSTED_EXCESS ? rate : Math.max(measured, rate * MAX_CUT);
}

interface Sample {
  readonly since: number;
  count: number;
}

/**
 * Requests per time, learnt from 429 answers: nothing until the first one, for no limit of the authenticated calls is
 * documented [U]; then a little below what the server let through, growing until it objects again. Halving what is in
 * flight is not enough against a limit per second: one request at a time can still be too many. Pure; times are epoch
 * milliseconds.
 */
export class Pace {
  /** Requests per millisecond, null for no bound. */
  #rate: number | null = null;
  /** What was let through lately: a closed part of the sample, and the open one after it. */
  #closed: Sample | null = null;
  #open: Sample | null = null;
  #grownAt = 0;
  #quietSteps = 0;
  #nextStart = 0;

  /** Requests a second, null for no bound. */
  get perSecond(): number | null {
    return this.#rate === null ? null : this.#rate * 1000;
  }

  /** A request was let through. */
  accepted(now: number): void {
    this.#open ??= { since: now, count: 0 };
    this.#open.count += 1;
    if (this.#rate === null || now - this.#grownAt < 1000) return;
    // One step however long ago the last one was: a time in which nothing was let through is no sign of room.
    this.#rate *= 1 + Math.min(MAX_GROWTH, GROWTH * GROWTH_FACTOR ** this.#quietSteps);
    this.#grownAt = now;
    this.#quietSteps += 1;
    if (this.#open.count < MIN_SAMPLE) return;
    this.#closed = this.#open;
    this.#open = { since: now, count: 0 };
  }

  /** The server objected to the rate. */
  slowDown(now: number): void {
    const since = this.#closed?.since ?? this.#open?.since ?? now;
    const count = (this.#closed?.count ?? 0) + (this.#open?.count ?? 0);
    this.#grownAt = now;
    this.#quietSteps = 0;
    if (count < MIN_SAMPLE || now <= since) {
      if (this.#rate !== null) this.#rate *= STEP_BACK;
      return;
    }
    const measured = count / (now - since);
    this.#rate = STEP_BACK * (this.#rate === null ? measured : corrected(this.#rate, measured));
    this.#closed = null;
    this.#open = { since: now, count: 0 };
  }

  /** Milliseconds until the next request may start; 0 for now. */
  delay(now: number): number {
    return this.#rate === null ? 0 : Math.max(0, this.#nextStart - now);
  }

  /** A request starts. */
  started(now: number): void {
    if (this.#rate === null) return;
    this.#nextStart = Math.max(this.#nextStart, now - CATCH_UP_MS) + 1 / this.#rate;
  }
}
