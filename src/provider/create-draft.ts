import type { DraftEnvelope, DraftInput, DraftSource, MyJob } from '../api/index.ts';
import {
  adoptedJob,
  jobBelongsElsewhere,
  type LostJob,
  liveJobWithoutAddress,
  madeFromOlderText,
  tooManyGenerations,
} from './create-diagnostics.ts';
import { type BaseKey, baseKey, contentHash, judgeReplay, keyOfGeneration } from './create-key.ts';
import type { Diagnostic } from './diagnostics.ts';
import { sameJson } from './field-values.ts';
import { finishCreate, type IntentBody, intentBody, sendCreate } from './finish-create.ts';
import { statusKind } from './job-status.ts';
import { LISTING_GRACE_MS } from './listing-grace.ts';
import { nothingToDraftFrom } from './plan-diagnostics.ts';
import type { CreateIntent, IntentLog, IntentQuery, OpenIntent } from './resource.ts';
import type { ProviderSession } from './session.ts';
import { draftSource } from './source.ts';
import { isObjectValue, isWhollyKnown, type ObjectValue } from './values.ts';

const MAX_GENERATIONS = 50;

export interface DraftRequest {
  readonly config: ObjectValue;
  readonly address: string | null;
  readonly lineage: string | null;
  /** Declared fields, remembered with the intent: after a crash they tell what the lost run had set. */
  readonly declared: Readonly<Record<string, unknown>>;
  /** ID of the token in use, null where the server does not say. */
  readonly tokenId: string | null;
  /** First generation to try: 1, or one more than the replaced job's. */
  readonly generation: number;
  readonly intents: IntentLog;
}

export interface DraftOutcome {
  readonly envelope: DraftEnvelope | null;
  /** The adopted job's row where only the list knows it (no envelope). */
  readonly row: MyJob | null;
  readonly key: string | null;
  readonly generation: number;
  /** Declared fields of the interrupted run that made the job; null when this run made it. */
  readonly declaredBefore: Readonly<Record<string, unknown>> | null;
  readonly diagnostics: readonly Diagnostic[];
}

