import { z } from 'zod';
import { type BaseUrl, parseBaseUrl } from './base-url.ts';
import { maskTokens } from './redact.ts';
import { TokenHolder, type TokenRefresh } from './token-holder.ts';

/** One line of the request trace. Holds no body and no token. */
export interface TraceEntry {
  readonly method: string;
  readonly path: string;
  /** 1 for the first request of a call. */
  readonly attempt: number;
  /** Null when no answer arrived. */
  readonly status: number | null;
  /** Milliseconds of this attempt. */
  readonly ms: number;
  readonly requestId: string | null;
  /** Why no answer arrived, null when one did. */
  readonly failure: string | null;
}

/** A wait before a request is sent again, so that a front end can say what it waits for. */
export interface WaitInfo {
  readonly reason: 'rate-limited' | 'retry';
  readonly ms: number;
  readonly method: string;
  readonly path: string;
}

export interface ApiClientOptions {
  readonly baseUrl: string;
  /** Null makes every call that needs one fail before a request leaves. */
  readonly token: string | null;
  /**
   * Called once for a token that got a 401. Another token is used from then on if it is for the same account, and the
   * refused request is sent again: a 401 means that nothing was done.
   */
  readonly refreshToken?: TokenRefresh;
  readonly userAgent?: string;
  /** Most requests in flight; the client works its way up to it. Default 32. */
  readonly maxConcurrency?: number;
  /** Most writes among them. Default: no bound of their own. */
  readonly maxWriteConcurrency?: number;
  /** Milliseconds a call may take with all its repeats and waits. Default 120,000. */
  readonly patienceMs?: number;
  /** Milliseconds one request may take, from connecting to the last byte. Default 30,000. */
  readonly attemptTimeoutMs?: number;
  readonly clock?: { now(): number };
  /** Resolves after `ms`, rejects with the signal's reason when aborted. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  readonly onWait?: (info: WaitInfo) => void;
  /** Ends every call of the client: no new request, no new wait. Writes in flight are still awaited. */
  readonly signal?: AbortSignal;
  readonly trace?: (entry: TraceEntry) => void;
}

/** Options after checks and defaults. */
export interface ClientSettings {
  readonly baseUrl: BaseUrl;
  readonly token: TokenHolder;
  readonly userAgent: string;
  readonly maxConcurrency: number;
  readonly maxWriteConcurrency: number;
  readonly patienceMs: number;
  readonly attemptTimeoutMs: number;
  readonly clock: { now(): number };
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly random: () => number;
  readonly onWait: ((info: WaitInfo) => void) | null;
  readonly signal: AbortSignal | null;
  readonly trace: ((entry: TraceEntry) => void) | null;
}

/** `createApiClient` was called wrongly. Each problem says what was expected and what it got. */
export class ClientOptionsError extends Error {
  readonly summary = 'Invalid API Client Options';
  readonly detail: string;
  constructor(problems: readonly string[]) {
    const detail = `${problems.join('; ')}.`;
    super(`Invalid API Client Options: ${detail}`);
    this.name = 'ClientOptionsError';
    this.detail = detail;
  }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

/** A header value: visible ASCII and spaces, as undici would otherwise refuse it request by request. */
const HEADER_VALUE = /^[\x20-\x7e]*$/;

const callback = z.custom<unknown>(isFunction, { error: 'expected a function' });
const positive = z.number().positive().finite();
const OPTIONS = z.strictObject({
  baseUrl: z.string(),
  token: z
    .string()
    .min(1)
    .regex(/^[\x21-\x7e]+$/, { error: 'expected visible ASCII characters without spaces' })
    .nullable(),
  refreshToken: callback.optional(),
  userAgent: z.string().regex(HEADER_VALUE, { error: 'expected visible ASCII characters' }).optional(),
  maxConcurrency: z.int().min(1).max(256).optional(),
  maxWriteConcurrency: z.int().min(1).max(256).optional(),
  patienceMs: z.number().nonnegative().finite().optional(),
  attemptTimeoutMs: positive.optional(),
  clock: z
    .custom<unknown>((value) => isFunction(Object(value).now), { error: 'expected { now(): number }' })
    .optional(),
  wait: callback.optional(),
  random: callback.optional(),
  onWait: callback.optional(),
  signal: z.instanceof(AbortSignal, { error: 'expected an AbortSignal' }).optional(),
  trace: callback.optional(),
});

/** Checks the options once. Throws `ClientOptionsError` or `BaseUrlError`. */
export function readOptions(options: ApiClientOptions): ClientSettings {
  // A key set to undefined means the default, as it does to the type checker of a JavaScript caller.
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const checked = OPTIONS.safeParse(given);
  if (!checked.success) {
    throw new ClientOptionsError(checked.error.issues.map((issue) => describe(issue, given)));
  }
  const maxConcurrency = options.maxConcurrency ?? 32;
  return {
    baseUrl: parseBaseUrl(options.baseUrl),
    token: new TokenHolder(options.token, options.refreshToken ?? null),
    userAgent: options.userAgent ?? 'otform',
    maxConcurrency,
    maxWriteConcurrency: options.maxWriteConcurrency ?? maxConcurrency,
    patienceMs: options.patienceMs ?? 120_000,
    attemptTimeoutMs: options.attemptTimeoutMs ?? 30_000,
    clock: options.clock ?? { now: () => Date.now() },
    wait: options.wait ?? waitOnTimer,
    random: options.random ?? Math.random,
    onWait: options.onWait ?? null,
    signal: options.signal ?? null,
    trace: options.trace ?? null,
  };
}

function describe(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  if (issue.code === 'unrecognized_keys') return `unknown option ${issue.keys.join(', ')}`;
  const name = String(issue.path[0] ?? 'options');
  const value = given[name];
  const type = value === null ? 'null' : typeof value;
  // A token is never shown, not even a wrong one.
  const got =
    name === 'token' || type === 'object' || type === 'function'
      ? type
      : `${maskTokens(String(value))} (${type})`;
  return `${name}: ${issue.message.replace(/^Invalid input: /, '').replace(/, received .*$/, '')}, got ${got}`;
}

/** `setTimeout` that an aborted signal cuts short. */
export function waitOnTimer(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
