import {
  ModerationBlockedError,
  NotPublishReadyError,
  PermissionError,
  PublishQuotaError,
  type Validation,
} from '../api/index.ts';
import { apiDiagnostics, isCallFailure } from './api-diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import { moderationDiagnostic, notReadyDiagnostics, publishLimitDiagnostic } from './publish-diagnostics.ts';
import type { ProviderSession } from './session.ts';

export interface PublishOutcome {
  /** Status now; `DRAFT` when the publish was refused. */
  readonly status: string;
  readonly jobUrl: string | null;
  readonly serverTime: number | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Publishes a draft if the server calls it ready. A refusal is a warning, never an error: under Terraform an error at
 * create would taint the job, and the next run would close it and post a second one.
 *
 * @param validation what the last envelope said, null when none is at hand (the server then decides).
 */
export async function publishDraft(
  session: ProviderSession,
  jobId: string,
  draftUrl: string | null,
  validation: Validation | null,
): Promise<PublishOutcome> {
  const syntax = session.options.syntax ?? 'typescript';
  const kept = (diagnostics: readonly Diagnostic[]): PublishOutcome => ({
    status: 'DRAFT',
    jobUrl: null,
    serverTime: null,
    diagnostics,
  });
  if (validation && !validation.publishReady) {
    return kept(notReadyDiagnostics(validation, jobId, draftUrl, syntax));
  }
  if (session.publishLimitHit) return kept([publishLimitDiagnostic(session.publishLimitHit, jobId)]);
  try {
    const result = await session.api.publish(jobId);
    const diagnostics = result.warnings.map(
      (warning): Diagnostic => ({
        severity: 'warning',
        code: 'publish-warning',
        summary: 'Published With A Warning',
        detail: `OpenTrain published job ${jobId} and said: ${warning}`,
        origin: 'api',
      }),
    );
    return { status: result.status, jobUrl: result.jobUrl, serverTime: result.serverTime, diagnostics };
  } catch (error) {
    if (error instanceof NotPublishReadyError) {
      return kept(notReadyDiagnostics(error.validation, jobId, draftUrl, syntax));
    }
    if (error instanceof ModerationBlockedError) return kept([moderationDiagnostic(error, jobId, draftUrl)]);
    if (error instanceof PublishQuotaError) {
      session.publishLimitHit = { limit: error.limit, windowHours: error.windowHours };
      return kept([publishLimitDiagnostic(session.publishLimitHit, jobId)]);
    }
    const after = `Job ${jobId} exists as a draft; whether it was published is seen at the next plan. Run \`{command} apply\` again: publishing twice is harmless.`;
    if (error instanceof PermissionError) {
      return kept(apiDiagnostics(error, `Job ${jobId} is kept as a draft and is not public.`, 'warning'));
    }
    if (isCallFailure(error)) return kept(apiDiagnostics(error, after));
    throw error;
  }
}
