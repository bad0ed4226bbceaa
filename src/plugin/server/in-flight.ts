/** Counts calls under way, so that nothing ends in the middle of one. */
export class InFlight {
  #count = 0;
  #waiting: (() => void)[] = [];

  /** A call begins; the answer ends it and may be called once. */
  enter(): () => void {
    this.#count += 1;
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      this.#count -= 1;
      if (this.#count > 0) return;
      for (const resolve of this.#waiting.splice(0)) resolve();
    };
  }

  /** Resolves when no call is under way. */
  idle(): Promise<void> {
    return this.#count === 0 ? Promise.resolve() : new Promise((resolve) => this.#waiting.push(resolve));
  }
}
