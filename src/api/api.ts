import type { ImportFormat } from '../contract/index.ts';

/** Job fields under their update keys, as sent in a PATCH or seen in `normalizedFields`. */
export type JobFields = Readonly<Record<string, unknown>>;

/** `GET /auth/me`. Only `token.scopes` is relied on; everything else may be absent. [D auth/me, X on claim state] */
export interface Account {
  /** Stable identity of the account: organization id, else owner user id, else actor user id. */
  readonly accountId: string | null;
  readonly organizationId: string | null;
  readonly userId: string | null;
  readonly email: string | null;
  readonly fullName: string | null;
  readonly tokenId: string | null;
  readonly tokenLabel: string | null;
  readonly scopes: readonly string[];
  /** Null when the server says nothing about it: the page and its sample disagree. */
  readonly claimed: boolean | null;
  /** The server's `Date` header in epoch milliseconds, null when absent. */
  readonly serverTime?: number | null;
}

/** What the server says when it is asked for its OpenAPI document. */
export type ServedSpec =
  /** A JSON object; whether it is an OpenAPI document is for the reader to find out. */
  | {
      readonly kind: 'served';
      readonly document: Readonly<Record<string, unknown>>;
      readonly serverTime: number | null;
    }
  /** A success whose body is no JSON object, e.g. a web page. */
  | { readonly kind: 'not-a-document'; readonly status: number; readonly serverTime: number | null }
  /** A refusal or a redirect. */
  | { readonly kind: 'absent'; readonly status: number; readonly serverTime: number | null };

/** `GET /job-drafts/capabilities` [D]. Lists are the server's and win over the contract's. */
export interface Capabilities {
  readonly flags: Readonly<Record<string, boolean>>;
  readonly importFormats: readonly string[];
  readonly updateKeys: readonly string[];
  readonly enums: Readonly<Record<string, readonly string[]>>;
  readonly rolloutMode: string | null;
}

/** Where the text of a draft comes from. `payload` is the text, the XML, or the JSON document of the format. */
export interface DraftSource {
  readonly format: ImportFormat;
  readonly payload: string | Readonly<Record<string, unknown>>;
}

export interface DraftInput {
  readonly source: DraftSource;
  readonly externalId?: string;
  /** Without a key a lost answer cannot be settled, so a create without one is never sent twice. */
  readonly idempotencyKey?: string;
}

/** One gap that keeps a draft from being published, whatever of the documented places it was found in. */
export interface MissingField {
  readonly field: string;
  readonly label: string | null;
  readonly message: string | null;
  readonly code: string | null;
  /** Question for a person; the `ask: ` prefix that one page shows is taken off. */
  readonly prompt: string | null;
  readonly type: string | null;
  readonly enumValues: readonly string[] | null;
  readonly updateKeys: readonly string[];
  readonly example: string | null;
  readonly hint: string | null;
}

export interface Validation {
  readonly publishReady: boolean;
  readonly missing: readonly MissingField[];
  /** Other issues, as text: their shape is not documented. */
  readonly issues: readonly string[];
}

/** The validation envelope of draft create and update, every documented variant normalised to one shape. */
export interface DraftEnvelope {
  readonly jobId: string;
  readonly status: string;
  readonly draftUrl: string | null;
  readonly reviewUrl: string | null;
  readonly validation: Validation;
  /** Null where the answer has none (the documented PATCH answer): not the same as empty. */
  readonly normalizedFields: JobFields | null;
  readonly warnings: readonly string[];
  readonly unmapped: readonly {
    readonly path: string;
    readonly reason: string | null;
    readonly preview: string | null;
  }[];
  readonly lowConfidence: readonly string[];
  /** The server's `Date` header in epoch milliseconds, null when absent. */
  readonly serverTime: number | null;
}

