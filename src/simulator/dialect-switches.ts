import type { Mark } from '../contract/index.ts';

/** One undocumented or contradicted point: its possible behaviours, the first being the simulator's default. */
export interface DialectSwitch {
  readonly values: readonly (string | number)[];
  /** X: two pages disagree. U: no page says. I: inferred, so the other reading stays possible. */
  readonly mark: Mark;
  /** What is assumed, in one line. */
  readonly doc: string;
  /** True when no client could converge under some value; such variants are left out of `allDialects()`. */
  readonly hostile?: true;
  /** True when only the served OpenAPI document changes: a client's work is the same, so `allDialects()` has none. */
  readonly documentOnly?: true;
}

/** Switches about drafts: create, patch, validation envelope, replay. Defaults are what the quickstart page shows. */
const DRAFT_SWITCHES = {
  missingFieldsAt: {
    values: ['validation', 'top-level', 'top-level-with-names'],
    mark: 'X',
    doc: 'Objects in validation.missingFields (quickstart); at top level with an empty list inside (create page); at top level with plain names inside (guide).',
  },
  missingFieldCode: {
    values: ['missing_required_field', 'MISSING_FIELD_NAME'],
    mark: 'X',
    doc: 'missing_required_field (quickstart, create page) or MISSING_EXPERIENCE_LEVEL and the like (guide).',
  },
  promptPrefix: {
    values: ['none', 'ask'],
    mark: 'X',
    doc: 'Prompts as plain questions, or with `ask: ` in front (create page).',
  },
  draftUrlQuery: {
    values: ['jobId', 'job'],
    mark: 'X',
    doc: 'Query key of draftUrl and reviewUrl: jobId (create page) or job (guide).',
  },
  enumOrder: {
    values: ['quickstart', 'reference'],
    mark: 'X',
    doc: 'Order of experienceLevel values in enumValues: as on the quickstart or on the reference pages.',
  },
  createStatus: {
    values: [201, 200],
    mark: 'U',
    doc: 'Status of POST /job-drafts; other creates answer 201.',
  },
  okFlag: {
    values: ['absent', 'present'],
    mark: 'X',
    doc: '`ok: true` in draft answers: not on the quickstart, but on the reference pages.',
  },
  validationSummary: {
    values: ['absent', 'present'],
    mark: 'X',
    doc: 'validation.issueCount, missingFieldCount and issues: not on the quickstart, but on the reference pages.',
  },
  patchEcho: {
    values: ['full', 'documented'],
    mark: 'X',
    doc: 'PATCH of a draft answers the whole envelope (quickstart) or only ok, jobId, status, draftUrl and validation (update page).',
  },
  draftRead: {
    values: ['not-found', 'readable', 'method-not-allowed'],
    mark: 'U',
    doc: 'GET /job-drafts/{jobId} is documented nowhere: 404, an envelope, or 405.',
  },
  replayAnswer: {
    values: ['current-job', 'first-answer'],
    mark: 'U',
    doc: 'A replayed idempotencyKey answers with the job as it is now, or with the answer of the first request.',
  },
  replayDifferentBody: {
    values: ['old-draft', 'conflict'],
    mark: 'U',
    doc: 'A known idempotencyKey with another body: the old draft unchanged, or 409.',
  },
  replayStatus: {
    values: ['as-create', 'ok-200'],
    mark: 'U',
    doc: 'Status of a replay: that of a create, or 200.',
  },
  replayAfterClose: {
    values: ['archived-job', 'new-draft'],
    mark: 'U',
    doc: 'The key of a closed job answers with the archived job, or makes a new draft.',
  },
  keyLifetime: {
    values: ['forever', 'one-hour'],
    mark: 'U',
    doc: 'An idempotencyKey lives forever, or one hour after which the same key makes a second job.',
  },
  keyScope: {
    values: ['account', 'token'],
    mark: 'U',
    doc: 'An idempotencyKey is known to the account, or only to the token that sent it.',
  },
  unknownCreateKeys: {
    values: ['ignored', 'rejected'],
    mark: 'U',
    doc: 'Unknown top-level keys of POST /job-drafts: ignored, or 400.',
  },
  unparseableText: {
    values: ['draft', 'rejected'],
    mark: 'U',
    doc: 'A text in which nothing but title and description is found: a draft with many gaps, or 400.',
  },
  nullValue: {
    values: ['clears', 'rejected'],
    mark: 'U',
    doc: 'null in a PATCH clears the field, or is a wrong type (400).',
  },
  listPatch: {
    values: ['replace', 'merge'],
    mark: 'I',
    doc: 'A list in a PATCH replaces the old one, or is added to it (then nothing can ever be removed).',
    hostile: true,
  },
  paymentSwitch: {
    values: ['keeps-rates', 'clears-rates'],
    mark: 'U',
    doc: 'A changed paymentType leaves the other rates in place, or clears them.',
  },
  patchReparses: {
    values: ['no', 'fills-unset'],
    mark: 'U',
    doc: 'A changed jobDescription is only stored, or is parsed again and fills fields that were unset.',
  },
  valueSpelling: {
    values: ['as-sent', 'canonical'],
    mark: 'U',
    doc: 'Values come back as sent, or canonicalised: text trimmed, countries as upper-case ISO codes, languages capitalised.',
  },
  lowConfidenceShape: {
    values: ['strings', 'objects'],
    mark: 'U',
    doc: 'lowConfidenceFields as names, or as {field, confidence}.',
  },
  warningShape: {
    values: ['strings', 'objects'],
    mark: 'U',
    doc: 'warnings as text (as in the publish answer), or as {message}.',
  },
  issueShape: {
    values: ['strings', 'objects'],
    mark: 'U',
    doc: 'validation.issues as text, or as {field, message, code}.',
  },
  issuesLayout: {
    values: ['issues', 'errors', 'flattened', 'array'],
    mark: 'U',
    doc: 'Zod issues of a 400: details.issues, details.errors, details.fieldErrors and formErrors, or details itself as the list.',
  },
} as const satisfies Record<string, DialectSwitch>;

