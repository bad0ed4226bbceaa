import { describe, expect, it } from 'vitest';
import {
  AuthenticationError,
  ContractError,
  InvalidRequestError,
  ModerationBlockedError,
  NotFoundError,
  NotPublishReadyError,
  type OpentrainApi,
  type OpentrainError,
  OutcomeUnknownError,
  PermissionError,
  PublishQuotaError,
  RateLimitedError,
  ServerError,
  WrongStateError,
} from '../../src/api/index.ts';
import { failureOf, json, KEYED, refusal, startBench, UNKEYED } from './fault-server.ts';

type Kind = abstract new (...args: never[]) => OpentrainError;
interface Row {
  readonly name: string;
  readonly call: (api: OpentrainApi) => Promise<unknown>;
  readonly status: number;
  readonly body: unknown;
  readonly kind: Kind;
  readonly fields?: Record<string, unknown>;
  readonly says?: readonly string[];
}

const publish = (api: OpentrainApi) => api.publish('j1');
const editLive = (api: OpentrainApi) => api.updateJob('j1', { headcount: 2 });
const editDraft = (api: OpentrainApi) => api.updateDraft('j1', { headcount: 2 });
const me = (api: OpentrainApi) => api.me();

const ROWS: readonly Row[] = [
  {
    name: '401',
    call: me,
    status: 401,
    body: refusal('UNAUTHORIZED'),
    kind: AuthenticationError,
    says: ['revoked', 'claim', '`otform auth login`', 'OT_API_TOKEN', 'req-1'],
  },
  {
    name: '403 moderation on publish: nothing is live',
    call: publish,
    status: 403,
    body: refusal('FORBIDDEN', {
      reason: 'moderation_blocked',
      reasons: ['spam', { message: 'contact details' }],
    }),
    kind: ModerationBlockedError,
    fields: { editApplied: false, reasons: ['spam', 'contact details'] },
    says: ['still a draft', 'spam; contact details'],
  },
  {
    name: '409 moderation on a live edit: the edit was applied',
    call: editLive,
    status: 409,
    body: refusal('CONFLICT', {
      jobId: 'j1',
      reason: 'moderation_blocked',
      reasons: ['spam'],
      status: 'DRAFT',
    }),
    kind: ModerationBlockedError,
    fields: { editApplied: true, reasons: ['spam'] },
    says: ['was applied'],
  },
  {
    name: '403 claim',
    call: publish,
    status: 403,
    body: refusal('FORBIDDEN', {
      reason: 'account_claim_required',
      action: 'x',
      claimUrl: 'https://x/claim',
    }),
    kind: PermissionError,
    fields: { kind: 'claim' },
    says: ['`otform auth claim', 'https://x/claim'],
  },
  {
    name: '403 scope',
    call: publish,
    status: 403,
    body: refusal('FORBIDDEN', { requiredScopes: ['jobs:write'], grantedScopes: ['jobs:read', 'team:read'] }),
    kind: PermissionError,
    fields: { kind: 'scope' },
    says: ['jobs:write', 'jobs:read, team:read', 'OT_API_TOKEN'],
  },
  {
    name: '403 feature',
    call: publish,
    status: 403,
    body: refusal('FORBIDDEN', { featureKey: 'public_api_job_publishing', mode: 'ALLOWLIST' }),
    kind: PermissionError,
    fields: { kind: 'feature' },
    says: ['public_api_job_publishing', '`otform capabilities`'],
  },
  {
    name: '403 without a reason',
    call: me,
    status: 403,
    body: refusal('FORBIDDEN'),
    kind: PermissionError,
    fields: { kind: 'unknown' },
  },
  {
    name: '403 without JSON',
    call: me,
    status: 403,
    body: undefined,
    kind: PermissionError,
    fields: { kind: 'unknown' },
  },
  { name: '404', call: editDraft, status: 404, body: refusal('NOT_FOUND'), kind: NotFoundError },
  { name: '410', call: editDraft, status: 410, body: refusal('NOT_FOUND'), kind: NotFoundError },
  {
    name: '409 wrong state',
    call: editLive,
    status: 409,
    body: refusal('CONFLICT', { jobId: 'j1', status: 'DRAFT', requiredStatus: 'OPEN' }),
    kind: WrongStateError,
    fields: { currentStatus: 'DRAFT', requiredStatus: 'OPEN' },
    says: ['it is DRAFT and has to be OPEN', 'Nothing was changed'],
  },
  {
    name: '409 of another kind',
    call: editDraft,
    status: 409,
    body: refusal('CONFLICT'),
    kind: WrongStateError,
    fields: { currentStatus: null, requiredStatus: null },
  },
  {
    name: '409 of a write whose body cannot be read',
    call: editLive,
    status: 409,
    body: undefined,
    kind: ContractError,
    says: ['may have been carried out'],
  },
  {
    name: '400 on publish with validation',
    call: publish,
    status: 400,
    body: refusal('BAD_REQUEST', { validation: { publishReady: false, missingFields: ['experienceLevel'] } }),
    kind: NotPublishReadyError,
    says: ['experienceLevel'],
  },
  {
    name: '400 on publish with the gaps beside validation',
    call: publish,
    status: 400,
    body: refusal('BAD_REQUEST', {
      validation: { missingFields: [] },
      missingFields: [{ field: 'dataVolumeUnit' }],
    }),
    kind: NotPublishReadyError,
    says: ['dataVolumeUnit'],
  },
  {
    name: '400 with zod issues',
    call: editDraft,
    status: 400,
    body: refusal('BAD_REQUEST', { issues: [{ code: 'unrecognized_keys', keys: ['foo'], path: [] }] }),
    kind: InvalidRequestError,
    fields: { issues: [{ path: [], message: 'Unrecognized key(s): foo', keys: ['foo'] }] },
    says: ['foo', 'nothing was changed'],
  },
  {
    name: '400 with zod issues as details',
    call: editDraft,
    status: 400,
    body: refusal('BAD_REQUEST', [{ path: ['a'], message: 'Bad' }]),
    kind: InvalidRequestError,
    fields: { issues: [{ path: ['a'], message: 'Bad', keys: [] }] },
  },
  { name: '413', call: editDraft, status: 413, body: undefined, kind: InvalidRequestError },
  { name: '422', call: editDraft, status: 422, body: refusal('X'), kind: InvalidRequestError },
  {
    name: '429 publish quota',
    call: publish,
    status: 429,
    body: refusal('RATE_LIMITED', { limit: 3, windowHours: 24 }),
    kind: PublishQuotaError,
    fields: { limit: 3, windowHours: 24 },
    says: ['3 jobs in 24 hours'],
  },
  {
    name: '429 with a limit on another call',
    call: editDraft,
    status: 429,
    body: refusal('RATE_LIMITED', { limit: 3 }),
    kind: RateLimitedError,
  },
  { name: '500 of a read', call: me, status: 500, body: refusal('INTERNAL_ERROR'), kind: ServerError },
  {
    name: '500 of a publish',
    call: publish,
    status: 500,
    body: undefined,
    kind: ServerError,
    says: ['may be live now'],
  },
  {
    name: '500 of a live edit',
    call: editLive,
    status: 500,
    body: undefined,
    kind: OutcomeUnknownError,
    says: ['`otform plan`'],
  },
  {
    name: '500 of an unkeyed create',
    call: (api) => api.createDraft(UNKEYED),
    status: 500,
    body: undefined,
    kind: OutcomeUnknownError,
    says: ['may exist now', 'no idempotency key'],
  },
  {
    name: '503 of a keyed create',
    call: (api) => api.createDraft(KEYED),
    status: 503,
    body: undefined,
    kind: OutcomeUnknownError,
    says: ['may exist now', 'same idempotency key'],
  },
  { name: 'redirect', call: me, status: 302, body: undefined, kind: ContractError, says: ['base URL'] },
  {
    name: '200 that is a web page',
    call: me,
    status: 200,
    body: undefined,
    kind: ContractError,
    says: ['not JSON'],
  },
  {
    name: '200 without a jobId',
    call: (api) => api.createDraft(KEYED),
    status: 200,
    body: { ok: true },
    kind: ContractError,
    says: ['jobId', 'may exist now'],
  },
  {
    name: '200 about another job',
    call: publish,
    status: 200,
    body: { jobId: 'j2' },
    kind: ContractError,
    says: ['j2'],
  },
];