function failed(diagnostics: readonly Diagnostic[]): DraftOutcome {
  return { envelope: null, row: null, key: null, generation: 1, declaredBefore: null, diagnostics };
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function draftInput(source: DraftSource, config: ObjectValue): DraftInput {
  const externalId = stringOf(config.external_id);
  return { source, ...(externalId ? { externalId } : {}) };
}

/** What an unfinished create of this program would be found by; null while a part of it is not known. */
export function draftContentHash(config: ObjectValue): string | null {
  // Without a source the draft is made from these two.
  const texts = isObjectValue(config.source) ? [] : ['job_title', 'job_description'];
  if (!['source', 'external_id', ...texts].every((name) => isWhollyKnown(config[name] ?? null))) return null;
  const source = draftSource(config);
  return source === null ? null : contentHash(JSON.stringify(draftInput(source, config)));
}

class DraftCreation {
  readonly session: ProviderSession;
  readonly request: DraftRequest;
  readonly base: BaseKey;

  constructor(session: ProviderSession, request: DraftRequest) {
    this.session = session;
    this.request = request;
    this.base = baseKey(stringOf(request.config.idempotency_key), request.lineage, request.address);
  }

  intent(input: DraftInput, generation: number): CreateIntent {
    const { tokenId, declared, config } = this.request;
    const wishes = { publish: config.publish !== false, onDestroy: stringOf(config.on_destroy) ?? 'close' };
    return {
      address: this.request.address,
      idempotencyKey: keyOfGeneration(this.base, generation),
      generation,
      title: stringOf(config.job_title),
      contentHash: contentHash(JSON.stringify(input)),
      body: JSON.stringify({ input, tokenId, declared, wishes } satisfies IntentBody),
      at: this.session.now,
    };
  }

  async run(): Promise<DraftOutcome> {
    const source = draftSource(this.request.config);
    if (source === null) return failed([nothingToDraftFrom()]);
    const input = draftInput(source, this.request.config);
    const query: IntentQuery = {
      address: this.request.address,
      givenKey: this.base.kind === 'given' ? this.base.text : null,
      contentHash: contentHash(JSON.stringify(input)),
      title: stringOf(this.request.config.job_title),
    };
    const open = await this.request.intents.findOpen(query);
    const settled = open === null ? null : await this.settle(open, input);
    if (settled) return settled;
    const lost = await this.liveSuspects(query);
    if (lost.length > 0) return failed([liveJobWithoutAddress(lost)]);

    // Whether an answered key is a replay shows only against what existed before, and a replay may repeat its first
    // answer (DRAFT) for a job that was closed since [U]: so look first. A random key cannot have been used.
    const before = this.base.kind === 'random' ? null : await this.session.inventory.all();
    const first = await this.firstGeneration();
    for (let generation = first; generation < first + MAX_GENERATIONS; generation += 1) {
      const intent = this.intent(input, generation);
      const envelope = await sendCreate(this.session, this.request.intents, intent);
      if (!('jobId' in envelope)) {
        // As with a replay: the key's job is over, so the next one of that key is due.
        const holder = envelope.keyHolder === null ? undefined : before?.get(envelope.keyHolder);
        if (holder !== undefined && statusKind(holder.status) === 'over') continue;
        return failed(envelope.diagnostics);
      }
      // Asked first: nothing may run between the judgement and the note that the job is taken.
      const heldByState = (await this.request.intents.isHeld?.(envelope.jobId)) ?? false;
      const verdict = judgeReplay({
        status: before?.get(envelope.jobId)?.status ?? envelope.status,
        ownIntent: false,
        knownBefore: before?.has(envelope.jobId) ?? null,
        managedElsewhere: this.session.inventory.isManaged(envelope.jobId),
        heldByState,
        kind: this.base.kind,
      });
      if (verdict === 'refuse') {
        await this.request.intents.abandoned(intent);
        return failed([jobBelongsElsewhere(envelope, intent.idempotencyKey)]);
      }
      if (verdict === 'next-generation') {
        await this.request.intents.abandoned(intent);
        continue;
      }
      // At once, before anything else can run: a second create under this key must see the job as taken.
      this.session.inventory.noteMade(envelope.jobId, envelope.status);
      const diagnostics = verdict === 'recovered' ? [adoptedJob(envelope)] : [];
      return {
        envelope,
        row: null,
        key: intent.idempotencyKey,
        generation,
        declaredBefore: null,
        diagnostics,
      };
    }
    return failed([tooManyGenerations(this.base.text)]);
  }

  /** Under Terraform nothing but a state that holds the same key tells that this create replaces another job. */
  async firstGeneration(): Promise<number> {
    const { generation, intents } = this.request;
    const { kind, text } = this.base;
    return kind === 'given' ? Math.max(generation, (await intents.nextGeneration?.(text)) ?? 1) : generation;
  }

  /**
   * Public jobs of interrupted runs that may be this one with another text. Only a job without a key of its own can
   * be meant; a draft among them is not public, so it costs nobody anything and is only named.
   */
  async liveSuspects(query: IntentQuery): Promise<readonly LostJob[]> {
    if (this.base.kind !== 'random') return [];
    const suspects = (await this.request.intents.suspects?.(query)) ?? [];
    if (suspects.length === 0) return [];
    const rows = await this.session.inventory.all();
    return suspects.flatMap(({ jobId, title, at }): LostJob[] => {
      if (jobId === undefined) return [];
      const row = rows.get(jobId);
      if (row !== undefined) return ['live', 'busy'].includes(statusKind(row.status)) ? [row] : [];
      // A list may lag behind: a young job that it does not show is not gone.
      const isYoung = this.session.now - at < LISTING_GRACE_MS;
      return isYoung ? [{ id: jobId, status: 'not listed yet', title, jobUrl: null }] : [];
    });
  }

  /** Finishes an earlier create of this job; null when it never happened and a fresh one is due. */
  async settle(open: OpenIntent, wanted: DraftInput): Promise<DraftOutcome | null> {
    const { input, declared: declaredBefore } = intentBody(open);
    const { intents, tokenId } = this.request;
    const { envelope, row, diagnostics } = await finishCreate(this.session, intents, open, tokenId);
    if (diagnostics.length > 0) return failed(diagnostics);
    const jobId = envelope?.jobId ?? row?.id;
    if (jobId === undefined) return null;
    return {
      envelope,
      row,
      key: open.idempotencyKey,
      generation: open.generation,
      declaredBefore,
      diagnostics: sameJson(input.source, wanted.source) ? [] : [madeFromOlderText(jobId)],
    };
  }
}

/**
 * Makes the draft of a job, once: settles an interrupted create first, recognises replays, and never adopts a job
 * that another address or another program owns.
 */
export function createDraft(session: ProviderSession, request: DraftRequest): Promise<DraftOutcome> {
  return new DraftCreation(session, request).run();
}
