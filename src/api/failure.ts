import type { Answer, CallFacts } from './call.ts';
import type { ErrorFacts } from './errors.ts';
import { asRecord, asText } from './lenient.ts';
import { quotable } from './printable.ts';
import { maskTokens } from './redact.ts';

/** Everything known about a call that did not succeed. */
export interface Failure {
  readonly call: CallFacts;
  /** Path without origin and query. */
  readonly path: string;
  /** The answer that ended it, null when none came. */
  readonly answer: Answer | null;
  readonly attempts: number;
  /** Whether an attempt before the last one, or the last, may have been carried out. */
  readonly inDoubt: boolean;
  /** For a 401: why no newer token could be used, as a sentence. */
  readonly tokenNote?: string;
}

/** `details` of the error envelope; `{}` when it has none, and a list is put under `issues`. */
export function detailsOf(answer: Answer | null): Readonly<Record<string, unknown>> {
  const { details } = asRecord(answer?.body);
  return Array.isArray(details) ? { issues: details } : asRecord(details);
}

/**
 * Facts of an error: the sentences given, then what the server said, what is in doubt, and the request id. All server
 * text in the answer is already masked and free of control characters.
 */
export function describeFailure(failure: Failure, summary: string, sentences: readonly string[]): ErrorFacts {
  const { call, answer } = failure;
  const body = asRecord(answer?.body);
  const said = asText(body.error) ?? asText(body.message);
  const detail = [
    ...sentences,
    ...(said === null || said === '' ? [] : [`OpenTrain said: "${quotable(said).replace(/[.\s]+$/, '')}".`]),
    ...(failure.inDoubt && call.doubt !== null ? [call.doubt] : []),
    `(${call.method} ${failure.path}${answer === null ? '' : `, HTTP ${answer.status}`}${
      failure.attempts > 1 ? `, ${failure.attempts} attempts` : ''
    }${answer?.requestId == null ? '' : `, request id ${quotable(answer.requestId, 80)}`})`,
  ].join(' ');
  const details = detailsOf(answer);
  const reason = asText(details.reason);
  return {
    summary,
    detail: maskTokens(detail),
    method: call.method,
    path: maskTokens(failure.path),
    status: answer?.status ?? null,
    // The OAuth form has its code in `error`, and no `code`; the envelope has a sentence there.
    code: asText(body.code) ?? (/^[a-z_]+$/.test(said ?? '') ? said : null),
    reason,
    requestId: answer?.requestId ?? null,
    attempts: failure.attempts,
    details,
    mayHaveApplied: failure.inDoubt,
  };
}
