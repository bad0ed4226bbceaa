import type { Validation } from './api.ts';

/** What every failed call tells, so that one place can print any of them. Tokens are masked before they get here. */
export interface ErrorFacts {
  /** Title Case, at most 60 characters, no full stop. */
  readonly summary: string;
  /** What happened and what to do, in sentences. */
  readonly detail: string;
  readonly method: string;
  /** Path without origin or query, e.g. `/api/public/v1/jobs/abc/publish`. */
  readonly path: string;
  /** HTTP status, null when no answer arrived. */
  readonly status: number | null;
  /** `code` of the envelope (or `error` of the OAuth form), null when absent. */
  readonly code: string | null;
  /** `details.reason`, null when absent. */
  readonly reason: string | null;
  readonly requestId: string | null;
  /** Requests sent for this call, retries included. */
  readonly attempts: number;
  readonly details: Readonly<Record<string, unknown>>;
  /** True when the server may have carried out the write, in this attempt or an earlier one. Absent means false. */
  readonly mayHaveApplied?: boolean;
}

/** Base of every failure of the API client. Subclasses say what the caller can do about it. */
export class OpentrainError extends Error {
  readonly facts: ErrorFacts;
  constructor(facts: ErrorFacts, options?: ErrorOptions) {
    super(`${facts.summary}: ${facts.detail}`, options);
    this.name = new.target.name;
    this.facts = facts;
  }
}

/** 401, or no token at all: get a valid token. */
export class AuthenticationError extends OpentrainError {}

/** 403 that is not moderation: scope, feature or claim. `kind` says which gate; `unknown` when the server does not. */
export class PermissionError extends OpentrainError {
  readonly kind: 'scope' | 'feature' | 'claim' | 'unknown';
  constructor(kind: PermissionError['kind'], facts: ErrorFacts) {
    super(facts);
    this.kind = kind;
  }
}

/** Moderation said no. On a live edit the edit WAS applied and the job is back in DRAFT. */
export class ModerationBlockedError extends OpentrainError {
  readonly reasons: readonly string[];
  readonly editApplied: boolean;
  constructor(reasons: readonly string[], editApplied: boolean, facts: ErrorFacts) {
    super(facts);
    this.reasons = reasons;
    this.editApplied = editApplied;
  }
}

/** Publish of a draft that still has gaps. */
export class NotPublishReadyError extends OpentrainError {
  readonly validation: Validation;
  constructor(validation: Validation, facts: ErrorFacts) {
    super(facts);
    this.validation = validation;
  }
}

/** One complaint of the server about one input; `path` is empty when it names none. */
export interface InputIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly keys: readonly string[];
}

/** 400: the request was wrong, nothing was applied. */
export class InvalidRequestError extends OpentrainError {
  readonly issues: readonly InputIssue[];
  constructor(issues: readonly InputIssue[], facts: ErrorFacts) {
    super(facts);
    this.issues = issues;
  }
}

/** 404: absent, or another account's. */
export class NotFoundError extends OpentrainError {}

/** 409 about the job's state: nothing happened. */
export class WrongStateError extends OpentrainError {
  readonly currentStatus: string | null;
  readonly requiredStatus: string | null;
  constructor(currentStatus: string | null, requiredStatus: string | null, facts: ErrorFacts) {
    super(facts);
    this.currentStatus = currentStatus;
    this.requiredStatus = requiredStatus;
  }
}

/** 429 of the daily publish limit: waiting is the only remedy, and nothing is retried. */
export class PublishQuotaError extends OpentrainError {
  readonly limit: number;
  readonly windowHours: number;
  constructor(limit: number, windowHours: number, facts: ErrorFacts) {
    super(facts);
    this.limit = limit;
    this.windowHours = windowHours;
  }
}

/** 429 that outlasted the patience of the client. */
export class RateLimitedError extends OpentrainError {}

/** 5xx that outlasted the retries, on a call that is safe to repeat. */
export class ServerError extends OpentrainError {}

/** No answer, and none of the request can have arrived (refused, DNS, TLS), or the call changes nothing. */
export class ConnectionError extends OpentrainError {}

/** A write whose answer was lost: it may have happened. Settle by look-up, never by sending it again unkeyed. */
export class OutcomeUnknownError extends OpentrainError {}

/** The answer was not what the contract says (bad JSON, wrong shape). Never retried: asking again changes nothing. */
export class ContractError extends OpentrainError {}
