import type { MyJob } from '../api/index.ts';
import { JOB_FIELDS } from '../contract/index.ts';
import { apiDiagnostics } from './api-diagnostics.ts';
import { fromWire } from './field-values.ts';
import { EMPTY_PRIVATE, encodePrivate } from './job-private.ts';
import { jobSchema } from './job-schema.ts';
import { statusKind } from './job-status.ts';
import { jobNotFound } from './read-diagnostics.ts';
import type { ImportResponse } from './resource.ts';
import type { ProviderSession } from './session.ts';
import { UNTOLD_SOURCE } from './source.ts';
import type { Value } from './values.ts';

/**
 * State of a job as it is found on the account. Fields that the API does not show are null: the program's values are
 * then planned as additions, which is honest. Source, external ID and key are set to values that say "not told", so
 * that a program declaring them agrees with the job instead of replacing it.
 */
export function importedState(
  row: Pick<MyJob, 'id' | 'title' | 'status' | 'jobUrl'>,
  normalized: Readonly<Record<string, unknown>>,
): Record<string, Value> {
  const state: Record<string, Value> = {};
  for (const name of Object.keys(jobSchema.attributes)) state[name] = null;
  for (const field of JOB_FIELDS) state[field.attribute] = fromWire(field, normalized[field.key]);
  return {
    ...state,
    id: row.id,
    job_title: state.job_title ?? row.title,
    status: row.status,
    job_url: row.jobUrl,
    source: UNTOLD_SOURCE,
    external_id: '',
    idempotency_key: '',
    publish: true,
    on_destroy: 'close',
  };
}

/** Adopts an existing job of the account by its ID. Writes nothing remotely. */
export async function importJob(session: ProviderSession, id: string): Promise<ImportResponse> {
  const refused = (diagnostics: ImportResponse['diagnostics']): ImportResponse => ({
    state: null,
    private: null,
    diagnostics,
  });
  try {
    const row = await session.inventory.find(id);
    if (row === null) return refused([jobNotFound(id)]);
    const envelope = statusKind(row.status) === 'draft' ? await session.tryReadDraft(id) : null;
    const account = (await session.account()).accountId;
    const state = {
      ...importedState(row, envelope?.normalizedFields ?? {}),
      draft_url: envelope?.draftUrl ?? null,
      review_url: envelope?.reviewUrl ?? null,
    };
    return {
      state,
      private: encodePrivate({ ...EMPTY_PRIVATE, account, updatedAt: row.updatedAt }),
      diagnostics: [],
    };
  } catch (error) {
    return refused(apiDiagnostics(error, 'Nothing was imported.'));
  }
}
