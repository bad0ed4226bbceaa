import type { OpenQuestion, SchemaFacet } from './questions.ts';

const CREATE = 'POST /job-drafts';
const PATCH = 'PATCH /job-drafts/{jobId}';
const LIVE = 'PATCH /jobs/{jobId}';
const PUBLISH = 'POST /jobs/{jobId}/publish';
const CLOSE = 'POST /jobs/{jobId}/close';
const MINE = 'GET /jobs/mine';
const CAPABILITIES = 'GET /job-drafts/capabilities';

/** A type alone settles what is sent, not which values are taken. */
const FORM: readonly SchemaFacet[] = ['enum', 'pattern', 'format'];
const VALUES: readonly SchemaFacet[] = ['type', 'items', ...FORM];
const LENGTH: readonly SchemaFacet[] = ['maxLength', 'pattern'];

const LIMIT_HEADERS = [
  'X-RateLimit-Limit',
  'X-RateLimit-Remaining',
  'X-RateLimit-Reset',
  'RateLimit',
  'RateLimit-Policy',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
];

/** Keys of which the documentation gives the name and not the type or the values. */
const UNTYPED_KEYS = [
  'dataType',
  'subjectMatter',
  'labelingSoftware',
  'labelingOverview',
  'datasetDescription',
  'aiInterviewRequirements',
  'budgetRange',
  'workloadDesc',
  'timeRequirement',
  'projectDuration',
  'freelancerType',
  'projectScope',
];

