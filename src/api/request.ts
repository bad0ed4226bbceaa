import type { Dispatcher, Pool } from 'undici';

/** Bytes of the largest answer taken in. A page of 100 jobs is about 40 kB; nothing documented comes near. */
export const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** Longest time to set up a connection; the attempt's own deadline may be shorter. */
const CONNECT_TIMEOUT_MS = 10_000;

/** Certificate and protocol faults, and a client that was disposed of: asking again gives the same answer. */
const PERMANENT_CODES =
  /^(?:CERT_|ERR_TLS_|ERR_SSL_|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT|UNABLE_TO_|EPROTO$|HPE_|UND_ERR_(?:DESTROYED|CLOSED|INVALID_ARG)$)/;

export interface OutgoingRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with query. */
  readonly target: string;
  readonly headers: readonly string[];
  readonly body: string | null;
}

/** What one attempt gave, without judgement. */
export type Attempt =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string | string[] | undefined>>;
      readonly text: string;
    }
  /** The answer is longer than `MAX_ANSWER_BYTES`; the rest was not read. */
  | { readonly kind: 'oversized'; readonly status: number }
  | {
      readonly kind: 'lost';
      /** True once the request may have been written to a socket: from here on the server may have acted. */
      readonly sent: boolean;
      readonly permanent: boolean;
      readonly error: Error;
    };

/** The HTTP connections of one client. */
export class Transport {
  readonly #origin: string;
  readonly #connections: number;
  readonly #deadlineMs: number;
  #pool: Promise<Pool> | null = null;
  #isClosed = false;

  constructor(origin: string, connections: number, attemptTimeoutMs: number) {
    this.#origin = origin;
    this.#connections = connections;
    this.#deadlineMs = attemptTimeoutMs;
  }

  /** Loads the HTTP client with the first request: most starts of a provider only tell its schema. */
  async #open(): Promise<Pool> {
    const { Pool } = await import('./pool.ts');
    const pool = new Pool(this.#origin, {
      connections: this.#connections,
      // One request a connection at a time: behind a lost answer nothing else is in doubt.
      pipelining: 1,
      connect: { timeout: Math.min(CONNECT_TIMEOUT_MS, this.#deadlineMs) },
      // One deadline over the whole attempt covers both, and cannot be stretched by a trickle of bytes.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    if (this.#isClosed) await pool.destroy();
    return pool;
  }

  /**
   * Sends once and collects the answer. Never rejects. `signal` cuts the attempt short, as a lost answer; pass none
   * for a write, whose answer must not be thrown away.
   */
  async send(request: OutgoingRequest, signal: AbortSignal | null): Promise<Attempt> {
    this.#pool ??= this.#open();
    const pool = await this.#pool;
    return new Promise((resolve) => {
      const collector = new AnswerCollector(this.#deadlineMs, signal, resolve);
      try {
        pool.dispatch(
          {
            method: request.method,
            path: request.target,
            headers: request.headers as string[],
            body: request.body,
          },
          collector,
        );
      } catch (error) {
        collector.fail(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#pool)?.destroy();
  }
}

/**
 * undici's callbacks for one attempt. Used instead of `pool.request` because only here can be seen whether the
 * request got as far as a socket, and because no stream has to be set up for a body of a kilobyte.
 */
class AnswerCollector implements Dispatcher.DispatchHandler {
  readonly #settle: (attempt: Attempt) => void;
  readonly #signal: AbortSignal | null;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #controller: Dispatcher.DispatchController | null = null;
  #failure: Error | null = null;
  #done = false;
  #status = 0;
  #headers: Readonly<Record<string, string | string[] | undefined>> = {};
  #bytes = 0;

  constructor(deadlineMs: number, signal: AbortSignal | null, settle: (attempt: Attempt) => void) {
    this.#settle = settle;
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#cut(new Error(this.#lateness(deadlineMs))), deadlineMs);
    // It may have been raised while the HTTP client was loaded; an event that is over is not heard any more.
    if (signal?.aborted === true) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Called right before the request is written to a connected socket. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    if (this.#failure !== null) {
      // Given up while waiting for a connection: abort before anything is written.
      controller.abort(this.#failure);
      return;
    }
    this.#controller = controller;
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > MAX_ANSWER_BYTES) {
      this.#finish({ kind: 'oversized', status: this.#status });
      controller.abort(new Error('answer too large'));
      return;
    }
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    this.#finish({
      kind: 'answer',
      status: this.#status,
      headers: this.#headers,
      text: body.toString('utf8'),
    });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  fail(error: Error): void {
    const code = 'code' in error ? String(error.code) : '';
    const sent = this.#controller !== null;
    this.#finish({ kind: 'lost', sent, permanent: !sent && PERMANENT_CODES.test(code), error });
  }

  #cut(error: Error): void {
    this.#failure = error;
    const controller = this.#controller;
    this.fail(error);
    controller?.abort(error);
  }

  readonly #onAbort = () => this.#cut(new Error('the call was cancelled'));

  #lateness(deadlineMs: number): string {
    const phase =
      this.#controller === null ? 'no connection' : this.#status === 0 ? 'no answer' : 'no end of the answer';
    return `${phase} after ${deadlineMs / 1000} s`;
  }

  #finish(attempt: Attempt): void {
    if (this.#done) return;
    this.#done = true;
    clearTimeout(this.#timer);
    this.#signal?.removeEventListener('abort', this.#onAbort);
    this.#settle(attempt);
  }
}
