import { ModerationBlockedError, OutcomeUnknownError, WrongStateError } from '../api/index.ts';
import { JOB_FIELDS } from '../contract/index.ts';
import { apiDiagnostics, isCallFailure } from './api-diagnostics.ts';
import { type Diagnostic, hasErrors } from './diagnostics.ts';
import { declaredWire, extraFields, sameFieldValue, sameJson } from './field-values.ts';
import { observedEcho, patchDraft } from './job-create.ts';
import { decodePrivate, encodePrivate, type JobPrivate } from './job-private.ts';
import { settledValue } from './job-state.ts';
import { statusKind } from './job-status.ts';
import { publishDraft } from './publish.ts';
import { moderationDiagnostic } from './publish-diagnostics.ts';
import type { ApplyRequest, ApplyResponse } from './resource.ts';
import type { ProviderSession } from './session.ts';
import { isUnknown, type ObjectValue, type Value } from './values.ts';

type Wire = Readonly<Record<string, unknown>>;

/** Update keys to send: what the plan changes, what was never confirmed, and on request all that is declared. */
export function keysToSend(
  prior: ObjectValue,
  planned: ObjectValue,
  config: ObjectValue,
  remembered: JobPrivate,
  reassert: boolean,
): readonly string[] {
  const declared = declaredWire(config);
  const before = extraFields(prior);
  return Object.keys(declared).filter((key) => {
    if (remembered.pending.includes(key) || (reassert && remembered.suspected)) return true;
    const field = JOB_FIELDS.find((candidate) => candidate.key === key);
    if (!field) return !sameJson(declared[key], before[key]);
    return !sameFieldValue(field, planned[field.attribute], prior[field.attribute]);
  });
}

