import type { Proposal } from '../../api/index.ts';

/** One proposal as it is shown. Scores are as received: pages disagree on their scales [X]. */
export interface ProposalRow {
  readonly id: string;
  readonly status: string | null;
  readonly candidate_name: string | null;
  readonly country: string | null;
  readonly bid_usd: number | null;
  readonly bid_unit: string | null;
  readonly interview_score: number | string | null;
  readonly match_score: number | string | null;
  readonly created_at: string | null;
  readonly updated_at: string | null;
}

export const PROPOSAL_COLUMNS = [
  'id',
  'status',
  'candidate_name',
  'country',
  'bid_usd',
  'bid_unit',
  'interview_score',
  'match_score',
  'created_at',
] as const satisfies readonly (keyof ProposalRow)[];

export function proposalRow(proposal: Proposal): ProposalRow {
  const { metrics } = proposal.raw;
  return {
    id: proposal.id,
    status: proposal.status,
    candidate_name: proposal.candidateName,
    country: proposal.country,
    bid_usd: proposal.bidUsd,
    bid_unit: proposal.bidUnit,
    interview_score: asReceived(metrics, 'interviewScore'),
    match_score: asReceived(metrics, 'matchScore'),
    created_at: proposal.createdAt,
    updated_at: proposal.updatedAt,
  };
}

function asReceived(metrics: unknown, name: string): number | string | null {
  if (typeof metrics !== 'object' || metrics === null) return null;
  const value: unknown = Reflect.get(metrics, name);
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}