/** Open questions about drafts, jobs and proposals. */
export const JOB_QUESTIONS: readonly OpenQuestion[] = [
  {
    id: 'draft-read',
    question: 'Can the field values of a draft be read back?',
    mark: 'U',
    asked: 'jobs 13.1',
    assumed: 'probed once a run, and done without when it answers 404 or 405',
    looks: [
      { what: 'operation', at: 'GET /job-drafts/{jobId}' },
      { what: 'operation', at: 'GET /job-drafts' },
    ],
  },
  {
    id: 'list-by-external-id',
    question: 'Can jobs be found by externalId, and is it returned?',
    mark: 'U',
    asked: 'jobs 13.2',
    assumed: 'no: jobs are found by ID, idempotency key, or title and time',
    looks: [
      { what: 'parameters', at: MINE },
      { what: 'answer-keys', at: MINE, key: 'jobs[]' },
    ],
  },
  {
    id: 'draft-discard',
    question: 'How is a draft discarded: is there a DELETE, and what does close answer?',
    mark: 'U',
    asked: 'jobs 13.3',
    assumed: 'close is tried; if it is refused, the draft is left and named in a warning',
    looks: [
      { what: 'operation', at: 'DELETE /job-drafts/{jobId}' },
      { what: 'operation', at: 'DELETE /jobs/{jobId}' },
      { what: 'statuses', at: CLOSE, statuses: [400, 409] },
    ],
  },
  {
    id: 'reopen',
    question: 'Can an archived job be opened again?',
    mark: 'U',
    asked: 'jobs 13.4',
    assumed: 'no: it is never re-posted by itself, only by a replacement',
    looks: [
      { what: 'operation', at: 'POST /jobs/{jobId}/reopen' },
      { what: 'operation', at: 'POST /jobs/{jobId}/unpublish' },
      { what: 'operation', at: 'POST /jobs/{jobId}/archive' },
      { what: 'statuses', at: PUBLISH, statuses: [409] },
    ],
  },
  {
    id: 'idempotency-key-form',
    question: 'How long may an idempotencyKey be, and of which characters?',
    mark: 'U',
    asked: 'jobs 13.5',
    assumed: 'short keys of letters, digits and dashes pass',
    looks: [
      { what: 'request', at: CREATE, key: 'idempotencyKey', facets: LENGTH },
      { what: 'request', at: CREATE, key: 'source.idempotencyKey', facets: LENGTH },
    ],
  },
  {
    id: 'idempotency-replay',
    question: 'What does a repeated idempotencyKey answer, with the same and with another body?',
    mark: 'U',
    asked: 'jobs 13.5',
    assumed: 'the job that the key made; an archived one makes otform use a new key',
    looks: [{ what: 'statuses', at: CREATE, statuses: [200, 409] }],
  },
  {
    id: 'create-status',
    question: 'With which status is a draft created?',
    mark: 'U',
    asked: 'jobs 13.6',
    assumed: '200 and 201 are both read as created',
    looks: [{ what: 'success-statuses', at: CREATE }],
  },
  {
    id: 'create-errors',
    question: 'Which errors does a draft create answer?',
    mark: 'U',
    asked: 'jobs 13.6',
    assumed: 'those of the other calls: 400, 401, 403, 429, 5xx',
    looks: [{ what: 'error-statuses', at: CREATE }],
  },
  {
    id: 'update-keys',
    question: 'Which update keys are there in all?',
    mark: 'U',
    asked: 'jobs 13.7',
    assumed: 'the 26 documented ones; others go through extra_fields',
    looks: [{ what: 'request-keys', at: PATCH, key: '' }],
  },
  {
    id: 'unknown-update-keys',
    question: 'Are unknown update keys refused?',
    mark: 'D',
    asked: 'jobs 3',
    assumed: 'yes, with 400',
    looks: [{ what: 'request', at: PATCH, key: '', facets: ['additionalProperties'] }],
  },
  {
    id: 'visibility-values',
    question: 'Which values does visibility take?',
    mark: 'U',
    asked: 'jobs 13.7',
    assumed: 'any text, sent as it is',
    looks: [{ what: 'request', at: PATCH, key: 'visibility', facets: FORM }],
  },
  ...['countries', 'languages', 'labelTypes'].map(
    (key): OpenQuestion => ({
      id: `${key === 'labelTypes' ? 'label-types' : key}-form`,
      question: `In which form are the values of ${key}?`,
      mark: 'U',
      asked: 'jobs 13.7',
      assumed: 'a list of texts whose order carries no meaning',
      looks: [{ what: 'request', at: PATCH, key: `${key}[]`, facets: FORM }],
    }),
  ),
  {
    id: 'untyped-keys',
    question: 'Which types and values do the keys take of which only the name is documented?',
    mark: 'U',
    asked: 'jobs 13.7',
    assumed: 'text',
    looks: UNTYPED_KEYS.map((key) => ({ what: 'request', at: PATCH, key, facets: VALUES }) as const),
  },
  {
    id: 'text-limits',
    question: 'How long may title and description be?',
    mark: 'U',
    asked: 'jobs 5',
    assumed: 'no limit of their own',
    looks: [
      { what: 'request', at: PATCH, key: 'jobTitle', facets: LENGTH },
      { what: 'request', at: PATCH, key: 'jobDescription', facets: LENGTH },
    ],
  },
  {
    id: 'price-limits',
    question: 'Between which bounds may prices lie?',
    mark: 'U',
    asked: 'jobs 5',
    assumed: 'more than zero',
    looks: ['pricePerHour', 'pricePerLabel', 'fixedPrice'].map(
      (key) => ({ what: 'request', at: PATCH, key, facets: ['minimum', 'maximum'] }) as const,
    ),
  },
  {
    id: 'canonical-keys',
    question: 'Which keys does a canonical job take?',
    mark: 'U',
    asked: 'jobs 13.8',
    assumed: 'the nine documented ones; what the server cannot place is shown as unmapped',
    looks: [{ what: 'request-keys', at: CREATE, key: 'job' }],
  },
  {
    id: 'unknown-create-keys',
    question: 'Are unknown keys of a draft create refused?',
    mark: 'U',
    asked: 'jobs 2.1',
    assumed: 'otform sends documented keys only',
    looks: [{ what: 'request', at: CREATE, key: '', facets: ['additionalProperties'] }],
  },
  {
    id: 'source-limits',
    question: 'How long may the sources of a draft be?',
    mark: 'U',
    asked: 'jobs 2.1',
    assumed: '60,000 characters of text; nothing is assumed of the other formats',
    looks: [
      { what: 'request', at: CREATE, key: 'source.text', facets: LENGTH },
      { what: 'request', at: CREATE, key: 'rawJobDescription', facets: LENGTH },
      { what: 'request', at: CREATE, key: 'xml', facets: LENGTH },
    ],
  },
  {
    id: 'source-payload',
    question: 'May source itself carry job, jsonLd or xml?',
    mark: 'U',
    asked: 'jobs 2.1',
    assumed: 'no: otform sends them at the top level',
    looks: [{ what: 'request-keys', at: CREATE, key: 'source' }],
  },
  {
    id: 'patch-null',
    question: 'May a field be cleared with null?',
    mark: 'U',
    asked: 'jobs 13.9',
    assumed: 'nothing is ever cleared: a field that leaves the program stops being managed',
    looks: [
      { what: 'request', at: PATCH, key: 'jobTitle', facets: ['nullable'] },
      { what: 'request', at: PATCH, key: 'languages', facets: ['nullable'] },
    ],
  },
  {
    id: 'patch-answer',
    question: 'Does a PATCH of a draft answer with the field values?',
    mark: 'X',
    asked: 'jobs 13.9',
    assumed: 'both are read; without them the last values sent are kept',
    looks: [{ what: 'answer-keys', at: PATCH, key: '' }],
  },
  {
    id: 'missing-fields-place',
    question: 'Where are the missing fields: in validation, or at the top level?',
    mark: 'X',
    asked: 'jobs 2.3',
    assumed: 'both places are read and merged',
    looks: [
      { what: 'answer-keys', at: CREATE, key: '' },
      { what: 'answer', at: CREATE, key: 'validation.missingFields[]', facets: ['type'] },
    ],
  },
  {
    id: 'issue-shape',
    question: 'What shape have validation.issues, warnings and lowConfidenceFields?',
    mark: 'U',
    asked: 'jobs 13.11',
    assumed: 'texts and objects are both read',
    looks: [
      { what: 'answer', at: CREATE, key: 'validation.issues[]', facets: ['type'] },
      { what: 'answer', at: CREATE, key: 'warnings[]', facets: ['type'] },
      { what: 'answer', at: CREATE, key: 'lowConfidenceFields[]', facets: ['type'] },
    ],
  },
  {
    id: 'publish-answer',
    question: 'Can a publish answer that the job is held, and not live?',
    mark: 'U',
    asked: 'jobs 13.12',
    assumed: 'yes: PENDING_APPROVAL is kept as the status of the job, and is not published again',
    looks: [
      { what: 'answer', at: PUBLISH, key: 'status', facets: ['enum'] },
      { what: 'statuses', at: PUBLISH, statuses: [202] },
    ],
  },
  {
    id: 'retry-after',
    question: 'Does a 429 carry Retry-After, and are there rate limit headers?',
    mark: 'U',
    asked: 'jobs 13.13',
    assumed: 'honoured when there; else exponential backoff',
    looks: [
      { what: 'headers', at: PUBLISH, status: 429, names: ['Retry-After', ...LIMIT_HEADERS] },
      { what: 'headers', at: MINE, status: 429, names: ['Retry-After', ...LIMIT_HEADERS] },
      { what: 'headers', at: MINE, status: 'success', names: LIMIT_HEADERS },
    ],
  },
  {
    id: 'rate-limited-calls',
    question: 'Which authenticated calls can answer 429?',
    mark: 'U',
    asked: 'jobs 13.13',
    assumed: 'every call can',
    looks: [PATCH, LIVE, MINE].map((at) => ({ what: 'statuses', at, statuses: [429] }) as const),
  },
  {
    id: 'body-too-large',
    question: 'With which status is a body refused that is too large?',
    mark: 'U',
    asked: 'jobs 13.13',
    assumed: '400 and 413 both mean that nothing was created',
    looks: [{ what: 'statuses', at: CREATE, statuses: [413] }],
  },
  {
    id: 'error-details',
    question: 'How are the issues of a 400 laid out?',
    mark: 'U',
    asked: 'jobs 13.15',
    assumed: 'four layouts are read, and shown whole otherwise',
    looks: [{ what: 'error-keys', at: PATCH, status: 400, key: 'details' }],
  },
  {
    id: 'page-limit',
    question: 'What is the largest page of /jobs/mine?',
    mark: 'U',
    asked: 'jobs 13.17',
    assumed: '100 is asked for, and never more',
    looks: [{ what: 'parameter', at: MINE, name: 'limit', facets: ['maximum'] }],
  },
  {
    id: 'live-edit-unready',
    question: 'Can an edit leave a live job with gaps, and does the answer say so?',
    mark: 'U',
    asked: 'jobs 13.18',
    assumed: 'otform clears no field, so its own edits cannot',
    looks: [{ what: 'answer-keys', at: LIVE, key: '' }],
  },
  {
    id: 'draft-patch-open',
    question: 'What does a draft PATCH of a published job answer?',
    mark: 'I',
    asked: 'jobs 3',
    assumed: '404 and 409 both make otform read the job again',
    looks: [{ what: 'statuses', at: PATCH, statuses: [404, 409] }],
  },
  {
    id: 'served-enums',
    question: 'Which enums do the capabilities serve?',
    mark: 'U',
    asked: 'jobs 4',
    assumed: 'paymentType, experienceLevel and dataVolumeUnit; any other is used as well',
    looks: [{ what: 'answer-keys', at: CAPABILITIES, key: 'draft.enums' }],
  },
  {
    id: 'job-statuses',
    question: 'Which statuses can a job have?',
    mark: 'U',
    asked: 'jobs 6',
    assumed: 'the six of the list filter; an unknown one is left alone',
    looks: [
      { what: 'answer', at: MINE, key: 'jobs[].status', facets: ['enum'] },
      { what: 'parameter', at: MINE, name: 'status', facets: ['enum'] },
    ],
  },
  {
    id: 'request-id-header',
    question: 'Is the request ID sent as a header too?',
    mark: 'U',
    asked: 'jobs 10',
    assumed: 'read from the body, else from X-Request-Id',
    looks: [{ what: 'headers', at: MINE, status: 'success', names: ['X-Request-Id'] }],
  },
  {
    id: 'proposal-scales',
    question: 'On which scale are the scores of a proposal?',
    mark: 'X',
    asked: 'jobs 8',
    assumed: 'shown as they come',
    looks: ['interviewScore', 'matchScore'].map(
      (key) =>
        ({
          what: 'answer',
          at: 'GET /jobs/{jobId}/proposals',
          key: `proposals[].metrics.${key}`,
          facets: ['minimum', 'maximum'],
        }) as const,
    ),
  },
  {
    id: 'invite-scope',
    question: 'Which scope does an invite need?',
    mark: 'X',
    asked: 'jobs 8',
    assumed: 'otform invites nobody',
    looks: [{ what: 'scopes', at: 'POST /jobs/{jobId}/invites' }],
  },
];
