import { StringDecoder } from 'node:string_decoder';
import type { CliIo } from '../terminal/io.ts';

/**
 * Lines that a person types, one at a time. What is pasted in one go is kept for the questions after. Close it, or the
 * process waits for more input.
 */
export class TerminalLines {
  readonly #io: CliIo;
  readonly #signal: AbortSignal;
  readonly #decoder = new StringDecoder('utf8');
  #text = '';
  #ended = false;
  #wake: (() => void) | null = null;
  readonly #onData = (chunk: Buffer | string) => {
    this.#text += typeof chunk === 'string' ? chunk : this.#decoder.write(chunk);
    this.#wake?.();
  };
  readonly #onEnd = () => {
    this.#ended = true;
    this.#wake?.();
  };

  constructor(io: CliIo, signal: AbortSignal) {
    this.#io = io;
    this.#signal = signal;
    io.stdin.on('data', this.#onData);
    io.stdin.on('end', this.#onEnd);
    signal.addEventListener('abort', this.#onEnd);
    if (signal.aborted) this.#ended = true;
  }

  /** The next line without its end; undefined at the end of input or after an interrupt. */
  async next(): Promise<string | undefined> {
    for (;;) {
      if (this.#signal.aborted) return undefined;
      const end = this.#text.indexOf('\n');
      if (end >= 0) {
        const line = this.#text.slice(0, end).replace(/\r$/, '');
        this.#text = this.#text.slice(end + 1);
        return line;
      }
      if (this.#ended) return undefined;
      this.#io.stdin.resume();
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
  }

  close(): void {
    this.#io.stdin.off('data', this.#onData);
    this.#io.stdin.off('end', this.#onEnd);
    this.#signal.removeEventListener('abort', this.#onEnd);
    this.#io.stdin.pause();
  }
}
