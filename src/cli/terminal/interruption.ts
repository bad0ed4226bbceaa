import type { CliIo } from './io.ts';

/**
 * Turns signals into one abort: the first asks the run to finish what is in flight, the second leaves at once and says
 * what is unknown. `exitCode` is what the process should end with once the run has stopped.
 */
export class Interruption {
  readonly #controller = new AbortController();
  readonly #io: CliIo;
  readonly #onInterrupt = () => this.#receive('SIGINT');
  readonly #onTerminate = () => this.#receive('SIGTERM');
  #first: 'SIGINT' | 'SIGTERM' | undefined;
  /** Says what may be unknown when the run is cut off; set by the command while it writes. */
  describeUnknown: () => string = () => 'Nothing was being written.';

  /** Written at the first signal; undefined for a command that is meant to be ended by one. */
  notice: string | undefined =
    'Interrupt received. Finishing calls in flight; interrupt again to leave at once.';

  constructor(io: CliIo) {
    this.#io = io;
    io.signals.on('SIGINT', this.#onInterrupt);
    io.signals.on('SIGTERM', this.#onTerminate);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** 130 or 143 after a signal, else undefined. */
  get exitCode(): number | undefined {
    return this.#first === undefined ? undefined : code(this.#first);
  }

  dispose(): void {
    this.#io.signals.off('SIGINT', this.#onInterrupt);
    this.#io.signals.off('SIGTERM', this.#onTerminate);
  }

  #receive(name: 'SIGINT' | 'SIGTERM'): void {
    if (this.#first === undefined) {
      this.#first = name;
      if (this.notice !== undefined) this.#io.stderr.write(`\n${this.notice}\n`);
      this.#controller.abort();
      return;
    }
    this.#io.stderr.write(`\nLeaving at once. ${this.describeUnknown()}\n`);
    this.#io.exit(code(name));
  }
}

function code(name: 'SIGINT' | 'SIGTERM'): number {
  return name === 'SIGINT' ? 130 : 143;
}
