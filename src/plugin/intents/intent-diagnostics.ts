import type { Diagnostic } from '../../provider/diagnostics.ts';
import { DiagnosticError } from '../diagnostic-error.ts';
import type { IntentEntry } from './intent-table.ts';

/** The log could not be written, so the create was not sent. */
export function intentLogUnwritable(path: string, error: unknown): DiagnosticError {
  const cause = error instanceof Error ? error.message : String(error);
  return new DiagnosticError({
    severity: 'error',
    code: 'intent-log-unwritable',
    summary: 'Intent Log Cannot Be Written',
    detail:
      `Before a job is created it is recorded in ${path}, so that an interrupted run never posts it twice. That ` +
      `failed: ${cause}. Nothing was created. Make the folder writable and run \`{command} apply\` again.`,
    origin: 'environment',
  });
}

/** Another process, whose Terraform is gone, is still creating this very job. */
export function createStillRunning(entry: IntentEntry): DiagnosticError {
  return new DiagnosticError({
    severity: 'error',
    code: 'create-still-running',
    summary: 'Earlier Create Is Still Running',
    detail:
      `A provider process of an interrupted run (process ${entry.owner.plugin.pid}) is still creating a job with this ` +
      'content. Nothing was created now. Wait until that process has ended and run `{command} apply` again: it takes ' +
      'that job over.',
    origin: 'environment',
  });
}

/** The job was made by an earlier run in good order, but nothing has shown yet that the state holds it. */
export function jobNotSeenInState(entry: IntentEntry): DiagnosticError {
  return new DiagnosticError({
    severity: 'error',
    code: 'create-unconfirmed',
    summary: 'Same Job Was Created Before',
    detail:
      `An earlier run created job ${entry.jobId} with exactly this content, and Terraform has not shown since that ` +
      'its state holds that job. Nothing was created now. If another resource stands for it, run `{command} plan` ' +
      'without -target once and apply again. If the state was lost, run ' +
      `\`{command} import ADDRESS ${entry.jobId}\`.`,
    origin: 'environment',
  });
}

/** An interrupted create waits for the apply that takes it over; shown so that it is not forgotten if none comes. */
export function createNotSettled({ intent, jobId }: IntentEntry, logPath: string): Diagnostic {
  const name = intent.title === null ? 'A create' : `The create of "${intent.title}"`;
  const made =
    jobId === null
      ? 'The job may exist as a draft, and this state does not hold it.'
      : `Job ${jobId} exists, and this state does not hold it.`;
  const id = jobId ?? 'ID';
  return {
    severity: 'warning',
    code: 'create-not-settled',
    summary: 'Interrupted Create Not Settled Yet',
    detail:
      `${name} was interrupted at ${new Date(intent.at).toISOString()}. ${made} The next \`{command} apply\` that ` +
      'creates a job with the same text, or with the same title and an edited text, takes it over, so nothing needs to ' +
      `be done. If the resource has another title now or is gone, run \`{command} import ADDRESS ${id}\` or close the ` +
      `job in the OpenTrain app, and then remove ${logPath}.`,
    origin: 'environment',
  };
}
