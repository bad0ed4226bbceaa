import {
  AuthenticationError,
  ContractError,
  InvalidRequestError,
  ModerationBlockedError,
  NotFoundError,
  NotPublishReadyError,
  OpentrainError,
  OutcomeUnknownError,
  PermissionError,
  PublishQuotaError,
  RateLimitedError,
  ServerError,
  WrongStateError,
} from './errors.ts';
import { describeFailure, detailsOf, type Failure } from './failure.ts';
import { normaliseIssues } from './issues.ts';
import { asList, asNumber, asRecord, asSentence, asText, asTexts } from './lenient.ts';
import { quotable } from './printable.ts';
import { normaliseValidation } from './validation.ts';

/** A failure that an answer ended. */
export type Refusal = Failure & { readonly answer: NonNullable<Failure['answer']> };

/**
 * The error class of an answer that is no success, by what the caller can do about it. A create that may have been
 * carried out by an earlier attempt is `OutcomeUnknownError`, whatever the last answer was: a 401 after a lost answer
 * does not mean that no job exists.
 */
export function classifyRefusal(failure: Refusal): OpentrainError {
  const error = classifyStatus(failure);
  if (!failure.inDoubt || error instanceof OutcomeUnknownError) return error;
  return failure.call.creates === true ? outcomeUnknown(failure, error) : error;
}

function classifyStatus(failure: Refusal): OpentrainError {
  const { status } = failure.answer;
  if (status === 400) return badRequest(failure);
  if (status === 401) return unauthorized(failure);
  if (status === 403) return forbidden(failure);
  if (status === 404 || status === 410) return notFound(failure);
  if (status === 409) return conflict(failure);
  if (status === 429) return tooMany(failure);
  if (status >= 500) return serverFault(failure);
  if (status >= 400) return invalidRequest(failure);
  return new ContractError(
    describeFailure(
      { ...failure, inDoubt: failure.call.doubt !== null },
      'Unexpected Answer from OpenTrain',
      [
        `Could not ${failure.call.purpose}: expected a success or an error, got HTTP ${status}.`,
        ...(status >= 300
          ? ['Redirects are not followed, since the token would travel along: check the base URL.']
          : []),
      ],
    ),
  );
}

function badRequest(failure: Refusal): OpentrainError {
  const { validation } = detailsOf(failure.answer);
  if (failure.call.publishes !== true || typeof validation !== 'object' || validation === null) {
    return invalidRequest(failure);
  }
  const gaps = normaliseValidation(detailsOf(failure.answer));
  const names = gaps.missing.map((field) => field.field);
  return new NotPublishReadyError(
    { ...gaps, publishReady: false },
    describeFailure(failure, 'Job Is Not Ready to Publish', [
      `Could not ${failure.call.purpose}: ${
        names.length === 0 ? 'the draft has open issues' : `these fields are missing: ${names.join(', ')}`
      }.`,
      ...gaps.issues.map((issue) => quotable(issue)),
      'The job is still a draft. Set the fields and apply again.',
    ]),
  );
}

function invalidRequest(failure: Refusal): InvalidRequestError {
  const issues = normaliseIssues(asRecord(failure.answer.body).details);
  const lines = issues.slice(0, 10).map((issue) => {
    const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
    return `${quotable(`${where}${issue.message}`, 200)}.`.replace(/\.\.$/, '.');
  });
  return new InvalidRequestError(
    issues,
    describeFailure(failure, 'OpenTrain Rejected the Request', [
      `Could not ${failure.call.purpose}: the server takes the request for invalid, and nothing was changed.`,
      ...lines,
    ]),
  );
}

function unauthorized(failure: Refusal): AuthenticationError {
  return new AuthenticationError(
    describeFailure(failure, 'OpenTrain Rejected the API Token', [
      `Could not ${failure.call.purpose}: the API token is wrong, expired or revoked.`,
      'A claim that a person has completed also revokes every token from before it: if that may be so, `otform auth claim` fetches the new one.',
      ...(failure.tokenNote ? [failure.tokenNote] : []),
      'Run `otform auth login` with a valid token, or set OT_API_TOKEN.',
    ]),
  );
}

