import { createHash } from 'node:crypto';
import { DATA_VOLUME_UNITS, IMPORT_FORMATS, PAYMENT_TYPES, tryFieldByKey } from '../../contract/index.ts';
import { FEATURES, type Feature } from '../auth/constants.ts';
import { ApiError, badRequest, conflict, notFound } from '../http/errors.ts';
import { callerOf, type Handler, type Route } from '../http/route.ts';
import { ownJob } from '../jobs/access.ts';
import { parseSource, SourceError } from '../parsers/index.ts';
import type { JobRecord } from '../store/model.ts';
import { nextSeq, tick, type World } from '../world.ts';
import { applyPatch } from './apply-patch.ts';
import { SHORT_KEY_LIFETIME_MS } from './constants.ts';
import { draftEnvelope, patchSubset } from './envelope.ts';
import { enumValuesOf } from './gaps.ts';
import { mergeFields } from './spelling.ts';
import { type CreateRequest, checkPatch, invalidRequest, readCreate, UPDATE_KEYS } from './validators.ts';

const DRAFTING = { scopes: ['jobs:write'], feature: 'public_api_job_drafting', kind: 'token' } as const;

/** `POST /job-drafts`, all body shapes; a known idempotency key answers with the job it made [D guide]. */
const createDraft: Handler = (world, request) => {
  const caller = callerOf(request);
  const body = request.body as Record<string, unknown>;
  const create = readCreate(world.dialect, body);
  const digest = createHash('sha256').update(JSON.stringify(body)).digest('base64');
  const known = tryReplay(world, caller.account.id, caller.token.id, create.idempotencyKey);
  if (known !== undefined) return replay(world, known, digest);
  const parsed = parse(world, create);
  const now = tick(world);
  const fields = mergeFields(world.dialect, {}, parsed.fields);
  const job: JobRecord = {
    id: world.ids.id(),
    accountId: caller.account.id,
    seq: nextSeq(world),
    status: 'DRAFT',
    fields,
    firstFields: fields,
    createdAt: now,
    updatedAt: now,
    publishedAt: null,
    closedAt: null,
    validThrough: null,
    externalId: create.externalId,
    idempotencyKey: create.idempotencyKey,
    keyTokenId: caller.token.id,
    bodyDigest: digest,
    format: create.format,
    source: create.text ?? create.xml ?? create.job ?? create.jsonLd ?? null,
    lowConfidence: parsed.lowConfidence,
    unmapped: parsed.unmapped,
    warnings: parsed.warnings,
    parser: parsed.parser,
  };
  world.store.put('jobs', job);
  return { status: world.dialect.createStatus, body: draftEnvelope(world, job) };
};

/** `PATCH /job-drafts/{jobId}`: own drafts only, all or nothing [D job-drafts/update]. */
const patchDraft: Handler = (world, request) => {
  const job = ownJob(world, request);
  const body = request.body as Record<string, unknown>;
  checkPatch(world.dialect, body);
  if (job.status !== 'DRAFT') {
    if (world.dialect.draftPatchWhenOpen === 'not-found') throw notFound('Draft not found.');
    throw conflict(
      `This job is ${job.status}. Use PATCH /api/public/v1/jobs/${job.id} for a published job.`,
      {
        jobId: job.id,
        status: job.status,
        requiredStatus: 'DRAFT',
      },
    );
  }
  applyPatch(world, job, body);
  return {
    status: 200,
    body: world.dialect.patchEcho === 'full' ? draftEnvelope(world, job) : patchSubset(world, job),
  };
};

/** `GET /job-drafts/{jobId}`: undocumented, so a switch decides whether it is there [U]. */
const readDraft: Handler = (world, request) => {
  if (world.dialect.draftRead === 'method-not-allowed') {
    throw new ApiError(405, 'BAD_REQUEST', 'Method GET is not allowed here.', undefined, { Allow: 'PATCH' });
  }
  if (world.dialect.draftRead === 'not-found') throw notFound(`No route for GET ${request.path}.`);
  return { status: 200, body: draftEnvelope(world, ownJob(world, request)) };
};

