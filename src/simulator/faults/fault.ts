/** What goes wrong. `before`: the request was never processed. `after`: it was, only the answer is spoiled. */
export type FaultKind =
  /** Processes the request at once, and answers so many milliseconds of real time later. */
  | { readonly type: 'latency'; readonly ms: number }
  /** Answers with this status in the API's envelope; `retryAfter` is the header's text, or seconds. */
  | {
      readonly type: 'status';
      readonly status: number;
      readonly when?: 'before' | 'after';
      readonly retryAfter?: string | number;
      readonly code?: string;
      readonly message?: string;
      readonly details?: unknown;
      /** Sent instead of the envelope, e.g. the HTML page of a proxy. */
      readonly text?: string;
    }
  /** Drops the connection. */
  | { readonly type: 'reset'; readonly when: 'before' | 'after' }
  /** Never answers; the connection stays open until the client or the simulator ends it. */
  | { readonly type: 'stall'; readonly when: 'before' | 'after' }
  /** Sends the first half of the answer under its full length, then drops the connection. */
  | { readonly type: 'truncate' }
  /** Answers 200 with text that is no JSON. */
  | { readonly type: 'invalid-json'; readonly text?: string }
  /** Answers 200 with JSON that is not what the page documents. */
  | { readonly type: 'wrong-shape'; readonly body?: unknown }
  /** A list page that starts with the rows of the page before: rows are seen twice, none is lost. */
  | { readonly type: 'duplicate-page' }
  /** The same list page again, with the same cursor: a client that trusts it never ends. */
  | { readonly type: 'repeated-page' }
  /** Answers normally under a `Date` that is off by so much. */
  | { readonly type: 'clock-skew'; readonly ms: number };

/** A fault and the requests it is for. */
export interface FaultSpec {
  /** Any method when left out. */
  readonly method?: string;
  /** Path pattern: `*` or `:name` for one segment, `**` for any; a path without `/api` is under `/api/public/v1`. */
  readonly path: string;
  /** Lets the first `nth - 1` matches pass. Default 1. */
  readonly nth?: number;
  /** How many matches fail, from the nth on. Default 1; null is all of them. */
  readonly count?: number | null;
  readonly fault: FaultKind;
}

/** Where a fault stands. */
export interface FaultState extends FaultSpec {
  readonly id: string;
  /** Requests that matched so far, and how many of them it hit. */
  readonly seen: number;
  readonly hits: number;
}
