import type { DraftEnvelope, MyJob } from '../api/index.ts';
import { JOB_FIELDS } from '../contract/index.ts';
import { apiDiagnostics, isCallFailure } from './api-diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import { fromWire, sameFieldValue } from './field-values.ts';
import { decodePrivate, encodePrivate, type JobPrivate } from './job-private.ts';
import { statusKind } from './job-status.ts';
import { LISTING_GRACE_MS } from './listing-grace.ts';
import { jobIsGone, notListedYet, otherAccount, suspectedDrift } from './read-diagnostics.ts';
import type { ReadRequest, ReadResponse } from './resource.ts';
import type { ProviderSession } from './session.ts';
import type { ObjectValue, Value } from './values.ts';

/** Slack between the server's `Date` header (whole seconds) and its `updatedAt` (milliseconds). */
const OWN_WRITE_SLACK_MS = 2000;

/** Whether a move of `updatedAt` is our own last write. */
function isOwnWrite(row: MyJob, remembered: JobPrivate): boolean {
  if (row.updatedAt === null || remembered.writtenAt === null) return false;
  return Date.parse(row.updatedAt) <= remembered.writtenAt + OWN_WRITE_SLACK_MS;
}

/** Field values as observed, in the state's own spelling wherever they mean the same. */
function observedFields(
  state: ObjectValue,
  normalized: Readonly<Record<string, unknown>>,
  remembered: JobPrivate,
): Record<string, Value> {
  const observed: Record<string, Value> = {};
  for (const field of JOB_FIELDS) {
    if (!(field.key in normalized)) continue;
    const value = fromWire(field, normalized[field.key]);
    if (sameFieldValue(field, value, state[field.attribute])) continue;
    const echo = remembered.echo[field.key];
    if (echo !== undefined && sameFieldValue(field, value, fromWire(field, echo))) continue;
    observed[field.attribute] = value;
  }
  return observed;
}

/** Values of a job that somebody changed: from the undocumented draft read if there is one, else the list's title. */
async function look(session: ProviderSession, row: MyJob): Promise<DraftEnvelope | null> {
  if (statusKind(row.status) !== 'draft') return null;
  return session.tryReadDraft(row.id);
}

async function absent(
  session: ProviderSession,
  request: ReadRequest,
  remembered: JobPrivate,
): Promise<ReadResponse> {
  const account = await session.account();
  if (remembered.account !== null && account.accountId !== remembered.account) {
    const problem = otherAccount(request.state, remembered.account, account.accountId);
    return { state: request.state, private: request.private, diagnostics: [problem] };
  }
  if (remembered.createdAt !== null && session.now - remembered.createdAt < LISTING_GRACE_MS) {
    return { state: request.state, private: request.private, diagnostics: [notListedYet(request.state)] };
  }
  return { state: null, private: null, diagnostics: [jobIsGone(request.state)] };
}

async function refreshed(
  session: ProviderSession,
  request: ReadRequest,
  row: MyJob,
  remembered: JobPrivate,
): Promise<ReadResponse> {
  const diagnostics: Diagnostic[] = [];
  const state: Record<string, Value> = { ...request.state, status: row.status };
  if (row.jobUrl !== null && statusKind(row.status) !== 'draft') state.job_url = row.jobUrl;
  let { suspected } = remembered;

  const moved = row.updatedAt !== null && row.updatedAt !== remembered.updatedAt;
  // Imported just now: what is listed is the baseline, not a change.
  const firstLook = remembered.writtenAt === null && remembered.updatedAt === null;
  if (moved && !firstLook && !isOwnWrite(row, remembered)) {
    const envelope = await look(session, row);
    if (envelope?.normalizedFields) {
      Object.assign(state, observedFields(request.state, envelope.normalizedFields, remembered));
      suspected = false;
    } else {
      Object.assign(
        state,
        observedFields(request.state, row.title === null ? {} : { jobTitle: row.title }, remembered),
      );
      const kind = statusKind(row.status);
      if (kind !== 'over') suspected = true;
      // A job with contracts or under review takes no edits, so there is nothing to advise.
      if (kind === 'draft' || kind === 'live')
        diagnostics.push(suspectedDrift(request.state, row, session.options));
    }
  }
  const next: JobPrivate = {
    ...remembered,
    suspected,
    replacing: remembered.replacing && statusKind(row.status) === 'over',
    updatedAt: row.updatedAt ?? remembered.updatedAt,
  };
  return { state, private: encodePrivate(next), diagnostics };
}

/**
 * Observes one job (design: layered reading). Returns a null state only for a job that is gone beyond doubt. A field
 * that nobody can see keeps the value we know; a move of `updatedAt` that is not ours is reported instead of guessed.
 */
export async function readJob(session: ProviderSession, request: ReadRequest): Promise<ReadResponse> {
  const remembered = decodePrivate(request.private);
  try {
    const row = await session.inventory.find(String(request.state.id));
    return row === null
      ? await absent(session, request, remembered)
      : await refreshed(session, request, row, remembered);
  } catch (error) {
    if (!isCallFailure(error)) throw error;
    return {
      state: request.state,
      private: request.private,
      diagnostics: apiDiagnostics(error, 'The job could not be read; nothing was changed.'),
    };
  }
}
