import { type Account, type DraftEnvelope, WrongStateError } from '../api/index.ts';
import { tryFieldByKey } from '../contract/index.ts';
import { apiDiagnostics, isCallFailure } from './api-diagnostics.ts';
import { editsWait } from './create-diagnostics.ts';
import { createDraft, type DraftOutcome } from './create-draft.ts';
import type { Diagnostic } from './diagnostics.ts';
import { hasErrors } from './diagnostics.ts';
import { declaredWire, fromWire, sameFieldValue, sameJson } from './field-values.ts';
import { decodePrivate, EMPTY_PRIVATE, encodePrivate, type JobPrivate } from './job-private.ts';
import { echoOf, stateOfDraft } from './job-state.ts';
import { statusKind } from './job-status.ts';
import { publishDraft } from './publish.ts';
import type { ApplyRequest, ApplyResponse } from './resource.ts';
import type { ProviderSession } from './session.ts';
import type { ObjectValue } from './values.ts';

type Wire = Readonly<Record<string, unknown>>;

/** Declared fields in which the parser's reading and the program differ: all that a PATCH has to close. */
export function gapsOf(declared: Wire, normalized: Wire): Wire {
  return Object.fromEntries(
    Object.entries(declared).filter(([key, value]) => {
      const field = tryFieldByKey(key);
      if (!field) return !sameJson(value, normalized[key]);
      return !sameFieldValue(field, fromWire(field, value), fromWire(field, normalized[key]));
    }),
  );
}

interface Patched {
  readonly envelope: DraftEnvelope | null;
  readonly pending: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** One PATCH of a draft with just these fields. On failure the keys stay pending, so that the next plan sends them. */
export async function patchDraft(session: ProviderSession, jobId: string, fields: Wire): Promise<Patched> {
  if (Object.keys(fields).length === 0) return { envelope: null, pending: [], diagnostics: [] };
  try {
    const envelope = await session.api.updateDraft(jobId, fields);
    return { envelope, pending: [], diagnostics: [] };
  } catch (error) {
    if (!isCallFailure(error)) throw error;
    const after =
      error instanceof WrongStateError
        ? `Job ${jobId} is no longer a draft, so its fields ${Object.keys(fields).join(', ')} were not changed.`
        : `Job ${jobId} exists as a draft and is not public; its fields ${Object.keys(fields).join(', ')} are not ` +
          'confirmed. Correct the program and run `{command} apply` again: it sends only them.';
    return { envelope: null, pending: Object.keys(fields), diagnostics: apiDiagnostics(error, after) };
  }
}

/** Server's spelling of what we sent, from the answer if it echoes, else from a read where the server has one. */
export async function observedEcho(
  session: ProviderSession,
  jobId: string,
  sent: Wire,
  envelope: DraftEnvelope | null,
): Promise<Wire> {
  if (Object.keys(sent).length === 0) return {};
  if (envelope?.normalizedFields) return echoOf(sent, envelope);
  try {
    return echoOf(sent, await session.tryReadDraft(jobId));
  } catch (error) {
    // The spelling is a nicety; the job itself is safe in state, so a failed read must not fail the create.
    if (isCallFailure(error)) return {};
    throw error;
  }
}

/** Creates one job: draft, close the gaps, publish. Whatever happens after the draft exists, its state is returned. */
export async function createJob(session: ProviderSession, request: ApplyRequest): Promise<ApplyResponse> {
  const planned = request.planned;
  const config = request.config ?? planned;
  if (planned === null || config === null) throw new Error('create without a planned state');
  let account: Account;
  try {
    // Before anything is made: a job whose account is not remembered could look gone under another token.
    account = await session.account();
  } catch (error) {
    return {
      state: null,
      private: null,
      diagnostics: apiDiagnostics(error, 'Nothing was created for {address}.'),
    };
  }

  const declared = declaredWire(planned);
  let draft: DraftOutcome;
  try {
    draft = await createDraft(session, {
      config: { ...config, ...knownFields(planned, config) },
      address: request.address,
      lineage: request.lineage,
      declared,
      tokenId: account.tokenId,
      generation: decodePrivate(request.plannedPrivate).generation,
      intents: request.intents,
    });
  } catch (error) {
    // The create itself turns its failures into diagnostics; what is left is the look at the list before it.
    return {
      state: null,
      private: null,
      diagnostics: apiDiagnostics(error, 'Nothing was created for {address}.'),
    };
  }
  const jobId = draft.envelope?.jobId ?? draft.row?.id ?? null;
  if (jobId === null) return { state: null, private: null, diagnostics: draft.diagnostics };

  const status = draft.envelope?.status ?? draft.row?.status ?? 'DRAFT';
  const normalized = draft.envelope?.normalizedFields ?? {};
  const diagnostics: Diagnostic[] = [...draft.diagnostics];
  const isDraft = statusKind(status) === 'draft';
  // A run that published had closed its gaps first, so a live job lacks only what was declared since.
  const known = !isDraft && draft.declaredBefore ? draft.declaredBefore : normalized;
  const gaps = gapsOf(declared, known);
  const patched = isDraft
    ? await patchDraft(session, jobId, gaps)
    : { envelope: null, pending: Object.keys(gaps), diagnostics: waiting(jobId, Object.keys(gaps)) };
  diagnostics.push(...patched.diagnostics);

  const latest = patched.envelope ?? draft.envelope;
  let state = stateOfDraft(
    planned,
    {
      id: jobId,
      status,
      draftUrl: latest?.draftUrl ?? draft.envelope?.draftUrl ?? null,
      reviewUrl: draft.envelope?.reviewUrl ?? null,
    },
    normalized,
    draft.key,
  );
  const echo = isDraft
    ? await observedEcho(session, jobId, patched.pending.length > 0 ? {} : gaps, patched.envelope)
    : {};
  let writtenAt = patched.envelope?.serverTime ?? draft.envelope?.serverTime ?? session.now;

  if (isDraft && planned.publish !== false && !hasErrors(diagnostics)) {
    const outcome = await publishDraft(
      session,
      jobId,
      state.draft_url as string | null,
      latest?.validation ?? null,
    );
    diagnostics.push(...outcome.diagnostics);
    writtenAt = outcome.serverTime ?? writtenAt;
    state = { ...state, status: outcome.status, job_url: outcome.jobUrl };
  }
  const remembered: JobPrivate = {
    ...EMPTY_PRIVATE,
    account: account.accountId,
    key: draft.key,
    generation: draft.generation,
    createdAt: session.now,
    writtenAt,
    echo,
    pending: patched.pending,
  };
  return { state, private: encodePrivate(remembered), diagnostics };
}

function waiting(jobId: string, keys: readonly string[]): readonly Diagnostic[] {
  return keys.length === 0 ? [] : [editsWait(jobId, keys)];
}

/** Config values at apply, with what was unknown while planning taken from the plan. */
function knownFields(planned: ObjectValue, config: ObjectValue): ObjectValue {
  return Object.fromEntries(Object.entries(planned).filter(([name]) => (config[name] ?? null) !== null));
}
