import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../contract/index.ts';
import { isRecord } from './answer-body.ts';
import type { CloseResult, JobFields, LiveEditResult, MyJob, Page, PublicJob, PublishResult } from './api.ts';
import type { Call } from './call.ts';
import { moderationReasons } from './classify.ts';
import { asNumber, asRecord, asText, flag, id, record, sentences, text } from './lenient.ts';
import { nextCursorOf } from './paginate.ts';

const MY_JOB = z.object({
  id,
  title: text,
  status: id,
  published: flag,
  acceptingApplicants: flag,
  createdAt: text,
  updatedAt: text,
  jobUrl: text,
  proposalCounts: z.unknown().optional().transform(readCounts),
});
const MY_JOBS = z.looseObject({ jobs: z.array(MY_JOB) });
const PUBLIC_JOB = z.looseObject({ id });
const PUBLISHED = z.object({
  jobId: id,
  status: text,
  alreadyPublished: flag,
  jobUrl: text,
  warnings: sentences,
});
const EDITED = z.object({ jobId: id, status: text, moderation: record });
const CLOSED = z.object({ jobId: id, status: text, alreadyClosed: flag });

/** One page of `GET /jobs/mine`, newest first [D jobs/mine]. */
export function getMyJobs(
  query: { status?: string; limit?: number },
  cursor: string | null,
): Call<typeof MY_JOBS, Page<MyJob>> {
  return {
    method: 'GET',
    path: ['jobs', 'mine'],
    query: { status: query.status, limit: query.limit ?? MAX_PAGE_SIZE, cursor: cursor ?? undefined },
    authenticated: true,
    repeat: 'always',
    purpose: 'list the jobs of the account',
    doubt: null,
    schema: MY_JOBS,
    read: (body) => ({ items: body.jobs, nextCursor: nextCursorOf(body) }),
  };
}

/** `GET /jobs/{id}`: no token; an unlisted job is a 404 with `{id, status}` instead of the envelope [D jobs/get]. */
export function getPublicJob(jobId: string): Call<typeof PUBLIC_JOB, PublicJob> {
  return {
    method: 'GET',
    path: ['jobs', jobId],
    authenticated: false,
    repeat: 'always',
    purpose: `read the public page of job ${jobId}`,
    doubt: null,
    schema: PUBLIC_JOB,
    read: (job) => ({ listed: true, job }),
    excuse: ({ status, body }) => {
      if (status !== 404 || !isRecord(body) || asText(body.id) === null) return undefined;
      return { listed: false, status: asText(body.status) ?? 'closed' };
    },
  };
}

/**
 * `PATCH /jobs/{id}` [D jobs/update]: edits a live job and has it moderated again. Not re-sent once it may have
 * arrived: the first edit may have been blocked and have taken the job off the marketplace.
 */
export function patchJob(jobId: string, fields: JobFields): Call<typeof EDITED, LiveEditResult> {
  return {
    method: 'PATCH',
    path: ['jobs', jobId],
    body: fields,
    authenticated: true,
    repeat: 'unless-sent',
    purpose: `edit live job ${jobId}`,
    doubt: `The edit of job ${jobId} may have been applied, and moderation may have turned it back into a draft. Run \`otform plan\` to see its state now.`,
    about: jobId,
    schema: EDITED,
    read: (body, { serverTime }) => ({
      jobId: body.jobId,
      status: body.status ?? 'OPEN',
      moderationDecision: asText(body.moderation.decision),
      moderationReasons: moderationReasons(body.moderation),
      serverTime,
    }),
  };
}

/** `POST /jobs/{id}/publish` [D jobs/publish]: a repeat answers `alreadyPublished`. */
export function postPublish(jobId: string): Call<typeof PUBLISHED, PublishResult> {
  return {
    method: 'POST',
    path: ['jobs', jobId, 'publish'],
    authenticated: true,
    repeat: 'always',
    purpose: `publish job ${jobId}`,
    doubt: `Job ${jobId} may be live now. Run the same command again: publishing twice does no harm.`,
    about: jobId,
    publishes: true,
    schema: PUBLISHED,
    read: (body, { serverTime }) => ({
      jobId: body.jobId,
      status: body.status ?? 'OPEN',
      alreadyPublished: body.alreadyPublished ?? false,
      jobUrl: body.jobUrl,
      warnings: body.warnings,
      serverTime,
    }),
  };
}

/** `POST /jobs/{id}/close` [D jobs/close]: a repeat answers `alreadyClosed`. */
export function postClose(jobId: string): Call<typeof CLOSED, CloseResult> {
  return {
    method: 'POST',
    path: ['jobs', jobId, 'close'],
    authenticated: true,
    repeat: 'always',
    purpose: `close job ${jobId}`,
    doubt: `Job ${jobId} may be closed now. Run the same command again: closing twice does no harm.`,
    about: jobId,
    schema: CLOSED,
    read: (body, { serverTime }) => ({
      jobId: body.jobId,
      status: body.status ?? 'ARCHIVED',
      alreadyClosed: body.alreadyClosed ?? false,
      serverTime,
    }),
  };
}

function readCounts(value: unknown): MyJob['proposalCounts'] {
  const counts = asRecord(value);
  const total = asNumber(counts.total);
  return total === null ? null : { total, unreviewed: asNumber(counts.unreviewed) ?? 0 };
}
