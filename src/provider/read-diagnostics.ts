import type { MyJob } from '../api/index.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { SessionOptions } from './session.ts';
import type { ObjectValue } from './values.ts';

function titled(state: ObjectValue): string {
  return typeof state.job_title === 'string'
    ? `Job ${String(state.id)} “${state.job_title}”`
    : `Job ${String(state.id)}`;
}

/** The token belongs to another account than the one that made the job. */
export function otherAccount(state: ObjectValue, expected: string, current: string | null): Diagnostic {
  return {
    severity: 'error',
    code: 'other-account',
    summary: 'Token Belongs To Another Account',
    detail:
      `${titled(state)} was made by account ${expected}, and the token in use belongs to account ` +
      `${current ?? '(not told)'}. Its jobs are not this state's, so nothing was planned or changed: creating them ` +
      'anew would post every job twice. Use a token of the first account (OT_API_TOKEN, or `otform auth login`).',
    origin: 'environment',
  };
}

/** Not listed, but made so recently that a list may lag behind. */
export function notListedYet(state: ObjectValue): Diagnostic {
  return {
    severity: 'warning',
    code: 'job-not-listed-yet',
    summary: 'New Job Not Listed Yet',
    detail:
      `${titled(state)} was made a short while ago and OpenTrain's list does not show it yet. It is taken as existing; ` +
      'run `{command} plan` again in a few minutes.',
    origin: 'api',
  };
}

/** Two passes over the account's jobs do not show it. */
export function jobIsGone(state: ObjectValue): Diagnostic {
  return {
    severity: 'warning',
    code: 'job-gone',
    summary: 'Job No Longer On The Account',
    detail:
      `${titled(state)} is in the state, but two passes over all jobs of the account do not list it. It is planned as ` +
      'a new job. To stop managing it instead, remove it from the program or run `{command} state rm {address}`.',
    origin: 'api',
  };
}

type DriftOptions = Pick<SessionOptions, 'reassert' | 'syntax'>;

/** Changed by somebody else, and the API shows no more than the title. `reassert`: this run sends the fields again. */
export function suspectedDrift(state: ObjectValue, row: MyJob, options: DriftOptions): Diagnostic {
  const look = typeof state.draft_url === 'string' ? ` Look at it: ${state.draft_url}.` : '';
  const how =
    options.syntax === 'hcl'
      ? 'set `reassert = true` in the provider block and run `{command} apply`'
      : 'run `{command} apply -reassert`';
  const next = options.reassert
    ? 'The declared fields are sent again.'
    : `To send the declared fields again, ${how}. An apply without it leaves what cannot be seen as it is.`;
  return {
    severity: 'warning',
    code: 'suspected-drift',
    summary: 'Job Changed Outside, Values Not Visible',
    detail:
      `${titled(state)} was changed on OpenTrain at ${row.updatedAt ?? 'an unknown time'}, not by this state. OpenTrain ` +
      `shows of such a job only title and status, so another difference cannot be seen.${look} ${next}`,
    origin: 'api',
  };
}

/** Import or read of a job that the account does not list. */
export function jobNotFound(id: string): Diagnostic {
  return {
    severity: 'error',
    code: 'job-not-found',
    summary: 'Job Not Found',
    detail:
      `No job of this account has the ID "${id}". Nothing was changed. The ID is in the job's URL; the account's jobs ` +
      'are those of the token in use (`otform auth status`).',
    origin: 'config',
    attribute: ['id'],
  };
}
