import { applyPatch } from '../drafts/apply-patch.ts';
import { validate } from '../drafts/envelope.ts';
import { mergeFields } from '../drafts/spelling.ts';
import { checkPatch } from '../drafts/validators.ts';
import { badRequest, conflict, forbidden, notFound } from '../http/errors.ts';
import { callerOf, type Handler, type Reply, type Route } from '../http/route.ts';
import type { JobRecord } from '../store/model.ts';
import { isoTime, type World } from '../world.ts';
import { jobUrl, ownJob, setStatus } from './access.ts';
import { moderate, renderReasons } from './moderation.ts';
import { checkPublishQuota, countPublish } from './quota.ts';

const PUBLISHING = { kind: 'token', scopes: ['jobs:write'], feature: 'public_api_job_publishing' } as const;

/** `POST /jobs/{id}/publish` [D]. Order of the checks: state, readiness, quota, moderation [I]. */
const publish: Handler = (world, request) => {
  const { account } = callerOf(request);
  const job = ownJob(world, request);
  const { dialect } = world;
  switch (job.status) {
    case 'OPEN':
    case 'ONGOING':
      if (dialect.alreadyPublishedCounts === 'yes') {
        checkPublishQuota(world, account);
        countPublish(world, account);
      }
      return publishReply(world, job, true);
    case 'PENDING_APPROVAL':
      return publishReply(world, job, false);
    case 'COMPLETED':
      throw wrongState(job, 'A completed job cannot be published.', 'DRAFT');
    case 'ARCHIVED':
      if (dialect.publishArchived === 'not-found')
        throw notFound('Job not found.', { resource: 'jobs', jobId: job.id });
      if (dialect.publishArchived === 'conflict')
        throw wrongState(job, 'A closed job cannot be published.', 'DRAFT');
      break;
    default:
  }
  const checked = validate(dialect, job.fields, 'publish');
  if (!checked.publishReady) {
    const { publishReady: _, ...details } = checked;
    throw badRequest('This draft is not ready to publish.', details);
  }
  checkPublishQuota(world, account);
  const reasons = moderate(world, job.fields);
  if (reasons.length > 0) {
    if (dialect.blockedPublishCounts === 'yes') countPublish(world, account);
    throw forbidden('This job was blocked by content moderation.', {
      reason: 'moderation_blocked',
      reasons: renderReasons(world, reasons),
    });
  }
  countPublish(world, account);
  setStatus(world, job, dialect.publishHold === 'opens' ? 'OPEN' : 'PENDING_APPROVAL');
  return publishReply(world, job, false);
};

/**
 * `PATCH /jobs/{id}` [D]: every edit is moderated again. A blocked edit IS applied and the job goes back to DRAFT;
 * a 409 about the state means that nothing happened.
 */
const editLive: Handler = (world, request) => {
  const job = ownJob(world, request);
  const body = request.body as Record<string, unknown>;
  checkPatch(world.dialect, body);
  if (job.status !== 'OPEN') {
    const message =
      job.status === 'DRAFT'
        ? `This job is a draft. Use PATCH /api/public/v1/job-drafts/${job.id}.`
        : `This job is ${job.status} and cannot be edited.`;
    throw wrongState(job, message, 'OPEN');
  }
  const checked = validate(world.dialect, mergeFields(world.dialect, job.fields, body));
  if (!checked.publishReady && world.dialect.liveEditNotReady === 'rejected') {
    const { publishReady: _, ...details } = checked;
    throw badRequest('This edit would remove a field that a published job needs.', details);
  }
  const before = job.updatedAt;
  applyPatch(world, job, body);
  const reasons = moderate(world, job.fields);
  if (reasons.length > 0) {
    setStatus(world, job, 'DRAFT');
    throw conflict(
      'This edit was blocked by content moderation. It was saved, and the job is a draft again.',
      {
        jobId: job.id,
        reason: 'moderation_blocked',
        reasons: renderReasons(world, reasons),
        status: 'DRAFT',
      },
    );
  }
  if (!checked.publishReady && world.dialect.liveEditNotReady === 'back-to-draft')
    setStatus(world, job, 'DRAFT');
  else if (job.updatedAt !== before) {
    world.store.put('changes', { id: job.id, eventType: 'UPDATED', occurredAt: job.updatedAt });
  }
  const moderation = { decision: 'ALLOW', reasons: [] };
  return { status: 200, body: { ok: true, jobId: job.id, status: job.status, moderation } };
};

/** `POST /jobs/{id}/close` [D]. What it does to a draft is a switch [U]. */
const close: Handler = (world, request) => {
  const job = ownJob(world, request);
  const { dialect } = world;
  const alreadyClosed = job.status === 'ARCHIVED';
  if (job.status === 'DRAFT' && dialect.closeDraft !== 'archives') {
    if (dialect.closeDraft === 'not-found')
      throw notFound('Job not found.', { resource: 'jobs', jobId: job.id });
    throw wrongState(job, 'A draft cannot be closed.', 'OPEN');
  }
  const other = job.status === 'ONGOING' || job.status === 'COMPLETED' || job.status === 'PENDING_APPROVAL';
  if (other && dialect.closeOther === 'conflict') {
    throw wrongState(job, `A job that is ${job.status} cannot be closed.`, 'OPEN');
  }
  setStatus(world, job, 'ARCHIVED');
  return { status: 200, body: { ok: true, jobId: job.id, status: 'ARCHIVED', alreadyClosed } };
};

function publishReply(world: World, job: JobRecord, alreadyPublished: boolean): Reply {
  return {
    status: 200,
    body: {
      ok: true,
      jobId: job.id,
      status: job.status,
      alreadyPublished,
      jobUrl: jobUrl(world, job),
      publishAttemptId: alreadyPublished ? null : `pub_${job.id}_${isoTime(job.updatedAt)}`,
      warnings: [],
      sideEffects: { dispatched: true, status: 'queued' },
    },
  };
}

function wrongState(job: JobRecord, message: string, requiredStatus: string) {
  return conflict(message, { jobId: job.id, status: job.status, requiredStatus });
}

export const lifeCycleRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/api/public/v1/jobs/:jobId/publish', access: PUBLISHING, handler: publish },
  { method: 'POST', pattern: '/api/public/v1/jobs/:jobId/close', access: PUBLISHING, handler: close },
  {
    method: 'PATCH',
    pattern: '/api/public/v1/jobs/:jobId',
    access: PUBLISHING,
    body: 'json',
    handler: editLive,
  },
];
