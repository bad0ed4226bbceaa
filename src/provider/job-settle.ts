import { apiDiagnostics } from './api-diagnostics.ts';
import { finishCreate, intentBody } from './finish-create.ts';
import { importedState } from './job-import.ts';
import { EMPTY_PRIVATE, encodePrivate } from './job-private.ts';
import { statusKind } from './job-status.ts';
import type { ApplyResponse, IntentLog, OpenIntent } from './resource.ts';
import type { ProviderSession } from './session.ts';
import type { Value } from './values.ts';

/**
 * Settles a create whose address is not to be created any more. What it made is given back as a whole state, so that
 * the next plan can close it; a null state without diagnostics says that it made nothing. It neither patches nor
 * publishes. Fields are what the lost run declared if the job is published (its gaps were closed before), else what
 * the server read from the source.
 */
export async function settleJob(
  session: ProviderSession,
  intent: OpenIntent,
  intents: IntentLog,
): Promise<ApplyResponse> {
  try {
    const { accountId, tokenId } = await session.account();
    const { envelope, row: found, diagnostics } = await finishCreate(session, intents, intent, tokenId);
    const jobId = envelope?.jobId ?? found?.id;
    if (jobId === undefined) return { state: null, private: null, diagnostics };
    const row = found ?? (await session.inventory.all()).get(jobId) ?? null;
    const { input, declared, wishes } = intentBody(intent);
    // The list was read before the replay answered, and only the answer tells of a publish since.
    const status = envelope?.status ?? row?.status ?? 'DRAFT';
    const read = envelope?.normalizedFields ?? {};
    const fields = statusKind(status) === 'draft' ? read : { ...read, ...declared };
    const known = { id: jobId, title: row?.title ?? null, status, jobUrl: row?.jobUrl ?? null };
    const state: Record<string, Value> = {
      ...importedState(known, fields),
      external_id: input.externalId ?? null,
      idempotency_key: intent.idempotencyKey,
      draft_url: envelope?.draftUrl ?? null,
      review_url: envelope?.reviewUrl ?? null,
      publish: wishes?.publish ?? true,
      on_destroy: wishes?.onDestroy ?? 'close',
    };
    const remembered = {
      ...EMPTY_PRIVATE,
      account: accountId,
      key: intent.idempotencyKey,
      generation: intent.generation,
      createdAt: intent.at,
      writtenAt: envelope?.serverTime ?? null,
      updatedAt: row?.updatedAt ?? null,
    };
    return { state, private: encodePrivate(remembered), diagnostics: [] };
  } catch (error) {
    const after = `Whether an interrupted run made a job for {address} is not known yet. Run \`{command} apply\` again.`;
    return { state: null, private: null, diagnostics: apiDiagnostics(error, after) };
  }
}
