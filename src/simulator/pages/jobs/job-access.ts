import type { JobStatus } from '../../../contract/index.ts';
import { draftUrl } from '../../drafts/envelope.ts';
import { notFound } from '../../http/errors.ts';
import type { SimRequest } from '../../http/route.ts';
import { expire, jobUrl, titleOf } from '../../jobs/access.ts';
import type { JobRecord } from '../../store/model.ts';
import type { World } from '../../world.ts';
import { type Html, html } from '../html.ts';
import { formText } from '../page-route.ts';

/** The job that an editor link names, under either of the two documented query keys. Raises 404 for an unknown one. */
export function jobOfQuery(world: World, request: SimRequest): JobRecord {
  return jobById(world, request.query.get('jobId') ?? request.query.get('job') ?? '');
}

/** The job that a form names. */
export function jobOfForm(world: World, request: SimRequest): JobRecord {
  return jobById(world, formText(request, 'jobId'));
}

export function jobById(world: World, jobId: string): JobRecord {
  const job = world.store.tables.jobs.get(jobId);
  if (job === undefined) throw notFound('There is no such job. It may have been deleted.');
  expire(world, job);
  return job;
}

/** Paths without the origin, so that they work under whichever loopback name the browser uses. */
export function editorPath(world: World, job: JobRecord): string {
  return draftUrl(world, job.id).slice(world.origin.length);
}

export function reviewPath(job: JobRecord): string {
  return `/job-post/review?jobId=${encodeURIComponent(job.id)}`;
}

export function publicPath(world: World, job: JobRecord): string {
  return jobUrl(world, job).slice(world.origin.length);
}

/** The title, or words for a job that has none. */
export function titleShown(job: JobRecord): string {
  return titleOf(job).trim() === '' ? 'Untitled job' : titleOf(job);
}

const STATUS_SHOWN: Readonly<Record<JobStatus, readonly [kind: string, text: string]>> = {
  DRAFT: ['draft', 'Draft'],
  OPEN: ['open', 'Open'],
  ONGOING: ['open', 'Ongoing'],
  PENDING_APPROVAL: ['pending', 'Pending approval'],
  COMPLETED: ['closed', 'Completed'],
  ARCHIVED: ['closed', 'Closed'],
};

/** The status in words; the API's own word is its title. */
export function statusShown(status: JobStatus): Html {
  const [kind, text] = STATUS_SHOWN[status];
  return html`<span class="status ${kind}">${text}</span>`;
}