/** Switches about a job's life after drafting, and about reading it back. */
const JOB_SWITCHES = {
  draftPatchWhenOpen: {
    values: ['conflict', 'not-found'],
    mark: 'I',
    doc: 'PATCH /job-drafts/{id} of a job that is not a draft: 409 as on the live edit, or 404.',
  },
  closeDraft: {
    values: ['archives', 'conflict', 'not-found'],
    mark: 'U',
    doc: 'Close of a DRAFT: it is archived, or 409, or 404.',
  },
  closeOther: {
    values: ['archives', 'conflict'],
    mark: 'U',
    doc: 'Close of an ONGOING, COMPLETED or PENDING_APPROVAL job: archived, or 409.',
  },
  publishArchived: {
    values: ['conflict', 'not-found', 'reopens'],
    mark: 'U',
    doc: 'Publish of an ARCHIVED job: 409, 404, or it is live again.',
  },
  publishHold: {
    values: ['opens', 'pending-approval'],
    mark: 'U',
    doc: 'A publish that moderation allows goes live, or is held as PENDING_APPROVAL until a person lets it through.',
  },
  publishCheck: {
    values: ['same-as-draft', 'stricter'],
    mark: 'U',
    doc: 'Publish asks for what the draft validation asked for, or also for dataVolume when a unit is given.',
  },
  alreadyPublishedCounts: {
    values: ['no', 'yes'],
    mark: 'U',
    doc: 'A publish that finds the job live uses up the daily limit, or not.',
  },
  blockedPublishCounts: {
    values: ['no', 'yes'],
    mark: 'U',
    doc: 'A publish that moderation blocks uses up the daily limit, or not.',
  },
  quotaWindow: {
    values: ['rolling', 'calendar-day'],
    mark: 'I',
    doc: 'The 24 hours of the publish limit roll, or are the UTC day.',
  },
  moderationReasons: {
    values: ['strings', 'objects'],
    mark: 'U',
    doc: 'details.reasons of a block as text, or as {code, message}.',
  },
  liveEditNotReady: {
    values: ['rejected', 'stays-open', 'back-to-draft'],
    mark: 'U',
    doc: 'A live edit that clears a required field: 400 with nothing applied, applied with the job still OPEN, or applied with the job back in DRAFT.',
  },
  updatedAtMoves: {
    values: ['every-patch', 'real-change', 'also-proposals'],
    mark: 'U',
    doc: 'updatedAt moves on every PATCH, only when a value changes, or also when a proposal arrives.',
  },
  expiry: {
    values: ['none', 'archives'],
    mark: 'U',
    doc: 'validThrough has no effect, or the job is archived when it passes.',
  },
  limitAboveMax: {
    values: ['clamp', 'reject'],
    mark: 'U',
    doc: '?limit= above the maximum is cut to it, or is a 400.',
  },
  listingLagMs: {
    values: [0, 30_000],
    mark: 'U',
    doc: 'Milliseconds of the clock until a new job shows in /jobs/mine; any number may be set.',
  },
  publicReads: {
    values: ['fresh', 'stale'],
    mark: 'I',
    doc: 'GET /jobs/{id} shows the present, or what it was up to five minutes ago (edge cache).',
  },
  externalIdEcho: {
    values: ['absent', 'mine'],
    mark: 'U',
    doc: 'externalId is returned nowhere, or in the rows of /jobs/mine.',
  },
  proposalScale: {
    values: ['reference', 'guide'],
    mark: 'X',
    doc: 'interviewScore 86, matchScore 0.91, PER_LABEL (reference), or 8.6, 91, per_label (guide).',
  },
  inviteScope: {
    values: ['proposals:write', 'jobs:write'],
    mark: 'X',
    doc: 'Scope of an invite: its own page, or the scope catalogue.',
  },
} as const satisfies Record<string, DialectSwitch>;

