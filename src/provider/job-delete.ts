import { NotFoundError, WrongStateError } from '../api/index.ts';
import { apiDiagnostics, isCallFailure } from './api-diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import { decodePrivate } from './job-private.ts';
import { statusKind } from './job-status.ts';
import { otherAccount } from './read-diagnostics.ts';
import type { ApplyRequest, ApplyResponse } from './resource.ts';
import type { ProviderSession } from './session.ts';
import type { ObjectValue } from './values.ts';

function draftLeft(state: ObjectValue, why: string): Diagnostic {
  const url = typeof state.draft_url === 'string' ? ` at ${state.draft_url}` : '';
  return {
    severity: 'warning',
    code: 'draft-left',
    summary: 'Draft Left On OpenTrain',
    detail:
      `OpenTrain did not close draft ${String(state.id)} (${why}). It is not public; it stays in the app${url}, ` +
      'where a person can delete it, and is no longer managed.',
    origin: 'api',
  };
}

/** Why a missing job may be no missing job: the token is another account's, or nobody can tell. */
async function accountProblem(
  session: ProviderSession,
  prior: ObjectValue,
  priorPrivate: string | null,
  after: string,
): Promise<readonly Diagnostic[] | null> {
  const { account } = decodePrivate(priorPrivate);
  if (account === null) return null;
  try {
    const current = (await session.account()).accountId;
    return current === account ? null : [otherAccount(prior, account, current)];
  } catch (error) {
    return apiDiagnostics(error, after);
  }
}

/**
 * Ends a job: closes it (`ARCHIVED`; contracts stay), or leaves it when `on_destroy` says so. A draft that the server
 * refuses to close is left and named: whether close works on a draft is not documented [U].
 */
export async function deleteJob(session: ProviderSession, request: ApplyRequest): Promise<ApplyResponse> {
  const { prior } = request;
  if (prior === null) return { state: null, private: null, diagnostics: [] };
  const gone: ApplyResponse = { state: null, private: null, diagnostics: [] };
  const kind = statusKind(String(prior.status));
  if (prior.on_destroy === 'abandon' || kind === 'over') return gone;

  const jobId = String(prior.id);
  const kept = (diagnostics: readonly Diagnostic[]): ApplyResponse => ({
    state: prior,
    private: request.priorPrivate,
    diagnostics,
  });
  try {
    await session.api.close(jobId);
    return gone;
  } catch (error) {
    if (!isCallFailure(error)) throw error;
    const after = `Job ${jobId} may still be on the marketplace and stays in the state. Run \`{command} apply\` again.`;
    if (error instanceof NotFoundError || error instanceof WrongStateError) {
      const problem = await accountProblem(session, prior, request.priorPrivate, after);
      if (problem !== null) return kept(problem);
      if (kind === 'draft') {
        return { ...gone, diagnostics: [draftLeft(prior, `HTTP ${error.facts.status ?? 'error'}`)] };
      }
      if (error instanceof NotFoundError) return gone;
    }
    return kept(apiDiagnostics(error, after));
  }
}
