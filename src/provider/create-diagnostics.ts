import type { DraftEnvelope, MyJob, OpentrainError } from '../api/index.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { OpenIntent } from './resource.ts';

/** The given key answered with a job that this state does not own. */
export function jobBelongsElsewhere(envelope: DraftEnvelope, key: string): Diagnostic {
  return {
    severity: 'error',
    code: 'job-exists',
    summary: 'Job Already Exists Under This Key',
    detail:
      `The idempotency key "${key}" of {address} already belongs to job ${envelope.jobId} (${envelope.status}), which ` +
      'this state does not manage. Nothing was created or changed. If the job is yours and the state was lost, run ' +
      `\`{command} import '{address}' ${envelope.jobId}\`; if it belongs to another program, set another idempotencyKey.`,
    origin: 'environment',
  };
}

/** The state had forgotten a job that was made from it. */
export function adoptedJob(envelope: DraftEnvelope): Diagnostic {
  return {
    severity: 'warning',
    code: 'job-recovered',
    summary: 'Existing Job Taken Back',
    detail:
      `Job ${envelope.jobId} (${envelope.status}) had been created from this state for {address} before and was ` +
      'missing from it, as after restoring an older state file. It is managed again; no second job was made.',
    origin: 'environment',
  };
}

/** An old create was interrupted and more than one job could be its result. */
export function severalLostJobs(intent: OpenIntent, candidates: readonly MyJob[]): Diagnostic {
  const lines = candidates.map(
    (row) => `  - ${row.id} (${row.status}) “${row.title ?? ''}”, created ${row.createdAt}`,
  );
  return {
    severity: 'error',
    code: 'interrupted-create-unclear',
    summary: 'Interrupted Create Needs Your Decision',
    detail:
      `A create for {address} was interrupted at ${new Date(intent.at).toISOString()}, too long ago to repeat it ` +
      `safely. One of these jobs may be its result:\n${lines.join('\n')}\nNothing was created. If one is, run ` +
      "`{command} import '{address}' ID`; if none is, give the job another idempotencyKey and apply again.",
    origin: 'environment',
  };
}

/** The interrupted run had another text to draft from than the program has now. */
export function madeFromOlderText(jobId: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'made-from-older-text',
    summary: 'Draft Was Made From An Earlier Text',
    detail:
      `An interrupted run had already made job ${jobId} for {address}, from the text that the program had then. The job ` +
      'is taken over with the fields the program declares; what only the new text says is not in it. Look at it, or run ' +
      '`{command} apply -replace={address}` to post it anew from the new text.',
    origin: 'config',
    attribute: ['source'],
  };
}

/** The lost run had published the job, and the program has changed since. */
export function editsWait(jobId: string, keys: readonly string[]): Diagnostic {
  return {
    severity: 'warning',
    code: 'edits-wait',
    summary: 'Changes Wait for the Next Apply',
    detail:
      `Job ${jobId} of {address} was published by an interrupted run with other values of ${keys.join(', ')} than the ` +
      'program has now. Editing a live job has it moderated anew, so that is planned first: run `{command} apply` again.',
    origin: 'environment',
  };
}

/** The server knows the key from another request and says so instead of answering with that request's job [U]. */
export function keyUsedBefore(error: OpentrainError, key: string): Diagnostic {
  const { method, path, status, requestId } = error.facts;
  return {
    severity: 'error',
    code: 'key-used',
    summary: 'Idempotency Key Was Used Before',
    detail:
      `OpenTrain refused to draft {address}: the idempotency key "${key}" came with another text before, so a job made ` +
      'from that one exists or existed. Nothing was created or changed. If that job is yours and the state was lost, ' +
      "run `{command} import '{address}' ID` with its ID; if the text was changed on purpose, or the key belongs to " +
      `another program, set another idempotencyKey. (${method} ${path}, HTTP ${status ?? 'none'}` +
      `${requestId === null ? '' : `, request id ${requestId}`})`,
    origin: 'api',
  };
}

export type LostJob = Pick<MyJob, 'id' | 'status' | 'title' | 'jobUrl'>;

/** A run was cut off between a publish and its state, and this create may be the same job with an edited text. */
export function liveJobWithoutAddress(jobs: readonly LostJob[]): Diagnostic {
  const lines = jobs.map(
    (row) =>
      `  - ${row.id} (${row.status}) “${row.title ?? ''}”${row.jobUrl === null ? '' : `, ${row.jobUrl}`}`,
  );
  return {
    severity: 'error',
    code: 'live-job-without-address',
    summary: 'Live Job of an Interrupted Run',
    detail:
      `An interrupted run published what this state does not hold:\n${lines.join('\n')}\nIt may be {address} with an ` +
      'earlier text, so nothing was created: a second job would be public at once. Run `{command} apply` once more: a ' +
      'resource that still has that text takes the job over. If this message comes again, the job is yours to place: ' +
      "run `{command} import '{address}' ID` if it is this one, import it where else it belongs, or close it in the " +
      'OpenTrain app; then apply again. A job with an `idempotency_key` is recognised whatever its text becomes.',
    origin: 'environment',
  };
}

/** A key whose jobs were closed over and over. */
export function tooManyGenerations(base: string): Diagnostic {
  return {
    severity: 'error',
    code: 'too-many-generations',
    summary: 'Idempotency Key Is Used Up',
    detail:
      `Every job under the key "${base}" and its numbered successors is closed or in use. Nothing was created for ` +
      '{address}. Set another idempotencyKey.',
    origin: 'api',
  };
}