interface EditOutcome {
  readonly status: string;
  readonly pending: readonly string[];
  readonly serverTime: number | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** An edit whose answer was lost is looked at before it is sent again: each live edit is moderated anew. */
async function settleLiveEdit(
  session: ProviderSession,
  jobId: string,
  fields: Wire,
  lastSeen: string | null,
  cause: OutcomeUnknownError,
): Promise<EditOutcome> {
  const keys = Object.keys(fields);
  const row = await session.inventory.findNow(jobId);
  if (row === null || row.status !== 'OPEN') {
    // Moderation takes a job off the marketplace only after it applied the edit.
    const applied = row?.status === 'DRAFT';
    return {
      status: row?.status ?? 'DRAFT',
      pending: applied ? [] : keys,
      serverTime: session.now,
      diagnostics: apiDiagnostics(
        cause,
        `A look at the account shows job ${jobId} as ${row?.status ?? 'missing'}. Run \`{command} plan\` to see what is left to do.`,
      ),
    };
  }
  if (row.updatedAt !== null && lastSeen !== null && row.updatedAt !== lastSeen) {
    return { status: row.status, pending: [], serverTime: session.now, diagnostics: [] };
  }
  const result = await session.api.updateJob(jobId, fields);
  return { status: result.status, pending: [], serverTime: result.serverTime, diagnostics: [] };
}

async function editLive(
  session: ProviderSession,
  jobId: string,
  fields: Wire,
  draftUrl: string | null,
  lastSeen: string | null,
): Promise<EditOutcome> {
  const keys = Object.keys(fields);
  try {
    const result = await session.api.updateJob(jobId, fields).catch((error: unknown) => {
      if (error instanceof OutcomeUnknownError)
        return settleLiveEdit(session, jobId, fields, lastSeen, error);
      throw error;
    });
    const diagnostics = 'diagnostics' in result ? result.diagnostics : [];
    const pending = 'pending' in result ? result.pending : [];
    return { status: result.status, pending, serverTime: result.serverTime, diagnostics };
  } catch (error) {
    if (error instanceof ModerationBlockedError && error.editApplied) {
      return {
        status: 'DRAFT',
        pending: [],
        serverTime: session.now,
        diagnostics: [moderationDiagnostic(error, jobId, draftUrl)],
      };
    }
    if (!isCallFailure(error)) throw error;
    const status = error instanceof WrongStateError && error.currentStatus ? error.currentStatus : 'OPEN';
    const after =
      error instanceof WrongStateError
        ? `Job ${jobId} is no longer OPEN, so nothing was changed. Run \`{command} plan\` again.`
        : `The edit of ${keys.join(', ')} on live job ${jobId} is not confirmed; the job stays in the state. Run ` +
          '`{command} plan` to see what is left to do.';
    return { status, pending: [], serverTime: null, diagnostics: apiDiagnostics(error, after) };
  }
}

/** Public address after an edit that may have moved it; the answer of a live edit does not carry it [D jobs/update]. */
async function listedUrl(session: ProviderSession, jobId: string): Promise<string | null> {
  try {
    return (await session.inventory.findNow(jobId))?.jobUrl ?? null;
  } catch (error) {
    // The edit is made; an old address until the next refresh is the smaller harm.
    if (isCallFailure(error)) return null;
    throw error;
  }
}

/** Planned state, with fields whose write failed put back to what they were: state is what the API confirmed. */
function confirmedState(
  prior: ObjectValue,
  planned: ObjectValue,
  unconfirmed: readonly string[],
  failed: boolean,
): Record<string, Value> {
  const state: Record<string, Value> = {};
  for (const [name, value] of Object.entries(planned)) {
    state[name] = isUnknown(value) ? (prior[name] ?? null) : settledValue(value);
  }
  if (!failed) return state;
  for (const field of JOB_FIELDS) {
    if (unconfirmed.includes(field.key)) state[field.attribute] = prior[field.attribute] ?? null;
  }
  if (unconfirmed.some((key) => !JOB_FIELDS.some((field) => field.key === key))) {
    state.extra_fields = prior.extra_fields ?? null;
  }
  return state;
}

/** Changes one job in place: a draft by PATCH and publish, a live job by a live edit, else only the state. */
export async function updateJob(session: ProviderSession, request: ApplyRequest): Promise<ApplyResponse> {
  const { prior, planned } = request;
  if (prior === null || planned === null) throw new Error('update without prior and planned state');
  const config = request.config ?? planned;
  const remembered = decodePrivate(request.plannedPrivate ?? request.priorPrivate);
  const jobId = String(prior.id);
  const kind = statusKind(String(prior.status));
  const draftUrl = typeof prior.draft_url === 'string' ? prior.draft_url : null;
  const declared = declaredWire(declaredValues(planned, config));
  const keys = keysToSend(
    prior,
    planned,
    declaredValues(planned, config),
    remembered,
    session.options.reassert,
  );
  const fields: Wire = Object.fromEntries(keys.map((key) => [key, declared[key]]));

  let status = String(prior.status);
  let writtenAt = remembered.writtenAt;
  let unconfirmed: readonly string[] = [];
  let echo: Wire = {};
  let urls: { job_url?: string | null; draft_url?: string | null } = {};
  const diagnostics: Diagnostic[] = [];

  if (kind === 'live' && keys.length > 0) {
    const edit = await editLive(session, jobId, fields, draftUrl, remembered.updatedAt);
    status = edit.status;
    writtenAt = edit.serverTime ?? writtenAt;
    diagnostics.push(...edit.diagnostics);
    unconfirmed = hasErrors(edit.diagnostics) ? keys : edit.pending;
    if (isUnknown(planned.job_url) && statusKind(status) === 'live')
      urls = { job_url: await listedUrl(session, jobId) };
  } else if (kind === 'draft') {
    const patched = await patchDraft(session, jobId, fields);
    diagnostics.push(...patched.diagnostics);
    unconfirmed = patched.pending;
    writtenAt = patched.envelope?.serverTime ?? writtenAt;
    if (patched.pending.length === 0) echo = await observedEcho(session, jobId, fields, patched.envelope);
    if (patched.envelope?.draftUrl) urls = { draft_url: patched.envelope.draftUrl };
    if (planned.publish !== false && !hasErrors(diagnostics)) {
      const outcome = await publishDraft(session, jobId, draftUrl, patched.envelope?.validation ?? null);
      diagnostics.push(...outcome.diagnostics);
      status = outcome.status;
      writtenAt = outcome.serverTime ?? writtenAt;
      if (outcome.jobUrl) urls = { ...urls, job_url: outcome.jobUrl };
    }
  }

  const failed = hasErrors(diagnostics);
  const state = confirmedState(prior, planned, unconfirmed, failed);
  // Attributes that the plan promised stay as promised; only those planned unknown may take new values.
  if (isUnknown(planned.job_url) && urls.job_url) state.job_url = urls.job_url;
  if (prior.draft_url === null && isUnknown(planned.draft_url) && urls.draft_url)
    state.draft_url = urls.draft_url;
  if (isUnknown(planned.status) || failed) state.status = status;
  const stillPending = failed
    ? remembered.pending.filter((key) => unconfirmed.includes(key))
    : [...remembered.pending.filter((key) => !keys.includes(key) && key in declared), ...unconfirmed];
  const next: JobPrivate = {
    ...remembered,
    writtenAt,
    echo: { ...withoutKeys(remembered.echo, keys), ...echo },
    pending: stillPending,
    suspected: remembered.suspected && !(session.options.reassert && !failed),
  };
  return { state, private: encodePrivate(next), diagnostics };
}

function withoutKeys(record: Wire, keys: readonly string[]): Wire {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !keys.includes(key)));
}

/** Planned values of what the program declares; the rest of the plan is not ours to send. */
function declaredValues(planned: ObjectValue, config: ObjectValue): ObjectValue {
  return Object.fromEntries(Object.entries(planned).filter(([name]) => (config[name] ?? null) !== null));
}
