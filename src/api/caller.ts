import { setMaxListeners } from 'node:events';
import type { z } from 'zod';
import { getMe } from './account.ts';
import { queryText, tryPath } from './address.ts';
import { parseAnswerBody } from './answer-body.ts';
import type { Account } from './api.ts';
import { API_ROOT } from './base-url.ts';
import type { Answer, Call } from './call.ts';
import { classifyRefusal, outcomeUnknown, publishQuota, unreadableAnswer } from './classify.ts';
import { AuthenticationError, ConnectionError, InvalidRequestError, OpentrainError } from './errors.ts';
import { describeFailure, type Failure } from './failure.ts';
import { asRecord, asText } from './lenient.ts';
import type { ClientSettings } from './options.ts';
import { printable, quotable } from './printable.ts';
import { type Attempt, type OutgoingRequest, Transport } from './request.ts';
import { type AttemptResult, decideRetry } from './retry.ts';
import { parseHttpDate, parseRetryAfter } from './retry-after.ts';
import { type Slot, Throttle } from './throttle.ts';

/** Sends calls: a slot, an attempt, a decision, and again, until there is a result or an error to throw. */
export class Caller {
  readonly #settings: ClientSettings;
  readonly #transport: Transport;
  readonly #throttle: Throttle;
  readonly #headers: readonly string[];
  readonly #bodyHeaders: readonly string[];
  #learning: Promise<Account> | null = null;

