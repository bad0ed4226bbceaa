import { JOB_STATUSES, type JobStatus } from '../../contract/index.ts';
import { badRequest } from '../http/errors.ts';
import { callerOf, type Handler, type Route } from '../http/route.ts';
import type { JobRecord } from '../store/model.ts';
import { isoTime, type World } from '../world.ts';
import { expire, jobUrl, titleOf } from './access.ts';
import { newestFirst, readCursor, readLimit } from './paging.ts';

/** `GET /jobs/mine` [D]: the caller's jobs, drafts included, newest first; no field values but the title. */
const mine: Handler = (world, request) => {
  const { account } = callerOf(request);
  const status = request.query.get('status');
  if (status !== null && !JOB_STATUSES.includes(status as JobStatus)) {
    throw badRequest('Unsupported status filter.', { supportedStatuses: JOB_STATUSES });
  }
  const limit = readLimit(world, request);
  const cursor = readCursor(request);
  const visible = world.clock.now() - world.dialect.listingLagMs;
  const page = newestFirst(world.store.jobsOf(account.id), cursor, limit, (job) => {
    expire(world, job);
    if (world.dialect.listingLagMs > 0 && job.createdAt > visible) return false;
    return status === null || job.status === status;
  });
  return {
    status: 200,
    body: { jobs: page.rows.map((job) => row(world, job)), nextCursor: page.nextCursor },
  };
};

function row(world: World, job: JobRecord) {
  const proposals = world.store.proposalsOf(job.id);
  const published = job.status === 'OPEN' || job.status === 'ONGOING';
  return {
    id: job.id,
    title: titleOf(job),
    status: job.status,
    published,
    acceptingApplicants: job.status === 'OPEN',
    createdAt: isoTime(job.createdAt),
    updatedAt: isoTime(job.updatedAt),
    jobUrl: job.publishedAt === null ? null : jobUrl(world, job),
    proposalCounts: {
      total: proposals.length,
      unreviewed: proposals.filter((proposal) => proposal.status === 'UNREVIEWED').length,
    },
    ...(world.dialect.externalIdEcho === 'mine' ? { externalId: job.externalId } : {}),
  };
}

export const mineRoutes: readonly Route[] = [
  {
    method: 'GET',
    pattern: '/api/public/v1/jobs/mine',
    access: { kind: 'token', scopes: ['jobs:read'] },
    handler: mine,
  },
];
