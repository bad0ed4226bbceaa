import type { DraftEnvelope, DraftInput, MyJob } from '../api/index.ts';
import { apiDiagnostics, isCallFailure, mayHaveHappened } from './api-diagnostics.ts';
import {
  adoptedJob,
  jobBelongsElsewhere,
  madeFromOlderText,
  severalLostJobs,
  tooManyGenerations,
} from './create-diagnostics.ts';
import { type BaseKey, baseKey, contentHash, judgeReplay, keyOfGeneration } from './create-key.ts';
import type { Diagnostic } from './diagnostics.ts';
import { sameJson } from './field-values.ts';
import { nothingToDraftFrom } from './plan-diagnostics.ts';
import type { CreateIntent, IntentLog, OpenIntent } from './resource.ts';
import type { ProviderSession } from './session.ts';
import { draftSource } from './source.ts';
import type { ObjectValue } from './values.ts';

const CLOCK_SKEW_MS = 5 * 60 * 1000;
/** Repeats of a create end well within this time after its intent. */
const ARRIVAL_WINDOW_MS = 15 * 60 * 1000;

/**
 * A replay of a key older than an hour could post a second job: how long keys live is not documented [U]. Our clock
 * may be behind the server's, so the hour is cut short by as much.
 */
export const REPLAY_SAFE_MS = 60 * 60 * 1000 - CLOCK_SKEW_MS;
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

/** Body of an intent: what is sent again in a replay, and what the program declared then. */
interface IntentBody {
  readonly input: DraftInput;
  readonly tokenId: string | null;
  readonly declared: Readonly<Record<string, unknown>>;
}

function failed(diagnostics: readonly Diagnostic[]): DraftOutcome {
  return { envelope: null, row: null, key: null, generation: 1, declaredBefore: null, diagnostics };
}

function stringOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The one job of the list that an old, unanswered create may have made; throws nothing, asks when unsure. */
async function settleOldIntent(
  session: ProviderSession,
  intent: OpenIntent,
): Promise<{ row: MyJob | null; diagnostics: readonly Diagnostic[] }> {
  const rows = await session.inventory.all();
  if (intent.jobId) return { row: rows.get(intent.jobId) ?? null, diagnostics: [] };
  const later = [...rows.values()].filter(
    (row) =>
      !session.inventory.isManaged(row.id) &&
      row.createdAt !== null &&
      Date.parse(row.createdAt) >= intent.at - CLOCK_SKEW_MS,
  );
  const titled = later.filter((row) => intent.title !== null && row.title?.trim() === intent.title.trim());
  if (titled.length === 1) return { row: titled[0] ?? null, diagnostics: [] };
  // The lost draft still has the parser's title if the run died before its PATCH: anything made around then may be it.
  const around = later.filter((row) => Date.parse(row.createdAt ?? '') <= intent.at + ARRIVAL_WINDOW_MS);
  const candidates = titled.length > 1 ? titled : around;
  const diagnostics = candidates.length > 0 ? [severalLostJobs(intent, candidates)] : [];
  return { row: null, diagnostics };
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

  /** Sends one create under one key, its intent on disk before the first byte leaves. */
  async send(intent: CreateIntent): Promise<DraftEnvelope | readonly Diagnostic[]> {
    const { input } = JSON.parse(intent.body) as IntentBody;
    await this.request.intents.open(intent);
    try {
      const envelope = await this.session.api.createDraft({
        ...input,
        idempotencyKey: intent.idempotencyKey,
      });
      await this.request.intents.created(intent, envelope.jobId);
      return envelope;
    } catch (error) {
      if (!isCallFailure(error)) throw error;
      if (mayHaveHappened(error)) {
        return apiDiagnostics(
          error,
          `A draft may now exist for {address}; it is not public. The request was recorded under key ` +
            `${intent.idempotencyKey} before it left, and the next \`{command} apply\` finds that draft instead of making a second one.`,
        );
      }
      await this.request.intents.abandoned(intent);
      return apiDiagnostics(error, 'Nothing was created for {address}.');
    }
  }

  intent(input: DraftInput, generation: number): CreateIntent {
    const { tokenId, declared } = this.request;
    return {
      address: this.request.address,
      idempotencyKey: keyOfGeneration(this.base, generation),
      generation,
      title: stringOf(this.request.config.job_title),
      contentHash: contentHash(JSON.stringify(input)),
      body: JSON.stringify({ input, tokenId, declared } satisfies IntentBody),
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
      const envelope = await this.send(intent);
      if (!('jobId' in envelope)) return failed(envelope);
      const verdict = judgeReplay({
        status: before?.get(envelope.jobId)?.status ?? envelope.status,
        ownIntent: false,
        knownBefore: before?.has(envelope.jobId) ?? null,
        managedElsewhere: this.session.inventory.isManaged(envelope.jobId),
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
    const { input, declared: declaredBefore, tokenId } = JSON.parse(open.body) as IntentBody;
    const found = (jobId: string) => ({
      key: open.idempotencyKey,
      generation: open.generation,
      declaredBefore,
      diagnostics: sameJson(input.source, wanted.source) ? [] : [madeFromOlderText(jobId)],
    });
    // A key may belong to the token it was sent with [U]: under another token its replay could post a second job.
    const sameToken = tokenId === null || this.request.tokenId === null || tokenId === this.request.tokenId;
    if (sameToken && this.session.now - open.at < REPLAY_SAFE_MS) {
      const envelope = await this.send(open);
      if (!('jobId' in envelope)) return failed(envelope);
      this.session.inventory.noteMade(envelope.jobId, envelope.status);
      return { envelope, row: null, ...found(envelope.jobId) };
    }
    const { row, diagnostics } = await settleOldIntent(this.session, open);
    if (diagnostics.length > 0) return failed(diagnostics);
    if (row === null) {
      await this.request.intents.abandoned(open);
      return null;
    }
    await this.request.intents.created(open, row.id);
    this.session.inventory.noteMade(row.id, row.status);
    return { envelope: null, row, ...found(row.id) };
  }
}

/**
 * Makes the draft of a job, once: settles an interrupted create first, recognises replays, and never adopts a job
 * that another address or another program owns.
 */
export function createDraft(session: ProviderSession, request: DraftRequest): Promise<DraftOutcome> {
  return new DraftCreation(session, request).run();
}
