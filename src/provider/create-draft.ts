import type { DraftEnvelope, DraftInput, MyJob } from '../api/index.ts';
import {
  adoptedJob,
  jobBelongsElsewhere,
  madeFromOlderText,
  tooManyGenerations,
} from './create-diagnostics.ts';
import { type BaseKey, baseKey, contentHash, judgeReplay, keyOfGeneration } from './create-key.ts';
import type { Diagnostic } from './diagnostics.ts';
import { sameJson } from './field-values.ts';
import { finishCreate, type IntentBody, intentBody, sendCreate } from './finish-create.ts';
import { nothingToDraftFrom } from './plan-diagnostics.ts';
import type { CreateIntent, IntentLog, OpenIntent } from './resource.ts';
import type { ProviderSession } from './session.ts';
import { draftSource } from './source.ts';
import type { ObjectValue } from './values.ts';

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
    const externalId = stringOf(this.request.config.external_id);
    const input: DraftInput = { source, ...(externalId ? { externalId } : {}) };

    const open = await this.request.intents.findOpen({
      address: this.request.address,
      givenKey: this.base.kind === 'given' ? this.base.text : null,
      contentHash: contentHash(JSON.stringify(input)),
    });
    const settled = open === null ? null : await this.settle(open, input);
    if (settled) return settled;

    // Whether an answered key is a replay shows only against what existed before, and a replay may repeat its first
    // answer (DRAFT) for a job that was closed since [U]: so look first. A random key cannot have been used.
    const before = this.base.kind === 'random' ? null : await this.session.inventory.all();
    const last = this.request.generation + MAX_GENERATIONS;
    for (let generation = this.request.generation; generation < last; generation += 1) {
      const intent = this.intent(input, generation);
      const envelope = await sendCreate(this.session, this.request.intents, intent);
      if (!('jobId' in envelope)) return failed(envelope);
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
