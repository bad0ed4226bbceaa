import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../contract/index.ts';
import type { Dialect } from '../dialects.ts';

/** What the document says of a route beyond what the route itself knows. */
export interface OperationRow {
  readonly summary: string;
  /** Name of the success schema. */
  readonly answer: string;
  /** Success statuses in this dialect; default 200. */
  readonly success?: (dialect: Dialect) => readonly number[];
  /** Refusals of the handler itself; 401, 403, 413 and 429 follow from the route. */
  readonly errors?: readonly number[] | ((dialect: Dialect) => readonly number[]);
  /** Name of the schema of a 400, where it is not that of a bad body. */
  readonly invalid?: string;
  /** Name of the request schema. */
  readonly request?: string;
  readonly query?: readonly string[];
  readonly page?: { readonly fallback: number; readonly max: number };
  /** False: the route is there and the document does not have it. */
  readonly described?: (dialect: Dialect) => boolean;
}

const PAGE = { fallback: DEFAULT_PAGE_SIZE, max: MAX_PAGE_SIZE };
const API = '/api/public/v1';

/** 200 for a replay beside the status of a create. */
function createStatuses(dialect: Dialect): readonly number[] {
  return dialect.replayStatus === 'ok-200'
    ? [...new Set([200, dialect.createStatus])]
    : [dialect.createStatus];
}

const when = (condition: boolean, status: number): readonly number[] => (condition ? [status] : []);

/** One row for every route below `/api`, keyed `METHOD pattern`. */
export const OPERATIONS: Readonly<Record<string, OperationRow>> = {
  [`GET ${API}/auth/me`]: { summary: 'Account and scopes of the token', answer: 'Me', errors: [404] },
  [`POST ${API}/tokens`]: {
    summary: 'Create an API token',
    answer: 'NewToken',
    success: () => [201],
    request: 'TokenRequest',
    errors: (dialect) => [400, 403, ...when(dialect.tokenCap === 'conflict', 409)],
  },
  [`GET ${API}/tokens`]: { summary: 'List API tokens', answer: 'Tokens' },
  [`DELETE ${API}/tokens/:tokenId`]: { summary: 'Revoke an API token', answer: 'OneToken', errors: [404] },
  [`POST ${API}/job-drafts`]: {
    summary: 'Create a job draft',
    answer: 'DraftEnvelope',
    success: createStatuses,
    request: 'CreateDraft',
    errors: (dialect) => [400, ...when(dialect.replayDifferentBody === 'conflict', 409)],
  },
  [`PATCH ${API}/job-drafts/:jobId`]: {
    summary: 'Set fields of a draft',
    answer: 'DraftPatchAnswer',
    request: 'JobUpdate',
    errors: (dialect) => [400, 404, ...when(dialect.draftPatchWhenOpen === 'conflict', 409)],
  },
  [`GET ${API}/job-drafts/capabilities`]: { summary: 'What job drafting accepts', answer: 'Capabilities' },
  [`GET ${API}/job-drafts/:jobId`]: {
    summary: 'Read a draft',
    answer: 'DraftEnvelope',
    errors: [404],
    described: (dialect) => dialect.draftRead === 'readable',
  },
  [`GET ${API}/jobs/mine`]: {
    summary: 'List the jobs of the account',
    answer: 'MyJobs',
    query: ['status', 'limit', 'cursor'],
    page: PAGE,
    errors: [400],
  },
  [`POST ${API}/jobs/:jobId/publish`]: {
    summary: 'Publish a draft',
    answer: 'PublishAnswer',
    invalid: 'NotReady',
    errors: [400, 403, 404, 409, 429],
  },
  [`POST ${API}/jobs/:jobId/close`]: {
    summary: 'Close a job',
    answer: 'CloseAnswer',
    errors: (dialect) => [
      404,
      ...when(dialect.closeDraft === 'conflict' || dialect.closeOther === 'conflict', 409),
    ],
  },
  [`PATCH ${API}/jobs/:jobId`]: {
    summary: 'Edit a published job',
    answer: 'LiveEditAnswer',
    request: 'JobUpdate',
    errors: [400, 404, 409],
  },
  [`GET ${API}/jobs`]: {
    summary: 'Search the marketplace',
    answer: 'PublicJobs',
    query: ['q', 'payType', 'language', 'country', 'limit', 'cursor'],
    page: PAGE,
    errors: [400],
  },
  [`GET ${API}/jobs/facets`]: { summary: 'Count the marketplace by value', answer: 'Facets' },
  [`GET ${API}/jobs/changes`]: {
    summary: 'Latest events of all public jobs',
    answer: 'Changes',
    query: ['since', 'until'],
    errors: [400],
  },
  [`GET ${API}/jobs/:jobId`]: { summary: 'Read one public job', answer: 'PublicJob', errors: [400, 404] },
  [`GET ${API}/jobs/:jobId/proposals`]: {
    summary: 'List the proposals for a job',
    answer: 'Proposals',
    query: ['status', 'limit', 'cursor'],
    page: PAGE,
    errors: [400, 403, 404],
  },
  [`GET ${API}/proposals/:proposalId`]: { summary: 'Read a proposal', answer: 'OneProposal', errors: [404] },
  [`GET ${API}/proposals/:proposalId/interview`]: {
    summary: 'Read the interview of a proposal',
    answer: 'Interview',
    errors: [404],
  },
  [`POST ${API}/jobs/:jobId/invites`]: {
    summary: 'Invite an AI trainer',
    answer: 'Invited',
    success: () => [200, 201],
    request: 'InviteRequest',
    errors: [400, 404, 409],
  },
  [`GET ${API}/updates`]: {
    summary: 'Poll for events',
    answer: 'Updates',
    query: ['cursor', 'limit'],
    page: { fallback: 50, max: 200 },
    errors: [400, 403],
  },
  'POST /api/agent/identity': {
    summary: 'Register an agent account',
    answer: 'Registered',
    success: (dialect) => [dialect.registerStatus],
    request: 'IdentityRequest',
    errors: [400, 403],
  },
  'POST /api/agent/identity/claim': {
    summary: 'Start a claim',
    answer: 'ClaimStarted',
    request: 'ClaimRequest',
    errors: [400, 403],
  },
  'POST /api/agent/oauth/token': {
    summary: 'Poll for the token of a claim',
    answer: 'Granted',
    request: 'PollRequest',
    errors: [400],
  },
  'POST /api/agent/oauth/revoke': {
    summary: 'Revoke a token (RFC 7009)',
    answer: 'Revoked',
    request: 'RevokeRequest',
    errors: [400],
  },
};
