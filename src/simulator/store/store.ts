import type { EventRecord, PublishRecord, TokenRecord } from './model.ts';
import {
  COLLECTION_NAMES,
  type CollectionName,
  type Collections,
  type JobRecord,
  type ProposalRecord,
} from './model.ts';

/** One change to be written down: a record put, or (null) removed. */
export interface StoreChange {
  readonly collection: CollectionName;
  readonly id: string;
  readonly record: object | null;
}

type Tables = { [K in CollectionName]: Map<string, Collections[K]> };

/**
 * All data of the simulator with the look-ups that requests need; every look-up is by index.
 *
 * A record is changed in place and then `put` again, which marks it; `takeChanges` hands the marked records to the
 * data folder, at the end of each request.
 */
export class Store {
  readonly tables: Tables;
  #dirty = new Map<string, StoreChange>();
  #tokenBySecret = new Map<string, TokenRecord>();
  #tokensByAccount = new Map<string, TokenRecord[]>();
  #jobsByAccount = new Map<string, JobRecord[]>();
  #jobByKey = new Map<string, JobRecord>();
  #openJobs = new Map<string, JobRecord>();
  #proposalsByJob = new Map<string, ProposalRecord[]>();
  #proposalByInvite = new Map<string, ProposalRecord>();
  #eventsByAccount = new Map<string, EventRecord[]>();
  #publishesByAccount = new Map<string, PublishRecord[]>();
  #accountByEmail = new Map<string, string>();
  #registrationByClaim = new Map<string, string>();
  #registrationByAttempt = new Map<string, string>();

  constructor() {
    this.tables = Object.fromEntries(COLLECTION_NAMES.map((name) => [name, new Map()])) as Tables;
  }

  /** Adds a record or marks a changed one, and refreshes its indexes. */
  put<K extends CollectionName>(collection: K, record: Collections[K]): void {
    const isNew = !this.tables[collection].has(record.id);
    this.tables[collection].set(record.id, record);
    this.#index(collection, record, isNew);
    this.#dirty.set(`${collection}/${record.id}`, { collection, id: record.id, record });
  }

