import { type DraftEnvelope, type DraftInput, type MyJob, WrongStateError } from '../api/index.ts';
import { apiDiagnostics, isCallFailure, mayHaveHappened } from './api-diagnostics.ts';
import { keyUsedBefore, severalLostJobs } from './create-diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import { statusKind } from './job-status.ts';
import type { CreateIntent, IntentLog, OpenIntent } from './resource.ts';
import type { ProviderSession } from './session.ts';

const CLOCK_SKEW_MS = 5 * 60 * 1000;
/** Repeats of a create end well within this time after its intent. */
const ARRIVAL_WINDOW_MS = 15 * 60 * 1000;

/**
 * A replay of a key older than an hour could post a second job: how long keys live is not documented [U]. Our clock
 * may be behind the server's, so the hour is cut short by as much.
 */
export const REPLAY_SAFE_MS = 60 * 60 * 1000 - CLOCK_SKEW_MS;
/** Body of an intent: what is sent again in a replay, and what the program declared then. */
export interface IntentBody {
  readonly input: DraftInput;
  readonly tokenId: string | null;
  readonly declared: Readonly<Record<string, unknown>>;
  /** What else the program wanted of the job; absent in intents of older versions. */
  readonly wishes?: { readonly publish: boolean; readonly onDestroy: string };
}

/** An unanswered create, finished: at most one of `envelope` and `row` is set, and none when nothing was made. */
export interface FinishedCreate {
  readonly envelope: DraftEnvelope | null;
  /** The job's row where only the list knows it. */
  readonly row: MyJob | null;
  /** Not empty: it could not be finished, and the intent stays open. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What an intent holds. */
export function intentBody(intent: CreateIntent): IntentBody {
  return JSON.parse(intent.body) as IntentBody;
}

/** A create that gave no draft. */
export interface NoDraft {
  readonly diagnostics: readonly Diagnostic[];
  /** Job that the refused key belongs to, where the server names it [U]. */
  readonly keyHolder: string | null;
}

/** Sends one create under one key, its intent on disk before the first byte leaves. */
export async function sendCreate(
  session: ProviderSession,
  intents: IntentLog,
  intent: CreateIntent,
): Promise<DraftEnvelope | NoDraft> {
  await intents.open(intent);
  try {
    const { input } = intentBody(intent);
    const envelope = await session.api.createDraft({ ...input, idempotencyKey: intent.idempotencyKey });
    await intents.created(intent, envelope.jobId);
    return envelope;
  } catch (error) {
    if (!isCallFailure(error)) throw error;
    if (mayHaveHappened(error)) {
      const diagnostics = apiDiagnostics(
        error,
        `A draft may now exist for {address}; it is not public. The request was recorded under key ` +
          `${intent.idempotencyKey} before it left, and the next \`{command} apply\` finds that draft instead of making a second one.`,
      );
      return { diagnostics, keyHolder: null };
    }
    await intents.abandoned(intent);
    // The only state that a create can be wrong about is its key's [U].
    if (error instanceof WrongStateError) {
      const { jobId } = error.facts.details;
      return {
        diagnostics: [keyUsedBefore(error, intent.idempotencyKey)],
        keyHolder: typeof jobId === 'string' ? jobId : null,
      };
    }
    return { diagnostics: apiDiagnostics(error, 'Nothing was created for {address}.'), keyHolder: null };
  }
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

/** Whether sending a create again can only answer with the job that it made. */
async function isReplaySafe(
  session: ProviderSession,
  intent: OpenIntent,
  tokenId: string | null,
): Promise<boolean> {
  const { tokenId: sentBy } = intentBody(intent);
  // A key may belong to the token it was sent with [U]: under another token its replay could post a second job.
  const sameToken = sentBy === null || tokenId === null || tokenId === sentBy;
  if (!sameToken || session.now - intent.at >= REPLAY_SAFE_MS) return false;
  if (intent.jobId === undefined) return true;
  // Nor is it documented that a key outlives the close of its job [U].
  const row = (await session.inventory.all()).get(intent.jobId);
  return row === undefined || statusKind(row.status) !== 'over';
}

/**
 * Finishes a create whose answer was lost, without ever making another job: by a replay of its key while that is
 * safe, else by a look at the list, where several candidates are a question to the user.
 */
export async function finishCreate(
  session: ProviderSession,
  intents: IntentLog,
  intent: OpenIntent,
  tokenId: string | null,
): Promise<FinishedCreate> {
  if (await isReplaySafe(session, intent, tokenId)) {
    const envelope = await sendCreate(session, intents, intent);
    if (!('jobId' in envelope)) return { envelope: null, row: null, diagnostics: envelope.diagnostics };
    session.inventory.noteMade(envelope.jobId, envelope.status);
    return { envelope, row: null, diagnostics: [] };
  }
  const { row, diagnostics } = await settleOldIntent(session, intent);
  if (diagnostics.length > 0) return { envelope: null, row: null, diagnostics };
  if (row === null) {
    await intents.abandoned(intent);
    return { envelope: null, row: null, diagnostics: [] };
  }
  await intents.created(intent, row.id);
  session.inventory.noteMade(row.id, row.status);
  return { envelope: null, row, diagnostics: [] };
}
