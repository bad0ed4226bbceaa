import type { z } from 'zod';

/** A complete answer of the server, its body already safe to show. */
export interface Answer {
  readonly status: number;
  /** Undefined when the body is not JSON. */
  readonly body: unknown;
  readonly requestId: string | null;
  /** `Date` header, epoch milliseconds. */
  readonly serverTime: number | null;
  readonly retryAfterMs: number | null;
}

/** One endpoint call as data: what to send, what may be repeated, and how to read the answer. */
export interface Call<S extends z.ZodType, T> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Steps below the API root, ids as they are: `['jobs', jobId, 'publish']`. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** False for the tokenless reads of the marketplace: they work without a token, and get none. */
  readonly authenticated: boolean;
  /** `always`: a repeat does no harm. `unless-sent`: once it may have arrived, only the caller can tell what to do. */
  readonly repeat: 'always' | 'unless-sent';
  /** What the call is for, to go after "could not": `publish job abc`. */
  readonly purpose: string;
  /** For writes: what may now be true on the server and how the user settles it. Null for reads. */
  readonly doubt: string | null;
  /** Whether it makes something that did not exist: then no failure may hide that it may exist now. */
  readonly creates?: boolean;
  /** Job id that the answer must name: an answer about another job is none. */
  readonly about?: string;
  /** Whether a success holds a secret that the caller needs: then it is handed on as it is, unmasked. */
  readonly secret?: boolean;
  /** Whether a 429 may be the daily publish limit and a 400 the list of gaps. */
  readonly publishes?: boolean;
  readonly schema: S;
  readonly read: (body: z.output<S>, answer: Answer) => T;
  /** Turns an answer that is no success, or does not fit the schema, into a result; undefined leaves it an error. */
  readonly excuse?: (answer: Answer) => T | undefined;
}

/** What the failure messages need of a call. */
export type CallFacts = Pick<
  Call<z.ZodType, unknown>,
  'method' | 'purpose' | 'doubt' | 'creates' | 'publishes' | 'repeat'
>;
