import { JOB_STATUSES, type JobStatus, type ProposalStatus, tryFieldByKey } from '../contract/index.ts';
import { beginClaim, confirmClaim } from './claim/machine.ts';
import { setStatus } from './jobs/access.ts';
import { addProposal, type NewProposal, setProposalStatus } from './proposals/arrival.ts';
import type { JobRecord, ProposalRecord } from './store/model.ts';
import { tick, type World } from './world.ts';

/** What a claim needs: the account (or its claim token), and the address that the person signs in with. */
export interface HumanClaim {
  readonly accountId?: string;
  readonly claimToken?: string;
  readonly email?: string;
}

/** A person in the app: changes that no API call of the client made. Every method raises `RangeError` for an unknown id. */
export interface Human {
  /** Sets fields in the draft editor, no questions asked; null unsets. Works in every status, as the app may. */
  editDraft(jobId: string, fields: Readonly<Record<string, unknown>>): void;
  closeJob(jobId: string): void;
  setStatus(jobId: string, status: JobStatus): void;
  /** Removes the job without a trace: 404 everywhere from now on. */
  deleteJob(jobId: string): void;
  /** Goes through the claim ceremony in one step: starts it if need be, signs in, types the right code. */
  claim(claim: HumanClaim): void;
  /** A trainer applies. Returns the proposal's id. */
  addProposal(jobId: string, proposal?: NewProposal): string;
  setProposalStatus(proposalId: string, status: ProposalStatus): void;
}

export function createHuman(world: World, commit: () => void): Human {
  const jobOf = (jobId: string): JobRecord => {
    const job = world.store.tables.jobs.get(jobId);
    if (job === undefined) throw new RangeError(`No job ${jobId}`);
    return job;
  };
  const proposalOf = (id: string): ProposalRecord => {
    const proposal = world.store.tables.proposals.get(id);
    if (proposal === undefined) throw new RangeError(`No proposal ${id}`);
    return proposal;
  };
  const move = (jobId: string, status: JobStatus) => {
    if (!JOB_STATUSES.includes(status)) throw new RangeError(`Unknown job status ${JSON.stringify(status)}`);
    setStatus(world, jobOf(jobId), status);
    commit();
  };
  return {
    editDraft: (jobId, fields) => {
      const job = jobOf(jobId);
      const unknown = Object.keys(fields).filter((key) => tryFieldByKey(key) === undefined);
      if (unknown.length > 0) throw new RangeError(`Unknown job fields: ${unknown.join(', ')}`);
      const next: Record<string, unknown> = { ...job.fields, ...fields };
      for (const [key, value] of Object.entries(fields)) if (value === null) delete next[key];
      job.fields = next;
      job.updatedAt = tick(world);
      world.store.put('jobs', job);
      commit();
    },
    closeJob: (jobId) => move(jobId, 'ARCHIVED'),
    setStatus: move,
    deleteJob: (jobId) => {
      jobOf(jobId);
      world.store.removeJob(jobId);
      commit();
    },
    claim: (claim) => {
      humanClaim(world, claim);
      commit();
    },
    addProposal: (jobId, proposal = {}) => {
      const { id } = addProposal(world, jobOf(jobId), proposal);
      commit();
      return id;
    },
    setProposalStatus: (proposalId, status) => {
      setProposalStatus(world, proposalOf(proposalId), status);
      commit();
    },
  };
}

function humanClaim(world: World, claim: HumanClaim): void {
  const registration = [...world.store.tables.registrations.values()].find(
    (candidate) => candidate.accountId === claim.accountId || candidate.claimToken === claim.claimToken,
  );
  if (registration === undefined) throw new RangeError('No registration for this account or claim token');
  const running = registration.attempt;
  const usable = running !== null && running.outcome === 'open' && running.expiresAt > world.clock.now();
  const attempt = usable
    ? running
    : beginClaim(
        world,
        registration.claimToken,
        claim.email ?? `owner-${registration.id.slice(-6)}@example.com`,
      );
  const result = confirmClaim(world, attempt.catToken, claim.email ?? attempt.email, attempt.userCode);
  if (result.outcome !== 'confirmed') throw new RangeError(`The claim ended as ${result.outcome}`);
}
