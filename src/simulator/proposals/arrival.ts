import { PROPOSAL_STATUSES, type ProposalStatus } from '../../contract/index.ts';
import type { JobRecord, ProposalRecord } from '../store/model.ts';
import { nextSeq, tick, type World } from '../world.ts';

/** A trainer's application; everything has a made-up default. */
export interface NewProposal {
  readonly freelancerId?: string;
  readonly displayName?: string;
  readonly country?: string;
  readonly countryCode?: string;
  readonly bidUsd?: number;
  readonly status?: ProposalStatus;
  /** 0 to 100. */
  readonly interviewScore?: number | null;
  /** 0 to 1. */
  readonly matchScore?: number | null;
  readonly interview?:
    | readonly { readonly role: 'interviewer' | 'candidate'; readonly content: string }[]
    | null;
  readonly invited?: boolean;
}

/** Stores an application, with its `proposal.received` event. */
export function addProposal(world: World, job: JobRecord, input: NewProposal): ProposalRecord {
  const now = tick(world);
  const bid = job.fields.pricePerLabel ?? job.fields.pricePerHour ?? job.fields.fixedPrice;
  const proposal: ProposalRecord = {
    id: world.ids.id(),
    jobId: job.id,
    accountId: job.accountId,
    seq: nextSeq(world),
    status: checkedStatus(input.status ?? 'UNREVIEWED'),
    freelancerId: input.freelancerId ?? world.ids.id(),
    displayName: input.displayName ?? 'Maria G.',
    country: input.country ?? 'Spain',
    countryCode: input.countryCode ?? 'ES',
    bidUsd: input.bidUsd ?? (typeof bid === 'number' ? bid : 10),
    interviewScore: input.interviewScore === undefined ? 86 : input.interviewScore,
    matchScore: input.matchScore === undefined ? 0.91 : input.matchScore,
    interview: input.interview ?? null,
    invited: input.invited ?? false,
    createdAt: now,
    updatedAt: now,
  };
  world.store.put('proposals', proposal);
  if (!proposal.invited) recordEvent(world, proposal, 'proposal.received', now);
  if (world.dialect.updatedAtMoves === 'also-proposals') {
    job.updatedAt = now;
    world.store.put('jobs', job);
  }
  return proposal;
}

/** Moves a proposal, with its `proposal.status_changed` event. */
export function setProposalStatus(world: World, proposal: ProposalRecord, status: ProposalStatus): void {
  const now = tick(world);
  proposal.status = checkedStatus(status);
  proposal.updatedAt = now;
  world.store.put('proposals', proposal);
  recordEvent(world, proposal, 'proposal.status_changed', now);
}

function recordEvent(world: World, proposal: ProposalRecord, type: string, now: number): void {
  world.store.put('events', {
    id: String(nextSeq(world)),
    accountId: proposal.accountId,
    type,
    resourceId: proposal.id,
    jobId: proposal.jobId,
    data: { proposalId: proposal.id, jobId: proposal.jobId },
    createdAt: now,
  });
}

function checkedStatus(status: ProposalStatus): ProposalStatus {
  if (!PROPOSAL_STATUSES.includes(status))
    throw new RangeError(`Unknown proposal status ${JSON.stringify(status)}`);
  return status;
}