function forbidden(failure: Refusal): OpentrainError {
  const { call } = failure;
  const details = detailsOf(failure.answer);
  if (details.reason === 'moderation_blocked') {
    const reasons = moderationReasons(details);
    return new ModerationBlockedError(
      reasons,
      false,
      describeFailure(failure, 'Moderation Blocked the Job', [
        `Could not ${call.purpose}: moderation rejected its content${because(reasons)}.`,
        'The job is still a draft. Change its text and apply again.',
      ]),
    );
  }
  if (details.reason === 'account_claim_required') {
    const url = asText(details.claimUrl);
    return new PermissionError(
      'claim',
      describeFailure(failure, 'A Person Must Claim This Account First', [
        `Could not ${call.purpose}: the account was registered by a program, and no person has claimed it yet.`,
        `Run \`otform auth claim --email ADDRESS\`${url === null ? '' : ` (claim page: ${quotable(url)})`}, then try again with the new token.`,
      ]),
    );
  }
  if (details.requiredScopes !== undefined) {
    const granted = asTexts(details.grantedScopes);
    return new PermissionError(
      'scope',
      describeFailure(failure, 'API Token Lacks a Required Scope', [
        `Could not ${call.purpose}: it needs the scope ${scopeList(details.requiredScopes)}`,
        `${granted.length === 0 ? 'which the token does not have.' : `and the token has ${granted.join(', ')}.`}`,
        'Create a token with that scope in the app (Settings, API keys) and set it in OT_API_TOKEN or run `otform auth login`.',
      ]),
    );
  }
  if (details.featureKey !== undefined) {
    return new PermissionError(
      'feature',
      describeFailure(failure, 'Feature Not Enabled for This Account', [
        `Could not ${call.purpose}: the feature ${quotable(asText(details.featureKey) ?? 'it needs', 100)} is off for this account.`,
        'Features are switched on account by account: run `otform capabilities` to see what is on now.',
      ]),
    );
  }
  return new PermissionError(
    'unknown',
    describeFailure(failure, 'OpenTrain Refused the Request', [
      `Could not ${call.purpose}: the token may not do this, and the answer does not say why.`,
      'Run `otform auth status` to see its scopes, and `otform capabilities` to see which features are on.',
    ]),
  );
}

function notFound(failure: Refusal): NotFoundError {
  return new NotFoundError(
    describeFailure(failure, 'Not Found on OpenTrain', [
      `Could not ${failure.call.purpose}: it does not exist, or belongs to another account.`,
      'Run `otform auth status` to see which account the token is for.',
    ]),
  );
}

function conflict(failure: Refusal): OpentrainError {
  const { call } = failure;
  const details = detailsOf(failure.answer);
  if (details.reason === 'moderation_blocked') {
    const reasons = moderationReasons(details);
    return new ModerationBlockedError(
      reasons,
      true,
      describeFailure(failure, 'Moderation Blocked the Edit', [
        `Moderation rejected the new content${because(reasons)}.`,
        'The edit was applied all the same, and the job was taken off the marketplace: it is a draft again.',
        'Change its text and apply again to publish it.',
      ]),
    );
  }
  if (failure.answer.body === undefined && call.doubt !== null) {
    // Without the body an edit that was applied and blocked looks like one that was refused.
    return unreadableAnswer(failure, 'the body of the answer is not JSON');
  }
  const current = asText(details.status);
  const required = asText(details.requiredStatus);
  return new WrongStateError(
    current,
    required,
    describeFailure(failure, 'Job Is in the Wrong State', [
      `Could not ${call.purpose}: ${
        current === null ? 'its state does not allow it' : `it is ${quotable(current, 40)}`
      }${required === null ? '' : ` and has to be ${quotable(required, 40)}`}. Nothing was changed.`,
      'Run `otform plan` to see how it differs from the program now.',
    ]),
  );
}

