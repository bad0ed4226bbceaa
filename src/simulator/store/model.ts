import type { ImportFormat, JobStatus, ProposalStatus, Scope } from '../../contract/index.ts';

/** Records as stored and dumped: plain JSON, times in epoch milliseconds. */

export interface AccountRecord {
  readonly id: string;
  readonly userId: string;
  readonly organizationId: string;
  organizationName: string;
  agentName: string | null;
  claimed: boolean;
  email: string | null;
  firstName: string | null;
  lastName: string | null;
  /** Flags that are off; a flag that is not named is on. */
  featuresOff: string[];
  /** Overrides the simulator's publish limit for this account. */
  publishQuota: number | null;
  readonly createdAt: number;
}

export interface TokenRecord {
  readonly id: string;
  readonly accountId: string;
  /** The secret itself: made up, and needed to print it again after a restart. Masked in dumps. */
  readonly token: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: number;
  lastUsedAt: number | null;
  readonly expiresAt: number | null;
  revokedAt: number | null;
  /** Issued before a human claimed the account: dies with the claim. */
  readonly preClaim: boolean;
}

/** One run of the claim ceremony: what the human's page is scoped to. */
export interface ClaimAttempt {
  readonly catToken: string;
  readonly userCode: string;
  readonly email: string;
  readonly expiresAt: number;
  wrongCodes: number;
  outcome: 'open' | 'confirmed' | 'declined' | 'locked';
}

export interface RegistrationRecord {
  readonly id: string;
  readonly accountId: string;
  readonly claimToken: string;
  readonly expiresAt: number;
  attempt: ClaimAttempt | null;
  /** Seconds between polls that are still polite. */
  interval: number;
  lastPollAt: number | null;
  /** Id of the post-claim token, from confirmation on. */
  grantedTokenId: string | null;
  delivered: boolean;
}

export interface UnmappedRecord {
  readonly path: string;
  readonly reason: string;
  readonly valuePreview: string;
}

export interface JobRecord {
  readonly id: string;
  readonly accountId: string;
  /** Position in creation order, across accounts. */
  readonly seq: number;
  status: JobStatus;
  /** Values under update keys. Replaced, never mutated, so that older references stay what they were. */
  fields: Readonly<Record<string, unknown>>;
  readonly firstFields: Readonly<Record<string, unknown>>;
  readonly createdAt: number;
  updatedAt: number;
  publishedAt: number | null;
  closedAt: number | null;
  validThrough: number | null;
  readonly externalId: string | null;
  readonly idempotencyKey: string | null;
  readonly keyTokenId: string | null;
  /** Digest of the create body, to tell a replay from a reuse of the key. */
  readonly bodyDigest: string;
  readonly format: ImportFormat;
  /** What was sent, as it was: text, XML, or a JSON document. */
  readonly source: unknown;
  readonly lowConfidence: readonly string[];
  readonly unmapped: readonly UnmappedRecord[];
  readonly warnings: readonly string[];
  readonly parser: Readonly<Record<string, unknown>>;
}

export interface ProposalRecord {
  readonly id: string;
  readonly jobId: string;
  readonly accountId: string;
  readonly seq: number;
  status: ProposalStatus;
  readonly freelancerId: string;
  readonly displayName: string;
  readonly country: string;
  readonly countryCode: string;
  readonly bidUsd: number;
  /** 0 to 100. */
  readonly interviewScore: number | null;
  /** 0 to 1. */
  readonly matchScore: number | null;
  readonly interview:
    | readonly { readonly role: 'interviewer' | 'candidate'; readonly content: string }[]
    | null;
  readonly invited: boolean;
  readonly createdAt: number;
  updatedAt: number;
}

/** One row of `GET /updates`; its id is a number, as documented. */
export interface EventRecord {
  readonly id: string;
  readonly accountId: string;
  readonly type: string;
  readonly resourceId: string;
  readonly jobId: string;
  readonly data: Readonly<Record<string, string>>;
  readonly createdAt: number;
}

/** One publish that counts against the daily limit. */
export interface PublishRecord {
  readonly id: string;
  readonly accountId: string;
  readonly at: number;
}

/** Latest public event of a job, for `GET /jobs/changes`. */
export interface ChangeRecord {
  /** The job's id. */
  readonly id: string;
  readonly eventType: 'PUBLISHED' | 'UPDATED' | 'CLOSED';
  readonly occurredAt: number;
}

export interface MetaRecord {
  readonly id: 'meta';
  readonly seed: string;
  drawn: number;
  seq: number;
  lastTime: number;
  defaultTokenId: string | null;
  /** Port of the last run, taken again so that the URLs of its jobs stay what they were. */
  port?: number;
}

export interface Collections {
  accounts: AccountRecord;
  tokens: TokenRecord;
  registrations: RegistrationRecord;
  jobs: JobRecord;
  proposals: ProposalRecord;
  events: EventRecord;
  publishes: PublishRecord;
  changes: ChangeRecord;
  meta: MetaRecord;
}

export type CollectionName = keyof Collections;

export const COLLECTION_NAMES: readonly CollectionName[] = [
  'meta',
  'accounts',
  'tokens',
  'registrations',
  'jobs',
  'proposals',
  'events',
  'publishes',
  'changes',
];