  constructor(settings: ClientSettings) {
    this.#settings = settings;
    this.#transport = new Transport(
      settings.baseUrl.origin,
      settings.maxConcurrency,
      settings.attemptTimeoutMs,
    );
    this.#throttle = new Throttle({
      maxConcurrency: settings.maxConcurrency,
      maxWrites: settings.maxWriteConcurrency,
      clock: settings.clock,
      wait: (ms) => settings.wait(ms),
    });
    this.#headers = ['accept', 'application/json', 'user-agent', settings.userAgent];
    this.#bodyHeaders = ['content-type', 'application/json'];
  }

  /** Carries a call out. Throws an `OpentrainError`, or an `AbortError` for an aborted signal. */
  async run<S extends z.ZodType, T>(call: Call<S, T>, callSignal?: AbortSignal): Promise<T> {
    const { token } = this.#settings;
    // Should a claim kill the token later on, the next one must be known to be for the same account.
    if (call.authenticated && call.doubt !== null && token.needsAccount) await this.#learnAccount(callSignal);
    return this.#run(call, callSignal);
  }

  /** `probe`: a token to try out instead of the client's own. */
  async #run<S extends z.ZodType, T>(
    call: Call<S, T>,
    callSignal: AbortSignal | undefined,
    probe?: string,
  ): Promise<T> {
    const settings = this.#settings;
    const route = tryPath(call.path);
    const path = `${settings.baseUrl.basePath}${API_ROOT}${route ?? `/${call.path[0]}`}`;
    const progress: Progress = { call, path, answer: null, attempts: 0, inDoubt: false };
    if (route === undefined) throw unusableId(progress);
    let token = probe ?? settings.token.current;
    if (call.authenticated && token === null) throw missingToken(progress);
    let request = this.#prepare(call, path, token);
    const signal = eitherSignal(settings.signal, callSignal);
    const started = settings.clock.now();
    let waited = 0;
    let unsent = 0;
    for (;;) {
      const slot = await this.#orCancelled(progress, signal, () =>
        this.#throttle.acquire(call.doubt !== null, signal),
      );
      progress.attempts += 1;
      const attempt = await this.#attempt(call, request, slot, progress, signal);
      if (attempt.kind === 'oversized') {
        throw unreadableAnswer(progress, 'it is longer than any answer may be');
      }
      let result: AttemptResult;
      if (attempt.kind === 'answer') {
        const answer = this.#readAnswer(attempt, call.secret === true, token);
        progress.answer = answer;
        if (answer.status >= 200 && answer.status < 300) return accept(call, answer, progress);
        const excused = call.excuse?.(answer);
        if (excused !== undefined) return excused;
        if (
          answer.status === 401 &&
          probe === undefined &&
          (await this.#renewed(call, token, progress, signal))
        ) {
          token = settings.token.current;
          request = this.#prepare(call, path, token);
          continue;
        }
        if (answer.status >= 500 && call.doubt !== null) progress.inDoubt = true;
        const quota = publishQuota({ call, answer }) !== null;
        result = { kind: 'answer', status: answer.status, retryAfterMs: answer.retryAfterMs, quota };
      } else {
        progress.answer = null;
        if (attempt.sent && call.doubt !== null) progress.inDoubt = true;
        else if (!attempt.sent) unsent += 1;
        if (signal?.aborted) throw cancelled(progress, signal);
        result = attempt;
      }
      const decision = decideRetry({
        result,
        repeat: call.repeat,
        attempt: progress.attempts,
        unsentAttempts: unsent,
        // An injected wait need not move the clock, so what was waited counts by itself.
        elapsedMs: Math.max(waited, settings.clock.now() - started),
        patienceMs: settings.patienceMs,
        random: settings.random(),
      });
      if (!decision.retry) throw this.#failure(attempt, progress);
      waited += decision.delayMs;
      await this.#pause(progress, result, decision.delayMs, signal);
    }
  }

  async dispose(): Promise<void> {
    await this.#transport.close();
  }

  #prepare(call: Call<z.ZodType, unknown>, path: string, token: string | null): OutgoingRequest {
    const body = call.body === undefined ? null : JSON.stringify(call.body);
    const headers = [...this.#headers];
    if (call.authenticated && token !== null) headers.push('authorization', `Bearer ${token}`);
    if (body !== null) headers.push(...this.#bodyHeaders);
    return { method: call.method, target: path + queryText(call.query), headers, body };
  }

  async #attempt(
    call: Call<z.ZodType, unknown>,
    request: OutgoingRequest,
    slot: Slot,
    progress: Progress,
    signal: AbortSignal | undefined,
  ): Promise<Attempt> {
    const { trace } = this.#settings;
    const sentAt = trace === null ? 0 : performance.now();
    // A write in flight is awaited even when the run is being cancelled: its answer is the only proof of what it did.
    const attempt = await this.#transport.send(request, call.doubt === null ? (signal ?? null) : null);
    const status = attempt.kind === 'lost' ? null : attempt.status;
    if (status === 429 || status === 503) this.#throttle.slowDown(slot, status === 429);
    else if (status !== null) this.#throttle.succeeded(slot);
    this.#throttle.release(slot);
    if (trace !== null) {
      const requestId = attempt.kind === 'answer' ? headerText(attempt.headers['x-request-id']) : undefined;
      trace({
        method: call.method,
        path: this.#settings.token.mask(progress.path),
        attempt: progress.attempts,
        status,
        ms: performance.now() - sentAt,
        requestId: requestId === undefined ? null : this.#safe(requestId),
        failure: attempt.kind === 'lost' ? this.#safe(attempt.error.message) : null,
      });
    }
    return attempt;
  }

  #readAnswer(attempt: Attempt & { kind: 'answer' }, secret: boolean, token: string | null): Answer {
    const { headers } = attempt;
    let body: unknown;
    try {
      const keep = secret && attempt.status >= 200 && attempt.status < 300;
      body = keep
        ? JSON.parse(attempt.text)
        : parseAnswerBody(attempt.text, token, this.#settings.token.mask);
    } catch {
      body = undefined;
    }
    const date = headerText(headers.date);
    const retryAfter = headerText(headers['retry-after']);
    const requestId = asText(asRecord(body).requestId) ?? headerText(headers['x-request-id']) ?? null;
    return {
      status: attempt.status,
      body,
      requestId: requestId === null ? null : this.#safe(requestId),
      serverTime: parseHttpDate(date),
      retryAfterMs: parseRetryAfter(retryAfter, date, this.#settings.clock.now()),
    };
  }

  /** After a 401: true when another token of the same account is in place and the request is to be sent again. */
  async #renewed(
    call: Call<z.ZodType, unknown>,
    refused: string | null,
    progress: Progress,
    signal: AbortSignal | undefined,
  ): Promise<boolean> {
    // Whether a key that was sent under the old token means anything under the new one is not documented [U]: a
    // create that may have been carried out already is settled by look-up, not under another token.
    if (!call.authenticated || refused === null || (progress.inDoubt && call.creates === true)) return false;
    // Shared by all calls that were refused, so that cancelling one of them does not end it.
    const wait = (ms: number) => this.#settings.wait(ms, this.#settings.signal ?? undefined);
    const note = await this.#settings.token.renew(refused, wait, (token) => this.#accountOf(token));
    if (signal?.aborted) throw cancelled(progress, signal);
    if (note !== null && note !== '') progress.tokenNote = note;
    return note === null;
  }

  async #accountOf(token: string): Promise<string | null> {
    try {
      return (await this.#run(getMe(), undefined, token)).accountId;
    } catch (error) {
      // The refusal that led here is what gets reported; this only tells why there was no way around it.
      if (error instanceof OpentrainError || this.#settings.signal?.aborted) return null;
      throw error;
    }
  }

  async #learnAccount(signal: AbortSignal | undefined): Promise<void> {
    try {
      this.#learning ??= this.#run(getMe(), undefined);
      this.#settings.token.noteAccount((await this.#learning).accountId);
    } catch (error) {
      // Whatever is wrong, the call itself meets and reports it.
      if (!(error instanceof OpentrainError) && !signal?.aborted && !this.#settings.signal?.aborted)
        throw error;
    }
  }

  /** Waits before the next attempt; when the server asked for fewer requests, everybody waits. */
  async #pause(
    progress: Progress,
    result: AttemptResult,
    ms: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const limited =
      result.kind === 'answer' &&
      (result.status === 429 || (result.status === 503 && result.retryAfterMs !== null));
    this.#settings.onWait?.({
      reason: limited ? 'rate-limited' : 'retry',
      ms,
      method: progress.call.method,
      path: this.#settings.token.mask(progress.path),
    });
    await this.#orCancelled(progress, signal, () => {
      const wait = this.#settings.wait(ms, signal);
      return limited ? this.#throttle.pauseWhile(wait) : wait;
    });
  }

  async #orCancelled<T>(
    progress: Progress,
    signal: AbortSignal | undefined,
    step: () => Promise<T>,
  ): Promise<T> {
    try {
      return await step();
    } catch (error) {
      if (signal?.aborted) throw cancelled(progress, signal);
      throw error;
    }
  }

  #failure(attempt: Attempt, progress: Progress): OpentrainError {
    const { answer } = progress;
    if (answer !== null) return classifyRefusal({ ...progress, answer });
    const error = attempt.kind === 'lost' ? attempt.error : new Error('no answer');
    if (progress.inDoubt) return outcomeUnknown(progress, error);
    const permanent = attempt.kind === 'lost' && attempt.permanent;
    return new ConnectionError(
      describeFailure(progress, 'Cannot Reach OpenTrain', [
        `Could not ${progress.call.purpose}: ${this.#safe(errorText(error))}.`,
        permanent
          ? 'Asking again would not help: check the base URL, certificates, the system clock and any proxy in between.'
          : `Check the network and the base URL (${this.#settings.baseUrl.href}), then run the same command again.`,
      ]),
      { cause: error },
    );
  }

  #safe(text: string): string {
    return this.#settings.token.mask(quotable(printable(text), 300));
  }
}

