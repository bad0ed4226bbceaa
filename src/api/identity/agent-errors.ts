import type { Answer } from '../call.ts';
import {
  ContractError,
  type ErrorFacts,
  InvalidRequestError,
  NotFoundError,
  type OpentrainError,
  OutcomeUnknownError,
  PermissionError,
  RateLimitedError,
  ServerError,
} from '../errors.ts';
import { describeFailure } from '../failure.ts';
import { asRecord, asText } from '../lenient.ts';
import { quotable } from '../printable.ts';
import { maskTokens } from '../redact.ts';

/** `code` of the error for an e-mail address that already has an account, wherever the server put the word [X]. */
export const EMAIL_TAKEN = 'email_already_registered';

/** What is known of a call to `/api/agent/…` that did not succeed. */
export interface AgentFailure {
  readonly purpose: string;
  readonly doubt: string;
  readonly repeat: 'always' | 'once';
  readonly path: string;
  readonly answer: Answer | null;
  readonly attempts: number;
  readonly inDoubt: boolean;
}

/** `{error, error_description}` of these endpoints; the envelope of the rest of the API is read too. */
export function oauthError(answer: Answer): { readonly error: string; readonly description: string } {
  const body = asRecord(answer.body);
  return {
    error: asText(body.error) ?? asText(body.code) ?? '',
    description: asText(body.error_description) ?? asText(body.message) ?? '',
  };
}

/** True when the refusal is about an address that has an account: the pages disagree on the field, and on the text. */
export function saysEmailTaken(answer: Answer): boolean {
  const { error, description } = oauthError(answer);
  const code = asText(asRecord(answer.body).code) ?? '';
  return `${error} ${description} ${code}`.toLowerCase().includes(EMAIL_TAKEN);
}

/** The error class of an answer that is no success. */
export function agentRefusal(failure: AgentFailure & { readonly answer: Answer }): OpentrainError {
  const { answer, purpose } = failure;
  const { status } = answer;
  const { error } = oauthError(answer);
  if (saysEmailTaken(answer)) {
    const facts = describe(failure, 'E-Mail Address Already Has an Account', [
      `Could not ${purpose}: the address already has an OpenTrain account, and a claim needs one that has none.`,
      'Use another address. A person who has an account can make an API token in the app instead (Settings, API keys): `otform auth login` saves it.',
    ]);
    return new InvalidRequestError([], { ...facts, code: EMAIL_TAKEN });
  }
  if (error === 'anonymous_not_enabled') {
    return new PermissionError(
      'feature',
      describe(failure, 'Registration by Programs Is Switched Off', [
        `Could not ${purpose}: this server does not take registrations and claims of programs.`,
        'Make an API token in the app (Settings, API keys) and save it with `otform auth login`.',
      ]),
    );
  }
  if (status === 429) {
    const { retryAfterMs } = answer;
    const facts = describe(failure, 'Too Many Attempts', [
      `Could not ${purpose}: the server takes no more of these for now, and nothing was done.`,
      retryAfterMs === null
        ? 'Wait some minutes before the next attempt.'
        : `Try again in ${Math.ceil(retryAfterMs / 1000)} s.`,
    ]);
    return new RateLimitedError({ ...facts, details: { ...facts.details, retryAfterMs } });
  }
  if (status >= 500) return failure.repeat === 'once' ? agentOutcomeUnknown(failure) : serverError(failure);
  if (status === 404 || status === 405) {
    return new NotFoundError(
      describe(failure, 'Server Has No Such Endpoint', [
        `Could not ${purpose}: the server does not know the address. Check the base URL.`,
      ]),
    );
  }
  if (status === 401 || status === 403) {
    return new PermissionError(
      'unknown',
      describe(failure, 'OpenTrain Refused the Request', [`Could not ${purpose}: the server refuses it.`]),
    );
  }
  if (status >= 400) {
    return new InvalidRequestError(
      [],
      describe(failure, 'OpenTrain Rejected the Request', [
        `Could not ${purpose}: the server takes the request for invalid, and nothing was done.`,
      ]),
    );
  }
  return agentUnreadable(failure, `HTTP ${status} instead of a success or an error`);
}

/** For a request whose answer was lost, or was a server fault that does not say what was done before it. */
export function agentOutcomeUnknown(failure: AgentFailure, cause?: Error): OutcomeUnknownError {
  return new OutcomeUnknownError(
    describe({ ...failure, inDoubt: true }, 'Outcome of a Request Is Unknown', [
      `Tried to ${failure.purpose}, and the answer was lost or did not say what became of it${
        cause === undefined || cause.message === '' ? '' : ` (${quotable(cause.message, 200)})`
      }. It was not sent again.`,
    ]),
    cause === undefined ? undefined : { cause },
  );
}

/** For a success that does not hold what it must. */
export function agentUnreadable(failure: AgentFailure, problem: string): ContractError {
  return new ContractError(
    describe({ ...failure, inDoubt: true }, 'Unexpected Answer from OpenTrain', [
      `Tried to ${failure.purpose}, and got an answer that this version does not understand: ${quotable(problem)}.`,
    ]),
  );
}

function serverError(failure: AgentFailure): ServerError {
  return new ServerError(
    describe(failure, 'OpenTrain Server Error', [
      `Could not ${failure.purpose}: the server failed each time it was asked. Run the same command again later.`,
    ]),
  );
}

function describe(failure: AgentFailure, summary: string, sentences: readonly string[]): ErrorFacts {
  const description = failure.answer === null ? '' : oauthError(failure.answer).description;
  return describeFailure(
    {
      call: {
        method: 'POST',
        purpose: failure.purpose,
        doubt: failure.doubt,
        repeat: failure.repeat === 'once' ? 'unless-sent' : 'always',
      },
      path: failure.path,
      answer: failure.answer,
      attempts: failure.attempts,
      inDoubt: failure.inDoubt,
    },
    summary,
    [...sentences, ...(description === '' ? [] : [`Its reason: "${quotable(maskTokens(description))}".`])],
  );
}
