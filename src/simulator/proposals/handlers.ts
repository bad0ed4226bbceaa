import { PROPOSAL_STATUSES, type ProposalStatus } from '../../contract/index.ts';
import { invalidRequest, wrongType } from '../drafts/validators.ts';
import { badRequest, conflict, forbidden, notFound } from '../http/errors.ts';
import { callerOf, type Handler, type Route, type SimRequest } from '../http/route.ts';
import { ownJob, titleOf } from '../jobs/access.ts';
import { newestFirst, readLimit } from '../jobs/paging.ts';
import type { ProposalRecord } from '../store/model.ts';
import { isoTime, type World } from '../world.ts';
import { addProposal } from './arrival.ts';

const READ = { kind: 'token', scopes: ['proposals:read'] } as const;

/** `GET /jobs/{id}/proposals` [D]: newest first; another account's job is 403 here, not 404. */
const listProposals: Handler = (world, request) => {
  const { account } = callerOf(request);
  const jobId = request.params.jobId ?? '';
  const job = world.store.tables.jobs.get(jobId);
  if (job === undefined) throw notFound('Job not found.', { resource: 'jobs', jobId });
  if (job.accountId !== account.id) throw forbidden('This job belongs to another account.');
  const status = readStatus(request);
  const limit = readLimit(world, request);
  const page = newestFirst(world.store.proposalsOf(job.id), readAfter(world, request), limit, (proposal) => {
    return status === null || proposal.status === status;
  });
  const last = page.rows.at(-1);
  return {
    status: 200,
    body: {
      proposals: page.rows.map((proposal) => proposalBody(world, proposal)),
      // The cursor of this list is a proposal id [D].
      nextCursor: page.nextCursor === null || last === undefined ? null : last.id,
    },
  };
};

/** `GET /proposals/{proposalId}` [D]. */
const getProposal: Handler = (world, request) => {
  const proposal = ownProposal(world, request);
  const interview =
    proposal.interview === null
      ? null
      : {
          score: scaledInterview(world, proposal),
          summary: 'Interview recorded.',
          transcriptAvailable: true,
        };
  return {
    status: 200,
    body: {
      proposal: {
        ...proposalBody(world, proposal),
        aiInterview: interview,
        verification: {
          location: { status: 'VERIFIED', method: 'IP', checkedAt: isoTime(proposal.createdAt) },
          identity: { verified: true },
        },
        openLabel: null,
        contract: null,
      },
    },
  };
};

/** `GET /proposals/{proposalId}/interview` [D]: 404 when none was recorded. */
const getInterview: Handler = (world, request) => {
  const proposal = ownProposal(world, request);
  if (proposal.interview === null) throw notFound('No interview is recorded for this proposal.');
  return {
    status: 200,
    body: {
      interview: {
        proposalId: proposal.id,
        interviewId: `int_${proposal.id}`,
        score: scaledInterview(world, proposal),
        summary: 'Interview recorded.',
        messages: proposal.interview.map((message, index) => ({
          id: `msg_${index + 1}`,
          role: message.role,
          content: message.content,
          sentAt: isoTime(proposal.createdAt + index * 1000),
        })),
      },
    },
  };
};

/** `POST /jobs/{id}/invites` [D]: 201 new, 200 repeat. Which scope it needs is a switch [X]. */
const invite: Handler = (world, request) => {
  const job = ownJob(world, request);
  const { freelancerId } = request.body as Record<string, unknown>;
  if (typeof freelancerId !== 'string' || freelancerId === '') {
    throw invalidRequest(world.dialect, [wrongType(['freelancerId'], 'string', freelancerId)]);
  }
  if (job.status !== 'OPEN') {
    throw conflict('The job is not published.', {
      reason: 'job_not_published',
      jobId: job.id,
      status: job.status,
    });
  }
  const known = world.store.proposalByInvite(job.id, freelancerId);
  const proposal = known ?? addProposal(world, job, { freelancerId, invited: true });
  const alreadyInvited = known !== undefined;
  return {
    status: alreadyInvited ? 200 : 201,
    body: { ok: true, proposalId: proposal.id, jobId: job.id, freelancerId, alreadyInvited },
  };
};