/** Switches about identity, gates, limits and headers. */
const ACCESS_SWITCHES = {
  meClaimed: {
    values: ['absent', 'present'],
    mark: 'X',
    doc: 'auth/me carries no claim state (sample), or account.claimed (quickstart text).',
  },
  gateOrder: {
    values: ['scope-claim-feature', 'feature-scope-claim'],
    mark: 'U',
    doc: 'Which 403 wins when several gates are shut.',
  },
  retryAfter: {
    values: ['none', 'seconds', 'date'],
    mark: 'U',
    doc: 'Retry-After of a 429: none, seconds, or an HTTP date.',
  },
  rateLimitHeaders: {
    values: ['none', 'x-ratelimit', 'ratelimit'],
    mark: 'U',
    doc: 'X-RateLimit-* or RateLimit-* headers, or neither.',
  },
  requestIdHeader: {
    values: ['absent', 'present'],
    mark: 'U',
    doc: 'X-Request-Id beside the requestId of the error body.',
  },
  wwwAuthenticate: { values: ['absent', 'present'], mark: 'U', doc: 'WWW-Authenticate on a 401.' },
  bodyTooLarge: { values: [413, 400], mark: 'U', doc: 'Status of a request body over the size limit.' },
  tokenCap: { values: ['conflict', 'bad-request'], mark: 'U', doc: 'The 26th active token: 409 or 400.' },
  tokenDeleteRepeat: {
    values: ['ok', 'not-found'],
    mark: 'U',
    doc: 'DELETE of a token that is already revoked: the record, or 404.',
  },
  registerStatus: { values: [201, 200], mark: 'U', doc: 'Status of POST /api/agent/identity.' },
  unclaimedExpiry: {
    values: ['tokens-live', 'tokens-die'],
    mark: 'U',
    doc: 'After the claim window the pre-claim tokens keep working, or die.',
  },
  emailRegistered: {
    values: ['error', 'description'],
    mark: 'X',
    doc: 'email_already_registered as `error` (quickstart), or in error_description of invalid_request (claim page).',
  },
  claimRestartEmail: {
    values: ['may-change', 'fixed'],
    mark: 'U',
    doc: 'A restarted claim may name another e-mail, or not (invalid_request).',
  },
  pollBeforeStart: {
    values: ['authorization_pending', 'invalid_grant'],
    mark: 'U',
    doc: 'Token poll before any claim was started.',
  },
  pollAfterAttempt: {
    values: ['authorization_pending', 'expired_token', 'invalid_grant'],
    mark: 'U',
    doc: 'Token poll after the 1800 s attempt lapsed inside the claim window.',
  },
  pollAfterDecline: {
    values: ['authorization_pending', 'access_denied'],
    mark: 'U',
    doc: 'Token poll after the person declined.',
  },
  slowDown: {
    values: ['same-interval', 'plus-five-seconds'],
    mark: 'U',
    doc: 'slow_down keeps the interval, or adds five seconds for good (RFC 8628).',
  },
} as const satisfies Record<string, DialectSwitch>;

/** The one switch about the served OpenAPI document: what a later version of the API may have changed in it. */
const DOCUMENT_SWITCHES = {
  specDrift: {
    values: [
      'none',
      'new-update-key',
      'removed-update-key',
      'retyped-update-key',
      'new-enum-value',
      'removed-enum-value',
      'new-endpoint',
      'removed-endpoint',
      'new-required-field',
      'changed-status',
      'removed-answer-key',
      'version-3.0',
      'reference-cycle',
      'not-served',
      'web-page',
    ],
    mark: 'U',
    doc: 'openapi.json says what the simulator does, or differs from it in one respect; the API itself stays the same.',
    documentOnly: true,
  },
} as const satisfies Record<string, DialectSwitch>;

/** Every switch there is. The simulator reads them at each request, so they can be thrown while it runs. */
export const DIALECT_SWITCHES = {
  ...DRAFT_SWITCHES,
  ...JOB_SWITCHES,
  ...ACCESS_SWITCHES,
  ...DOCUMENT_SWITCHES,
};