/** One row of `GET /jobs/mine` [D]. */
export interface MyJob {
  readonly id: string;
  readonly title: string | null;
  readonly status: string;
  readonly published: boolean | null;
  readonly acceptingApplicants: boolean | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly jobUrl: string | null;
  readonly proposalCounts: { readonly total: number; readonly unreviewed: number } | null;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** `POST /jobs/{id}/publish` [D]. */
export interface PublishResult {
  readonly jobId: string;
  readonly status: string;
  readonly alreadyPublished: boolean;
  readonly jobUrl: string | null;
  readonly warnings: readonly string[];
  readonly serverTime: number | null;
}

/** `PATCH /jobs/{id}` [D]. */
export interface LiveEditResult {
  readonly jobId: string;
  readonly status: string;
  readonly moderationDecision: string | null;
  readonly moderationReasons: readonly string[];
  readonly serverTime: number | null;
}

/** `POST /jobs/{id}/close` [D]. */
export interface CloseResult {
  readonly jobId: string;
  readonly status: string;
  readonly alreadyClosed: boolean;
  readonly serverTime: number | null;
}

/** Tokenless `GET /jobs/{id}`: display values, cached up to an hour, never a source of truth. */
export type PublicJob =
  | { readonly listed: true; readonly job: Readonly<Record<string, unknown>> }
  | { readonly listed: false; readonly status: string };

/** One proposal; the server's own object is kept whole in `raw` because pages disagree on scales and units. */
export interface Proposal {
  readonly id: string;
  readonly jobId: string | null;
  readonly createdAt: string | null;
  readonly updatedAt: string | null;
  readonly status: string | null;
  readonly statusLabel: string | null;
  readonly candidateName: string | null;
  readonly country: string | null;
  readonly bidUsd: number | null;
  readonly bidUnit: string | null;
  readonly interviewScore: number | null;
  readonly matchScore: number | null;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** One event of `GET /updates` [D updates/poll]. */
export interface UpdateEvent {
  readonly id: string;
  /** E.g. `proposal.received`; new types may appear. */
  readonly type: string | null;
  readonly createdAt: string | null;
  readonly resourceId: string | null;
  readonly jobId: string | null;
}

/** One page of `GET /updates`, oldest first. */
export interface UpdatesPage {
  readonly events: readonly UpdateEvent[];
  /** Where to go on; an empty page echoes the cursor it was asked with [D updates/poll]. */
  readonly nextCursor: string | null;
  readonly hasMore: boolean;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
}

/**
 * The part of the OpenTrain API that jobs need. Every method throws an `OpentrainError` (errors.ts) and nothing else,
 * save an `AbortError` for an aborted signal.
 */
export interface OpentrainApi {
  readonly baseUrl: string;
  me(options?: CallOptions): Promise<Account>;
  capabilities(options?: CallOptions): Promise<Capabilities>;
  /**
   * `GET /openapi.json`, without a token [D agent-discovery]. Throws only where there is no answer, a passing failure,
   * or one longer than any answer may be.
   */
  tryServedSpec(options?: CallOptions): Promise<ServedSpec>;
  createDraft(input: DraftInput, options?: CallOptions): Promise<DraftEnvelope>;
  updateDraft(jobId: string, fields: JobFields, options?: CallOptions): Promise<DraftEnvelope>;
  /** Undocumented `GET /job-drafts/{jobId}` [U]. Returns null where the server has no such route (404, 405, 501). */
  tryReadDraft(jobId: string, options?: CallOptions): Promise<DraftEnvelope | null>;
  /** Pages of `GET /jobs/mine`, newest first. Raises `ContractError` for a list that leads back. */
  myJobs(query?: { status?: string; limit?: number }, options?: CallOptions): AsyncIterable<Page<MyJob>>;
  publicJob(jobId: string, options?: CallOptions): Promise<PublicJob>;
  updateJob(jobId: string, fields: JobFields, options?: CallOptions): Promise<LiveEditResult>;
  publish(jobId: string, options?: CallOptions): Promise<PublishResult>;
  close(jobId: string, options?: CallOptions): Promise<CloseResult>;
  proposals(
    jobId: string,
    query?: { status?: string; limit?: number },
    options?: CallOptions,
  ): AsyncIterable<Page<Proposal>>;
  proposal(proposalId: string, options?: CallOptions): Promise<Proposal>;
  /**
   * One page of `GET /updates` after `cursor` (a numeric event id; null: from the beginning). Null where the server has
   * no such route or this token may not read it (403, 404, 405, 501).
   */
  tryUpdates(cursor: string | null, options?: CallOptions): Promise<UpdatesPage | null>;
  /** Releases sockets. The object cannot be used afterwards. */
  dispose(): Promise<void>;
}