function tooMany(failure: Refusal): OpentrainError {
  const quota = publishQuota(failure);
  if (quota !== null) {
    return new PublishQuotaError(
      quota.limit,
      quota.windowHours,
      describeFailure(failure, 'Daily Publish Limit Reached', [
        `Could not ${failure.call.purpose}: the account may publish ${quota.limit} jobs in ${quota.windowHours} hours.`,
        'The job is still a draft. Apply again when the window has passed; claimed accounts have a higher limit.',
      ]),
    );
  }
  const { retryAfterMs } = failure.answer;
  return new RateLimitedError(
    describeFailure(failure, 'OpenTrain Rate Limit Outlasted the Wait', [
      `Could not ${failure.call.purpose}: the server keeps asking for fewer requests${
        retryAfterMs === null ? '' : ` (now for ${Math.ceil(retryAfterMs / 1000)} s without any)`
      }.`,
      'Wait, or lower the parallelism, and run the same command again.',
    ]),
  );
}

/** Limit and window of a publish 429, or null for any other 429 [D jobs/publish]. */
export function publishQuota(
  failure: Pick<Refusal, 'call' | 'answer'>,
): { readonly limit: number; readonly windowHours: number } | null {
  if (failure.call.publishes !== true || failure.answer.status !== 429) return null;
  const details = detailsOf(failure.answer);
  const limit = asNumber(details.limit);
  return limit === null ? null : { limit, windowHours: asNumber(details.windowHours) ?? 24 };
}

function serverFault(failure: Refusal): OpentrainError {
  if (failure.call.doubt !== null && failure.call.repeat !== 'always') return outcomeUnknown(failure);
  return new ServerError(
    describeFailure(failure, 'OpenTrain Server Error', [
      `Could not ${failure.call.purpose}: the server failed each time it was asked.`,
      'Run the same command again later.',
    ]),
  );
}

/** What went wrong in a few words: the sentences around it are those of the failure itself. */
function briefly(cause: Error): string {
  const text = cause instanceof OpentrainError ? cause.facts.summary : cause.message;
  return quotable(text).replace(/[.\s]+$/, '');
}

/** For a write whose answer was lost. `cause` is the error that a later attempt met. */
export function outcomeUnknown(failure: Failure, cause?: Error): OutcomeUnknownError {
  return new OutcomeUnknownError(
    describeFailure({ ...failure, inDoubt: true }, 'Outcome of a Write Is Unknown', [
      `Tried to ${failure.call.purpose}, and the answer was lost or did not say what became of it.`,
      ...(cause === undefined ? [] : [`A later attempt failed: ${briefly(cause)}.`]),
    ]),
    cause === undefined ? undefined : { cause },
  );
}

/** For an answer that the contract does not know: asking again changes nothing. */
export function unreadableAnswer(failure: Failure, problem: string): ContractError {
  return new ContractError(
    describeFailure(
      { ...failure, inDoubt: failure.call.doubt !== null },
      'Unexpected Answer from OpenTrain',
      [
        `Tried to ${failure.call.purpose}, and got an answer that this version does not understand: ${problem}.`,
        ...(failure.call.doubt === null ? [] : ['The write itself may have been carried out.']),
      ],
    ),
  );
}

/** Strings or objects: their form is not documented [U]. */
export function moderationReasons(details: Readonly<Record<string, unknown>>): readonly string[] {
  return asList(details.reasons).map(asSentence);
}

function because(reasons: readonly string[]): string {
  return reasons.length === 0 ? '' : ` (${reasons.map((reason) => quotable(reason, 200)).join('; ')})`;
}

function scopeList(value: unknown): string {
  const scopes = Array.isArray(value) ? asTexts(value) : asTexts([value]);
  return scopes.length === 0 ? 'that the server did not name' : scopes.join(' and ');
}
