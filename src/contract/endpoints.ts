import type { Mark } from './job-fields.ts';
import type { Scope } from './scopes.ts';

/** A status that an endpoint is known to answer with. */
export interface ContractStatus {
  readonly status: number;
  readonly mark: Mark;
}

/** A key of a success answer. Path from the body: `validation.publishReady`, `jobs[].id`. */
export interface ContractKey {
  readonly path: string;
  /** `needed`: otform cannot work on without it. `used`: it makes do without. */
  readonly reliance: 'needed' | 'used';
}

/** One endpoint that otform was built on. */
export interface ContractEndpoint {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/public/v1`, or from the origin for the `/api/agent` family. `{name}` is a parameter of any name. */
  readonly path: string;
  readonly family: 'public' | 'agent';
  readonly mark: Mark;
  /** Page that describes it. */
  readonly source: string;
  /** What does not work without it, to go after "without it, otform": `cannot close jobs`. */
  readonly without: string;
  /** Any one of them is enough. Empty: any valid token, or none. */
  readonly scopes: readonly Scope[];
  readonly scopesMark: Mark;
  /** Every success status that otform reads as one; a server may well have only some of them. */
  readonly success: readonly ContractStatus[];
  readonly errors: readonly ContractStatus[];
  /** Keys of the request body or query that otform sends. `update-keys`: those of the job field table. */
  readonly sends: readonly string[] | 'update-keys';
  readonly reads: readonly ContractKey[];
}

const D = (...statuses: readonly number[]): readonly ContractStatus[] =>
  statuses.map((status) => ({ status, mark: 'D' }));
const needed = (...paths: readonly string[]): readonly ContractKey[] =>
  paths.map((path) => ({ path, reliance: 'needed' }));
const used = (...paths: readonly string[]): readonly ContractKey[] =>
  paths.map((path) => ({ path, reliance: 'used' }));

const PUBLIC = { family: 'public', mark: 'D', scopesMark: 'D' } as const;
const AGENT = { family: 'agent', mark: 'D', scopesMark: 'D', scopes: [] } as const;

/** Endpoints about jobs. The status of a draft create is not stated; other creates answer 201 [U]. */
const JOB_ENDPOINTS: readonly ContractEndpoint[] = [
  {
    ...PUBLIC,
    method: 'GET',
    path: '/job-drafts/capabilities',
    source: 'api-reference/job-drafts/capabilities',
    without: 'cannot check update keys and values before it sends them',
    scopes: [],
    success: D(200),
    errors: D(401, 403),
    sends: [],
    reads: used('draft.updateKeys', 'draft.enums', 'draft.importFormats', 'capabilities'),
  },
  {
    ...PUBLIC,
    method: 'POST',
    path: '/job-drafts',
    source: 'api-reference/job-drafts/create',
    without: 'cannot create jobs',
    scopes: ['jobs:write'],
    success: [
      { status: 201, mark: 'U' },
      { status: 200, mark: 'U' },
    ],
    errors: [
      { status: 400, mark: 'I' },
      { status: 401, mark: 'I' },
      { status: 403, mark: 'I' },
      { status: 429, mark: 'I' },
    ],
    sends: ['source', 'format', 'job', 'jsonLd', 'xml', 'externalId', 'idempotencyKey'],
    reads: [
      ...needed('jobId'),
      ...used('status', 'draftUrl', 'reviewUrl', 'validation.publishReady', 'normalizedFields'),
    ],
  },
  {
    ...PUBLIC,
    method: 'PATCH',
    path: '/job-drafts/{jobId}',
    source: 'api-reference/job-drafts/update',
    without: 'cannot fill in drafts',
    scopes: ['jobs:write'],
    success: D(200),
    errors: [...D(400), { status: 401, mark: 'I' }, { status: 403, mark: 'I' }, { status: 404, mark: 'I' }],
    sends: 'update-keys',
    reads: [...needed('jobId'), ...used('status', 'draftUrl', 'validation.publishReady')],
  },
  {
    ...PUBLIC,
    method: 'POST',
    path: '/jobs/{jobId}/publish',
    source: 'api-reference/jobs/publish',
    without: 'cannot publish jobs',
    scopes: ['jobs:write'],
    success: D(200),
    errors: D(400, 401, 403, 404, 429),
    sends: [],
    reads: [...needed('jobId'), ...used('status', 'alreadyPublished', 'jobUrl', 'warnings')],
  },
  {
    ...PUBLIC,
    method: 'PATCH',
    path: '/jobs/{jobId}',
    source: 'api-reference/jobs/update',
    without: 'cannot edit published jobs',
    scopes: ['jobs:write'],
    success: D(200),
    errors: D(400, 401, 403, 404, 409),
    sends: 'update-keys',
    reads: [...needed('jobId'), ...used('status', 'moderation')],
  },
  {
    ...PUBLIC,
    method: 'POST',
    path: '/jobs/{jobId}/close',
    source: 'api-reference/jobs/close',
    without: 'cannot close jobs, so destroy and replace do not work',
    scopes: ['jobs:write'],
    success: D(200),
    errors: D(401, 403, 404),
    sends: [],
    reads: [...needed('jobId'), ...used('status', 'alreadyClosed')],
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/jobs/mine',
    source: 'api-reference/jobs/mine',
    without: 'cannot see which jobs exist, so no plan can be made',
    scopes: ['jobs:read'],
    success: D(200),
    errors: D(400, 401),
    sends: ['status', 'limit', 'cursor'],
    reads: [
      ...needed('jobs[].id', 'jobs[].status', 'nextCursor'),
      ...used(
        'jobs[].title',
        'jobs[].createdAt',
        'jobs[].updatedAt',
        'jobs[].jobUrl',
        'jobs[].proposalCounts',
      ),
    ],
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/jobs/{jobId}',
    source: 'api-reference/jobs/get',
    without: 'cannot show the public page of a job',
    scopes: [],
    success: D(200),
    errors: D(400, 404, 429),
    sends: [],
    reads: needed('id'),
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/jobs/{jobId}/proposals',
    source: 'api-reference/jobs/list-proposals',
    without: 'cannot list proposals',
    scopes: ['proposals:read'],
    success: D(200),
    errors: D(400, 401, 403, 404),
    sends: ['status', 'limit', 'cursor'],
    reads: [...needed('proposals[].id', 'nextCursor'), ...used('proposals[].status', 'proposals[].bid')],
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/proposals/{proposalId}',
    source: 'api-reference/proposals/get',
    without: 'cannot show a proposal',
    scopes: ['proposals:read'],
    success: D(200),
    errors: [...D(401, 404), { status: 403, mark: 'I' }],
    sends: [],
    reads: used('proposal'),
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/updates',
    source: 'api-reference/updates/poll',
    without: 'cannot follow new proposals',
    scopes: ['proposals:read', 'messages:read', 'payments:read'],
    success: D(200),
    errors: [...D(403), { status: 400, mark: 'I' }, { status: 401, mark: 'I' }],
    sends: ['cursor', 'limit'],
    reads: used('events[].id', 'events[].type', 'nextCursor', 'hasMore'),
  },
];

/** Endpoints about tokens and the account. */
const IDENTITY_ENDPOINTS: readonly ContractEndpoint[] = [
  {
    ...PUBLIC,
    method: 'GET',
    path: '/auth/me',
    source: 'api-reference/auth/me',
    without: 'cannot tell whose token it works with',
    scopes: [],
    success: D(200),
    errors: D(401, 404),
    sends: [],
    reads: [...needed('token.scopes'), ...used('account.organizationId', 'actor.userId')],
  },
  {
    ...PUBLIC,
    method: 'POST',
    path: '/tokens',
    source: 'api-reference/tokens/create',
    without: 'cannot rotate tokens',
    scopes: [],
    success: D(201),
    errors: D(400, 401, 403),
    sends: ['name', 'scopes', 'expiresAt'],
    reads: [...needed('token'), ...used('metadata.id')],
  },
  {
    ...PUBLIC,
    method: 'GET',
    path: '/tokens',
    source: 'api-reference/tokens/list',
    without: 'cannot list tokens',
    scopes: [],
    success: D(200),
    errors: D(401),
    sends: [],
    reads: used('tokens[].id', 'tokens[].status'),
  },
  {
    ...PUBLIC,
    method: 'DELETE',
    path: '/tokens/{tokenId}',
    source: 'api-reference/tokens/revoke',
    without: 'cannot revoke tokens by id',
    scopes: [],
    success: [{ status: 200, mark: 'I' }],
    errors: D(401, 404),
    sends: [],
    reads: used('token.id'),
  },
  {
    ...AGENT,
    method: 'POST',
    path: '/api/agent/identity',
    source: 'api-reference/agent-auth/register',
    without: 'cannot register new accounts',
    success: [
      { status: 201, mark: 'U' },
      { status: 200, mark: 'U' },
    ],
    errors: D(400, 403, 429),
    sends: ['identity_type', 'agent_name', 'organization_name'],
    reads: needed('access_token', 'claim_token'),
  },
  {
    ...AGENT,
    method: 'POST',
    path: '/api/agent/identity/claim',
    source: 'api-reference/agent-auth/claim',
    without: 'cannot start a claim',
    success: [
      { status: 200, mark: 'I' },
      { status: 201, mark: 'U' },
    ],
    errors: D(400, 403, 429, 500),
    sends: ['claim_token', 'email'],
    reads: needed('user_code', 'verification_uri'),
  },
  {
    ...AGENT,
    method: 'POST',
    path: '/api/agent/oauth/token',
    source: 'api-reference/agent-auth/token',
    without: 'cannot finish a claim',
    success: D(200),
    errors: D(400),
    sends: ['grant_type', 'claim_token'],
    reads: needed('access_token'),
  },
  {
    ...AGENT,
    method: 'POST',
    path: '/api/agent/oauth/revoke',
    source: 'api-reference/agent-auth/revoke',
    without: 'cannot revoke the token in use',
    success: D(200),
    errors: D(400, 500),
    sends: ['token'],
    reads: [],
  },
];

/** The endpoints, statuses, scopes and keys that otform was built on, each with how sure we are of it. */
export const ENDPOINTS: readonly ContractEndpoint[] = [...JOB_ENDPOINTS, ...IDENTITY_ENDPOINTS];

/** Statuses that any call may answer beside its own: token, gates, limits and server faults [D but for 429, 500]. */
export const COMMON_ERRORS: readonly ContractStatus[] = [
  ...D(401, 403),
  { status: 429, mark: 'I' },
  { status: 500, mark: 'I' },
];

/** Documented operations that otform does not use. What is neither here nor above is new. */
export const UNUSED_OPERATIONS: readonly string[] = [
  'GET /openapi.json',
  'GET /jobs',
  'GET /jobs/facets',
  'GET /jobs/changes',
  'POST /jobs/{jobId}/invites',
  'GET /proposals/{proposalId}/interview',
  'POST /proposals/{proposalId}/hire',
  'POST /proposals/{proposalId}/conversation',
  'GET /freelancers/{idOrSlug}',
  'GET /messages',
  'POST /messages',
  'GET /contracts',
  'GET /contracts/{contractId}',
  'POST /contracts/{contractId}/milestones',
  'POST /contracts/{contractId}/end',
  'POST /milestones/{milestoneId}/fund',
  'POST /milestones/{milestoneId}/approve',
  'GET /approvals/{approvalId}',
  'GET /payments/pending',
  'GET /credits',
  'GET /credits/ledger',
  'POST /credits/top-ups',
  'GET /credits/top-ups/{topUpId}',
  'GET /webhooks',
  'POST /webhooks',
  'GET /webhooks/{webhookId}',
  'DELETE /webhooks/{webhookId}',
  'GET /team',
  'POST /team/invites',
];