/** What is known so far; becomes the failure if it ends badly. */
type Progress = { -readonly [K in keyof Failure]: Failure[K] };

function accept<S extends z.ZodType, T>(call: Call<S, T>, answer: Answer, progress: Failure): T {
  const parsed = call.schema.safeParse(answer.body);
  if (parsed.success) {
    const named = asText(asRecord(parsed.data).jobId);
    if (call.about === undefined || call.about === named) return call.read(parsed.data, answer);
    throw unreadableAnswer(progress, `it is about job ${quotable(named ?? 'none', 80)}`);
  }
  const excused = call.excuse?.(answer);
  if (excused !== undefined) return excused;
  if (answer.body === undefined) throw unreadableAnswer(progress, 'the body is not JSON');
  const problems = parsed.error.issues.slice(0, 5).map((issue) => {
    const where = issue.path.length === 0 ? 'the body' : issue.path.join('.');
    return `${where}: ${issue.message}`;
  });
  throw unreadableAnswer(progress, quotable(problems.join('; ')));
}

function unusableId(progress: Failure): InvalidRequestError {
  return new InvalidRequestError(
    [],
    describeFailure(progress, 'Unusable OpenTrain ID', [
      `Could not ${progress.call.purpose}: the ID cannot be one of OpenTrain, so nothing was sent.`,
    ]),
  );
}

function missingToken(progress: Failure): AuthenticationError {
  return new AuthenticationError(
    describeFailure(progress, 'No OpenTrain API Token', [
      `Could not ${progress.call.purpose}: no API token is set, so nothing was sent.`,
      'Run `otform auth login` with a token, `otform auth register` for a new account, or set OT_API_TOKEN.',
    ]),
  );
}

/** A cancelled call is an `AbortError`, unless a write may have happened: that must not be forgotten. */
function cancelled(progress: Failure, signal: AbortSignal): Error {
  const abort = new DOMException('The call was cancelled.', 'AbortError');
  Object.defineProperty(abort, 'cause', { value: signal.reason, configurable: true });
  return progress.inDoubt ? outcomeUnknown({ ...progress, answer: null }, abort) : abort;
}

function eitherSignal(first: AbortSignal | null, second: AbortSignal | undefined): AbortSignal | undefined {
  for (const signal of [first, second]) {
    // Every waiting call listens; the warning about more than ten would be noise on the user's terminal.
    if (signal) liftListenerLimit(signal);
  }
  if (first === null || second === undefined || first === second) return first ?? second;
  return AbortSignal.any([first, second]);
}

function headerText(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** Several addresses of a host give an AggregateError without a message of its own. */
function errorText(error: Error): string {
  if (error.message !== '') return error.message;
  if (error instanceof AggregateError)
    return error.errors.map((inner) => String(inner?.message ?? inner)).join('; ');
  return 'code' in error ? String(error.code) : error.name;
}

const unlimited = new WeakSet<AbortSignal>();

/** Once a signal: Node 20 throws when asked for the listener limit of a target that has none. */
function liftListenerLimit(signal: AbortSignal): void {
  if (unlimited.has(signal)) return;
  unlimited.add(signal);
  setMaxListeners(0, signal);
}
