import { maskSecrets, maskToken } from '../masking.ts';

/** One request as the simulator saw it. Tokens are masked. */
export interface LogEntry {
  /** Counts all requests since start, from 1. */
  readonly seq: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Status of the answer; null when none was sent (reset, stall). */
  status: number | null;
  requestId: string;
  accountId: string | null;
  /** Parsed body, or its text when it is not JSON; null when there was none. */
  body: unknown;
  /** Kind of the injected fault, null without one. */
  fault: string | null;
  /** Epoch milliseconds of the machine's clock at arrival, and until the answer was handed to the socket. */
  readonly receivedAt: number;
  durationMs: number | null;
  /** The simulator's clock at arrival. */
  readonly clock: number;
}

export interface LogFilter {
  readonly method?: string;
  /** Exact path, or a pattern with `*` for any run of characters but `/`, `**` for any characters. */
  readonly path?: string | RegExp;
  readonly status?: number;
  readonly accountId?: string;
  /** Only entries after this `seq`. */
  readonly after?: number;
}

/** Requests in order of arrival, the newest `limit` of them. Control requests are not in it. */
export class RequestLog {
  readonly #limit: number;
  #entries: LogEntry[] = [];
  #seq = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Requests seen since start, whatever was cleared or dropped since. */
  get total(): number {
    return this.#seq;
  }

  entries(filter: LogFilter = {}): readonly LogEntry[] {
    const path = filter.path === undefined ? null : toPattern(filter.path);
    return this.#entries.filter(
      (entry) =>
        (filter.method === undefined || entry.method === filter.method) &&
        (path === null || path.test(entry.path)) &&
        (filter.status === undefined || entry.status === filter.status) &&
        (filter.accountId === undefined || entry.accountId === filter.accountId) &&
        (filter.after === undefined || entry.seq > filter.after),
    );
  }

  count(filter: LogFilter = {}): number {
    return this.entries(filter).length;
  }

  clear(): void {
    this.#entries = [];
  }

  /** Called by the listener on arrival; the entry is completed in place. */
  begin(method: string, path: string, query: string, clock: number): LogEntry {
    this.#seq += 1;
    const entry: LogEntry = {
      seq: this.#seq,
      method,
      path: maskToken(path),
      query: maskToken(query),
      status: null,
      requestId: '',
      accountId: null,
      body: null,
      fault: null,
      receivedAt: Date.now(),
      durationMs: null,
      clock,
    };
    this.#entries.push(entry);
    // Dropping in halves keeps the cost a request constant.
    if (this.#entries.length >= this.#limit * 2) this.#entries = this.#entries.slice(-this.#limit);
    return entry;
  }

  /** Stores what was sent; forms and broken JSON are kept as masked text. */
  recordBody(entry: LogEntry, text: string): void {
    if (text === '') return;
    try {
      entry.body = maskSecrets(JSON.parse(text));
    } catch {
      entry.body = maskToken(text);
    }
  }
}

/** A path filter as a regular expression: exact, or with `*` and `**`. */
export function toPattern(path: string | RegExp): RegExp {
  if (path instanceof RegExp) return new RegExp(path.source, path.flags.replace(/[gy]/g, ''));
  const source = path
    .split(/(\*\*|\*|:[A-Za-z]+)/)
    .map((part) => {
      if (part === '**') return '.*';
      if (part === '*' || /^:[A-Za-z]+$/.test(part)) return '[^/]+';
      return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`);
}