describe('answers that are no success', () => {
  it.each(ROWS)('$name', async ({ call, status, body, kind, fields = {}, says = [] }) => {
    const { api } = await startBench(
      (_seen, response) => {
        if (body !== undefined) return json(response, status, body);
        response.writeHead(status, { 'content-type': 'text/html', location: 'https://elsewhere.example/' });
        response.end('<html>');
      },
      { patienceMs: 0 },
    );
    const error = await failureOf(call(api), kind);
    expect(error).toMatchObject({ name: kind.name, ...fields, facts: { status, attempts: 1 } });
    expect(error.facts.summary.length).toBeLessThanOrEqual(60);
    for (const text of says) expect(error.facts.detail).toContain(text);
  });

  it('keeps code, reason, request id and details', async () => {
    const { api } = await startBench((_seen, response) =>
      json(response, 403, refusal('FORBIDDEN', { reason: 'moderation_blocked', reasons: [] })),
    );
    const { facts } = await failureOf(api.publish('j1'), ModerationBlockedError);
    expect(facts).toMatchObject({
      method: 'POST',
      path: '/api/public/v1/jobs/j1/publish',
      code: 'FORBIDDEN',
      reason: 'moderation_blocked',
      requestId: 'req-1',
      details: { reason: 'moderation_blocked', reasons: [] },
    });
  });

  it('reads the request id of a header when the body has none', async () => {
    const { api } = await startBench((_seen, response) =>
      json(response, 401, {}, { 'x-request-id': 'from-header' }),
    );
    const error = await failureOf(api.me(), AuthenticationError);
    expect(error.message).toContain('from-header');
  });

  it('reads an unlisted public job from its 404, and asks without a token', async () => {
    const { api, seen } = await startBench((_seen, response) =>
      json(response, 404, { id: 'j1', status: 'closed' }),
    );
    expect(await api.publicJob('j1')).toEqual({ listed: false, status: 'closed' });
    expect(seen[0]?.headers.authorization).toBeUndefined();
  });

  it('takes the envelope 404 of a public job as not found', async () => {
    const { api } = await startBench((_seen, response) => json(response, 404, refusal('NOT_FOUND')));
    await failureOf(api.publicJob('j1'), NotFoundError);
  });

  it.each([404, 405, 501])('takes %i of the undocumented draft read as no such route', async (status) => {
    const { api, seen } = await startBench((_seen, response) => json(response, status, refusal('NOT_FOUND')));
    expect(await api.tryReadDraft('j1')).toBeNull();
    expect(seen).toHaveLength(1);
  });

  it('takes a web page in place of a draft as no such route', async () => {
    const { api } = await startBench((_seen, response) => response.end('<html>'));
    expect(await api.tryReadDraft('j1')).toBeNull();
  });
});
