import { z } from 'zod';
import { MAX_PAGE_SIZE } from '../contract/index.ts';
import { isRecord } from './answer-body.ts';
import type { Page, Proposal } from './api.ts';
import type { Call } from './call.ts';
import { asNumber, asRecord, asText, id } from './lenient.ts';
import { nextCursorOf } from './paginate.ts';

const PROPOSAL = z.looseObject({ id });
const PROPOSALS = z.looseObject({ proposals: z.array(PROPOSAL) });
/** The page wraps the proposal [D proposals/get]; a bare one is read as well. */
const ONE_PROPOSAL = z.preprocess(
  (body) => (isRecord(body) && isRecord(body.proposal) ? body.proposal : body),
  PROPOSAL,
);

/** One page of `GET /jobs/{id}/proposals`, newest first [D jobs/list-proposals]. */
export function getProposals(
  jobId: string,
  query: { status?: string; limit?: number },
  cursor: string | null,
): Call<typeof PROPOSALS, Page<Proposal>> {
  return {
    method: 'GET',
    path: ['jobs', jobId, 'proposals'],
    query: { status: query.status, limit: query.limit ?? MAX_PAGE_SIZE, cursor: cursor ?? undefined },
    authenticated: true,
    repeat: 'always',
    purpose: `list the proposals of job ${jobId}`,
    doubt: null,
    schema: PROPOSALS,
    read: (body) => ({ items: body.proposals.map(readProposal), nextCursor: nextCursorOf(body) }),
  };
}

/** `GET /proposals/{proposalId}` [D proposals/get]. */
export function getProposal(proposalId: string): Call<typeof ONE_PROPOSAL, Proposal> {
  return {
    method: 'GET',
    path: ['proposals', proposalId],
    authenticated: true,
    repeat: 'always',
    purpose: `read proposal ${proposalId}`,
    doubt: null,
    schema: ONE_PROPOSAL,
    read: readProposal,
  };
}

/** Scales and units differ between pages [X], so numbers are handed on as they are. */
function readProposal(raw: z.output<typeof PROPOSAL>): Proposal {
  const status = asRecord(raw.status);
  const bid = asRecord(raw.bid);
  const candidate = asRecord(raw.candidate);
  const metrics = asRecord(raw.metrics);
  return {
    id: raw.id,
    jobId: asText(raw.jobId),
    createdAt: asText(raw.createdAt),
    updatedAt: asText(raw.updatedAt),
    status: asText(raw.status) ?? asText(status.raw),
    statusLabel: asText(status.label),
    candidateName: asText(candidate.displayName),
    country: asText(candidate.country),
    bidUsd: asNumber(bid.amountUsd),
    bidUnit: asText(bid.unit),
    interviewScore: asNumber(metrics.interviewScore),
    matchScore: asNumber(metrics.matchScore),
    raw,
  };
}
