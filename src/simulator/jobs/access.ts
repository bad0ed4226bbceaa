import { notFound } from '../http/errors.ts';
import { callerOf, type SimRequest } from '../http/route.ts';
import type { JobRecord } from '../store/model.ts';
import { isoTime, tick, type World } from '../world.ts';

/** The caller's job named in the path. 404 for an absent one and for another account's alike [D jobs/publish]. */
export function ownJob(world: World, request: SimRequest): JobRecord {
  const jobId = request.params.jobId ?? '';
  const job = world.store.tables.jobs.get(jobId);
  if (job === undefined || job.accountId !== callerOf(request).account.id) {
    throw notFound('Job not found.', { resource: 'jobs', jobId });
  }
  expire(world, job);
  return job;
}

/** Moves a job to another status, with its public event and timestamps. */
export function setStatus(world: World, job: JobRecord, status: JobRecord['status']): void {
  const was = job.status;
  if (was === status) return;
  const now = tick(world);
  job.status = status;
  job.updatedAt = now;
  if (status === 'OPEN') {
    job.publishedAt ??= now;
    if (job.validThrough === null || job.validThrough <= now) job.validThrough = now + LISTING_LIFE_MS;
    world.store.put('changes', { id: job.id, eventType: 'PUBLISHED', occurredAt: now });
  } else if (was === 'OPEN') {
    world.store.put('changes', { id: job.id, eventType: 'CLOSED', occurredAt: now });
  }
  job.closedAt = status === 'ARCHIVED' ? now : null;
  world.store.put('jobs', job);
}

/** Archives a listing whose `validThrough` has passed, in the dialect where that happens [U]. */
export function expire(world: World, job: JobRecord): void {
  if (world.dialect.expiry !== 'archives' || job.status !== 'OPEN') return;
  if (job.validThrough !== null && job.validThrough <= world.clock.now()) setStatus(world, job, 'ARCHIVED');
}

/** Page of a job in the marketplace; opaque to clients [X]. */
export function jobUrl(world: World, job: JobRecord): string {
  return `${world.origin}/jobs/${slug(job)}--${job.id}`;
}

export function slug(job: JobRecord): string {
  const title = typeof job.fields.jobTitle === 'string' ? job.fields.jobTitle : 'job';
  return (
    title
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 60) || 'job'
  );
}

export function titleOf(job: JobRecord): string {
  return typeof job.fields.jobTitle === 'string' ? job.fields.jobTitle : '';
}

/** Eight weeks from publishing to `validThrough`, as in the example of the page [D jobs/get]. */
const LISTING_LIFE_MS = 8 * 7 * 24 * 3_600_000;

export function postedAt(job: JobRecord): string {
  return isoTime(job.publishedAt ?? job.createdAt);
}