/** One item of the list [D jobs/list-proposals]; names are masked always. */
function proposalBody(world: World, proposal: ProposalRecord) {
  const job = world.store.tables.jobs.get(proposal.jobId);
  const [firstName = '', last = ''] = proposal.displayName.split(' ');
  const guide = world.dialect.proposalScale === 'guide';
  const unit = String(job?.fields.paymentType ?? 'FIXED_PRICE').replace(/^PAY_/, '');
  return {
    id: proposal.id,
    jobId: proposal.jobId,
    jobTitle: job === undefined ? null : titleOf(job),
    createdAt: isoTime(proposal.createdAt),
    updatedAt: isoTime(proposal.updatedAt),
    status: { raw: proposal.status, label: label(proposal.status) },
    bid: { amountUsd: proposal.bidUsd, unit: guide ? unit.toLowerCase() : unit, labelerHourlyRateUsd: null },
    candidate: {
      id: proposal.freelancerId,
      profileSlug: `trainer-${proposal.freelancerId.slice(0, 8)}`,
      displayName: proposal.displayName,
      firstName,
      lastNameInitial: last.slice(0, 1),
      profileTitle: 'AI trainer',
      profilePhotoUrl: null,
      countryCode: proposal.countryCode,
      country: proposal.country,
      talentType: 'FREELANCER',
      highestEarningsUsd: 0,
      reviewCount: 0,
    },
    metrics: {
      interviewScore: scaledInterview(world, proposal),
      matchScore:
        proposal.matchScore === null
          ? null
          : guide
            ? Math.round(proposal.matchScore * 100)
            : proposal.matchScore,
    },
  };
}

function scaledInterview(world: World, proposal: ProposalRecord): number | null {
  if (proposal.interviewScore === null) return null;
  return world.dialect.proposalScale === 'guide' ? proposal.interviewScore / 10 : proposal.interviewScore;
}

function ownProposal(world: World, request: SimRequest): ProposalRecord {
  const proposalId = request.params.proposalId ?? '';
  const proposal = world.store.tables.proposals.get(proposalId);
  if (proposal === undefined || proposal.accountId !== callerOf(request).account.id) {
    throw notFound('Proposal not found.', { resource: 'proposals', proposalId });
  }
  return proposal;
}

/** Case-insensitive; spaces and hyphens become underscores [D]. */
function readStatus(request: SimRequest): ProposalStatus | null {
  const text = request.query.get('status');
  if (text === null) return null;
  const status = text
    .trim()
    .toUpperCase()
    .replace(/[\s-]+/g, '_') as ProposalStatus;
  if (!PROPOSAL_STATUSES.includes(status)) {
    throw badRequest('Unsupported status filter.', { supportedStatuses: PROPOSAL_STATUSES });
  }
  return status;
}

function readAfter(world: World, request: SimRequest): number | null {
  const cursor = request.query.get('cursor');
  if (cursor === null || cursor === '') return null;
  const proposal = world.store.tables.proposals.get(cursor);
  if (proposal === undefined) throw badRequest('Invalid cursor.', { field: 'cursor' });
  return proposal.seq;
}

function label(status: ProposalStatus): string {
  const words = status.toLowerCase().replaceAll('_', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

export const proposalRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/api/public/v1/jobs/:jobId/proposals', access: READ, handler: listProposals },
  { method: 'GET', pattern: '/api/public/v1/proposals/:proposalId', access: READ, handler: getProposal },
  {
    method: 'GET',
    pattern: '/api/public/v1/proposals/:proposalId/interview',
    access: READ,
    handler: getInterview,
  },
  {
    method: 'POST',
    pattern: '/api/public/v1/jobs/:jobId/invites',
    access: {
      kind: 'token',
      scopes: (world) => [world.dialect.inviteScope],
      feature: 'public_api_hiring',
      claimedFor: 'invite AI trainers',
    },
    body: 'json',
    handler: invite,
  },
];