  /** Removes a job and its proposals: what a deletion in the app does. */
  removeJob(jobId: string): void {
    const job = this.tables.jobs.get(jobId);
    if (job === undefined) return;
    for (const proposal of this.proposalsOf(jobId)) this.#drop('proposals', proposal.id);
    this.#proposalsByJob.delete(jobId);
    this.#drop('jobs', jobId);
    this.#openJobs.delete(jobId);
    const list = this.#jobsByAccount.get(job.accountId);
    const at = list?.indexOf(job) ?? -1;
    if (at >= 0) list?.splice(at, 1);
    for (const key of keysOf(job)) if (this.#jobByKey.get(key) === job) this.#jobByKey.delete(key);
  }

  /** Empties every table and index; what is not put again is gone. */
  clear(): void {
    for (const name of COLLECTION_NAMES) this.tables[name].clear();
    for (const index of [
      this.#dirty,
      this.#tokenBySecret,
      this.#tokensByAccount,
      this.#jobsByAccount,
      this.#jobByKey,
      this.#openJobs,
      this.#proposalsByJob,
      this.#proposalByInvite,
      this.#eventsByAccount,
      this.#publishesByAccount,
      this.#accountByEmail,
      this.#registrationByClaim,
      this.#registrationByAttempt,
    ]) {
      index.clear();
    }
  }

  /** Marked records since the last call, oldest first. */
  takeChanges(): readonly StoreChange[] {
    if (this.#dirty.size === 0) return [];
    const changes = [...this.#dirty.values()];
    this.#dirty.clear();
    return changes;
  }

  tokenBySecret(secret: string): TokenRecord | undefined {
    return this.#tokenBySecret.get(secret);
  }

  tokensOf(accountId: string): readonly TokenRecord[] {
    return this.#tokensByAccount.get(accountId) ?? [];
  }

  /** An account's jobs in creation order. */
  jobsOf(accountId: string): readonly JobRecord[] {
    return this.#jobsByAccount.get(accountId) ?? [];
  }

  /** The newest job that was created under this key by the account, or by one of its tokens. */
  jobByKey(accountId: string, tokenId: string | null, key: string): JobRecord | undefined {
    return this.#jobByKey.get(indexKey(accountId, tokenId, key));
  }

  /** Live jobs of all accounts, in the order they went live. */
  openJobs(): IterableIterator<JobRecord> {
    return this.#openJobs.values();
  }

  /** Proposals of a job in order of arrival. */
  proposalsOf(jobId: string): readonly ProposalRecord[] {
    return this.#proposalsByJob.get(jobId) ?? [];
  }

  proposalByInvite(jobId: string, freelancerId: string): ProposalRecord | undefined {
    return this.#proposalByInvite.get(`${jobId}/${freelancerId}`);
  }

  eventsOf(accountId: string): readonly EventRecord[] {
    return this.#eventsByAccount.get(accountId) ?? [];
  }

  publishesOf(accountId: string): readonly PublishRecord[] {
    return this.#publishesByAccount.get(accountId) ?? [];
  }

  accountIdByEmail(email: string): string | undefined {
    return this.#accountByEmail.get(email.trim().toLowerCase());
  }

  registrationByClaimToken(token: string) {
    return this.tables.registrations.get(this.#registrationByClaim.get(token) ?? '');
  }

  registrationByAttempt(catToken: string) {
    return this.tables.registrations.get(this.#registrationByAttempt.get(catToken) ?? '');
  }

  #drop(collection: CollectionName, id: string): void {
    this.tables[collection].delete(id);
    this.#dirty.set(`${collection}/${id}`, { collection, id, record: null });
  }

  #index(collection: CollectionName, record: Collections[CollectionName], isNew: boolean): void {
    switch (collection) {
      case 'tokens': {
        const token = record as TokenRecord;
        this.#tokenBySecret.set(token.token, token);
        if (isNew) push(this.#tokensByAccount, token.accountId, token);
        return;
      }
      case 'jobs': {
        const job = record as JobRecord;
        if (isNew) {
          push(this.#jobsByAccount, job.accountId, job);
          for (const key of keysOf(job)) this.#jobByKey.set(key, job);
        }
        if (job.status !== 'OPEN') this.#openJobs.delete(job.id);
        else if (!this.#openJobs.has(job.id)) this.#openJobs.set(job.id, job);
        return;
      }
      case 'proposals': {
        const proposal = record as ProposalRecord;
        if (!isNew) return;
        push(this.#proposalsByJob, proposal.jobId, proposal);
        this.#proposalByInvite.set(`${proposal.jobId}/${proposal.freelancerId}`, proposal);
        return;
      }
      case 'events':
        if (isNew) push(this.#eventsByAccount, (record as EventRecord).accountId, record as EventRecord);
        return;
      case 'publishes':
        if (isNew)
          push(this.#publishesByAccount, (record as PublishRecord).accountId, record as PublishRecord);
        return;
      case 'accounts': {
        const { email, id } = record as Collections['accounts'];
        if (email !== null) this.#accountByEmail.set(email.trim().toLowerCase(), id);
        return;
      }
      case 'registrations': {
        const { id, claimToken, attempt } = record as Collections['registrations'];
        this.#registrationByClaim.set(claimToken, id);
        if (attempt !== null) this.#registrationByAttempt.set(attempt.catToken, id);
        return;
      }
      default:
    }
  }
}

function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const list = index.get(key);
  if (list === undefined) index.set(key, [value]);
  else list.push(value);
}

function indexKey(accountId: string, tokenId: string | null, key: string): string {
  return JSON.stringify([accountId, tokenId, key]);
}

function keysOf(job: JobRecord): readonly string[] {
  const { accountId, keyTokenId, idempotencyKey } = job;
  if (idempotencyKey === null) return [];
  return [indexKey(accountId, null, idempotencyKey), indexKey(accountId, keyTokenId, idempotencyKey)];
}
