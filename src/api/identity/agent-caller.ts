import type { z } from 'zod';
import { parseAnswerBody } from '../answer-body.ts';
import { type BaseUrl, parseBaseUrl } from '../base-url.ts';
import type { Answer } from '../call.ts';
import { ConnectionError } from '../errors.ts';
import { describeFailure } from '../failure.ts';
import { waitOnTimer } from '../options.ts';
import { printable, quotable } from '../printable.ts';
import { maskTokens } from '../redact.ts';
import { type Attempt, Transport } from '../request.ts';
import { type AttemptResult, decideRetry } from '../retry.ts';
import { parseHttpDate, parseRetryAfter } from '../retry-after.ts';
import type { AgentCall } from './agent-call.ts';
import { type AgentFailure, agentOutcomeUnknown, agentRefusal, agentUnreadable } from './agent-errors.ts';

export interface IdentityOptions {
  readonly baseUrl: string;
  readonly userAgent?: string;
  /** Milliseconds one request may take. Default 30,000. */
  readonly attemptTimeoutMs?: number;
  /** Milliseconds a call may take with its repeats. Default 120,000. */
  readonly patienceMs?: number;
  readonly clock?: { now(): number };
  /** Resolves after `ms`, rejects with the signal's reason when aborted. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** Ends waits before a repeat. A request in flight is always awaited: its answer may hold a token. */
  readonly signal?: AbortSignal;
}

type Progress = { -readonly [K in keyof AgentFailure]: AgentFailure[K] };

/** Sends calls to `/api/agent/…`. No bearer token, one request a call unless none of it can have left. */
export class AgentCaller {
  readonly baseUrl: BaseUrl;
  readonly clock: { now(): number };
  readonly #options: IdentityOptions;
  readonly #transport: Transport;

  constructor(options: IdentityOptions) {
    this.baseUrl = parseBaseUrl(options.baseUrl);
    this.clock = options.clock ?? { now: () => Date.now() };
    this.#options = options;
    this.#transport = new Transport(this.baseUrl.origin, 1, options.attemptTimeoutMs ?? 30_000);
  }

  /** Throws an `OpentrainError`, or an `AbortError` when the signal ended a wait. */
  async run<S extends z.ZodType, T>(call: AgentCall<S, T>): Promise<T> {
    const { patienceMs = 120_000, random = Math.random, wait = waitOnTimer, signal } = this.#options;
    const path = this.baseUrl.basePath + call.path;
    const { purpose, doubt, repeat } = call;
    const progress: Progress = {
      purpose,
      doubt,
      repeat,
      path: path.split('?')[0] ?? path,
      answer: null,
      attempts: 0,
      inDoubt: false,
    };
    const request = {
      method: 'POST' as const,
      target: path,
      headers: [
        ...['accept', 'application/json', 'user-agent', this.#options.userAgent ?? 'otform'],
        ...['content-type', call.form ? 'application/x-www-form-urlencoded' : 'application/json'],
      ],
      body: encode(call),
    };
    let unsent = 0;
    let waited = 0;
    for (;;) {
      progress.attempts += 1;
      const attempt = await this.#transport.send(request, null);
      if (attempt.kind === 'oversized')
        throw agentUnreadable(progress, 'it is longer than any answer may be');
      let result: AttemptResult;
      if (attempt.kind === 'answer') {
        if (attempt.status >= 200 && attempt.status < 300) return accept(call, attempt, progress);
        const answer = this.#readRefusal(attempt);
        progress.answer = answer;
        result = { kind: 'answer', status: answer.status, retryAfterMs: answer.retryAfterMs, quota: false };
      } else {
        progress.answer = null;
        if (attempt.sent) progress.inDoubt = true;
        else unsent += 1;
        result = attempt;
      }
      // A registration that meets a rate limit is the user's to repeat: each one that succeeds makes an account.
      const final = result.kind === 'answer' && repeat === 'once';
      const decision = final
        ? ({ retry: false } as const)
        : decideRetry({
            result,
            repeat: repeat === 'once' ? 'unless-sent' : 'always',
            attempt: progress.attempts,
            unsentAttempts: unsent,
            elapsedMs: waited,
            patienceMs,
            random: random(),
          });
      if (!decision.retry) throw this.#failure(attempt, progress);
      waited += decision.delayMs;
      await wait(decision.delayMs, signal);
    }
  }

  async dispose(): Promise<void> {
    await this.#transport.close();
  }

  #readRefusal(attempt: Attempt & { kind: 'answer' }): Answer {
    const header = (name: string) => {
      const value = attempt.headers[name];
      return Array.isArray(value) ? value[0] : value;
    };
    let body: unknown;
    try {
      body = parseAnswerBody(attempt.text, null, maskTokens);
    } catch {
      body = undefined;
    }
    const requestId = header('x-request-id');
    const date = header('date');
    return {
      status: attempt.status,
      body,
      requestId: requestId === undefined ? null : maskTokens(quotable(requestId, 80)),
      serverTime: parseHttpDate(date),
      retryAfterMs: parseRetryAfter(header('retry-after'), date, this.clock.now()),
    };
  }

  #failure(attempt: Exclude<Attempt, { kind: 'oversized' }>, progress: AgentFailure) {
    if (progress.answer !== null) return agentRefusal({ ...progress, answer: progress.answer });
    const error = attempt.kind === 'lost' ? attempt.error : new Error('no answer');
    if (progress.inDoubt) return agentOutcomeUnknown(progress, error);
    const why = maskTokens(quotable(error.message === '' ? error.name : error.message, 300));
    return new ConnectionError(
      describeFailure(
        {
          call: { method: 'POST', purpose: progress.purpose, doubt: null, repeat: 'unless-sent' },
          path: progress.path,
          answer: null,
          attempts: progress.attempts,
          inDoubt: false,
        },
        'Cannot Reach OpenTrain',
        [
          `Could not ${progress.purpose}: ${why}. Nothing was sent.`,
          `Check the network and the base URL (${this.baseUrl.href}), then run the same command again.`,
        ],
      ),
      { cause: error },
    );
  }
}

function encode(call: AgentCall<z.ZodType, unknown>): string {
  const fields = Object.entries(call.fields).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return call.form ? new URLSearchParams(fields).toString() : JSON.stringify(Object.fromEntries(fields));
}

/** The body of a success holds tokens: it is read as it is, and no part of it gets into an error. */
function accept<S extends z.ZodType, T>(
  call: AgentCall<S, T>,
  attempt: Attempt & { kind: 'answer' },
  progress: AgentFailure,
): T {
  let body: unknown;
  try {
    body = JSON.parse(attempt.text);
  } catch {
    throw agentUnreadable(progress, `HTTP ${attempt.status} with a body that is not JSON`);
  }
  const parsed = call.schema.safeParse(body);
  if (parsed.success) return call.read(parsed.data);
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the body' : issue.path.join('.');
  throw agentUnreadable(
    progress,
    `HTTP ${attempt.status}, ${printable(where)}: ${issue?.message ?? 'invalid'}`,
  );
}