/** `GET /job-drafts/capabilities` [D]: features and what drafting takes; neither scopes nor claim state. */
const capabilities: Handler = (world, request) => {
  const { account } = callerOf(request);
  const flags = Object.fromEntries(
    (Object.keys(FEATURES) as Feature[]).flatMap((feature) =>
      FEATURES[feature].map((flag) => [flag, !account.featuresOff.includes(feature)]),
    ),
  );
  const experience = tryFieldByKey('experienceLevel');
  return {
    status: 200,
    body: {
      featureKey: 'public_api_job_drafting',
      namespace: 'job-drafts',
      rolloutMode: account.featuresOff.length === 0 ? 'ALL' : 'ALLOWLIST',
      actorIsAdmin: false,
      capabilities: flags,
      draft: {
        importFormats: IMPORT_FORMATS,
        updateKeys: UPDATE_KEYS,
        enums: {
          paymentType: PAYMENT_TYPES,
          experienceLevel: experience === undefined ? [] : enumValuesOf(world.dialect, experience),
          dataVolumeUnit: DATA_VOLUME_UNITS,
        },
      },
      authBootstrap: 'token',
      enabled: true,
    },
  };
};

function tryReplay(
  world: World,
  accountId: string,
  tokenId: string,
  key: string | null,
): JobRecord | undefined {
  if (key === null) return undefined;
  const scope = world.dialect.keyScope === 'token' ? tokenId : null;
  const job = world.store.jobByKey(accountId, scope, key);
  if (job === undefined) return undefined;
  const age = world.clock.now() - job.createdAt;
  if (world.dialect.keyLifetime === 'one-hour' && age >= SHORT_KEY_LIFETIME_MS) return undefined;
  if (job.status === 'ARCHIVED' && world.dialect.replayAfterClose === 'new-draft') return undefined;
  return job;
}

function replay(world: World, job: JobRecord, digest: string) {
  const { dialect } = world;
  if (digest !== job.bodyDigest && dialect.replayDifferentBody === 'conflict') {
    throw conflict('This idempotencyKey was used with a different request body.', { jobId: job.id });
  }
  const first = { fields: job.firstFields, status: 'DRAFT' };
  return {
    status: dialect.replayStatus === 'ok-200' ? 200 : dialect.createStatus,
    body: draftEnvelope(world, job, dialect.replayAnswer === 'first-answer' ? first : job),
  };
}

function parse(world: World, create: CreateRequest) {
  const { format, text, job, jsonLd, xml } = create;
  try {
    const parsed = parseSource({
      format,
      ...(text === undefined ? {} : { text }),
      ...(job === undefined ? {} : { job }),
      ...(jsonLd === undefined ? {} : { jsonLd }),
      ...(xml === undefined ? {} : { xml }),
    });
    const found = Object.keys(parsed.fields).filter((key) => key !== 'jobTitle' && key !== 'jobDescription');
    if (format === 'text' && found.length === 0 && world.dialect.unparseableText === 'rejected') {
      throw badRequest('The job description could not be parsed.', { field: 'text' });
    }
    return parsed;
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const issues = error.issues.map((issue) => ({ code: 'custom', ...issue }));
    throw invalidRequest(
      world.dialect,
      issues.length > 0 ? issues : [{ code: 'custom', path: [], message: error.message }],
    );
  }
}

export const draftRoutes: readonly Route[] = [
  {
    method: 'POST',
    pattern: '/api/public/v1/job-drafts',
    access: DRAFTING,
    body: 'json',
    handler: createDraft,
  },
  {
    method: 'PATCH',
    pattern: '/api/public/v1/job-drafts/:jobId',
    access: DRAFTING,
    body: 'json',
    handler: patchDraft,
  },
  {
    method: 'GET',
    pattern: '/api/public/v1/job-drafts/capabilities',
    access: { kind: 'token', feature: 'public_api_job_drafting' },
    handler: capabilities,
  },
  {
    method: 'GET',
    pattern: '/api/public/v1/job-drafts/:jobId',
    access: { kind: 'token', scopes: ['jobs:read'] },
    handler: readDraft,
  },
];
