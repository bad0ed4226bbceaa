import type { MissingField, ModerationBlockedError, Validation } from '../api/index.ts';
import { type JobField, tryFieldByKey } from '../contract/index.ts';
import { attributeOfKey } from './api-diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import type { PublishLimit } from './session.ts';

export type Syntax = 'typescript' | 'hcl';

function exampleValue(field: JobField | undefined, missing: MissingField): string {
  const choice = missing.enumValues?.[0] ?? field?.enumValues?.[0];
  const example = missing.example ?? choice;
  if (field?.type === 'number' || missing.type === 'number') return example ?? '1';
  if (field?.type === 'string_set') return `[${JSON.stringify(example ?? 'English')}]`;
  return JSON.stringify(example ?? '…');
}

const PAY_CALL: Readonly<Record<string, string>> = {
  pricePerLabel: 'perLabel',
  pricePerHour: 'perHour',
  fixedPrice: 'fixed',
};

/** The line that answers a missing field, in the language the program is written in. */
export function lineToAdd(key: string, missing: MissingField, syntax: Syntax): string {
  const field = tryFieldByKey(key);
  const value = exampleValue(field, missing);
  if (syntax === 'hcl') {
    return field ? `${field.attribute} = ${value}` : `extra_fields = jsonencode({ ${key} = ${value} })`;
  }
  const pay = PAY_CALL[key];
  if (pay) return `pay: Pay.${pay}(${value}),`;
  return field
    ? `${key}: ${value.replaceAll('"', "'")},`
    : `extraFields: { ${key}: ${value.replaceAll('"', "'")} },`;
}

function titleCase(text: string): string {
  return text.replace(/(^|\s)\p{Ll}/gu, (start) => start.toUpperCase());
}

function missingFieldDiagnostic(
  missing: MissingField,
  jobId: string,
  draftUrl: string | null,
  syntax: Syntax,
): Diagnostic {
  const key = missing.updateKeys[0] ?? missing.field;
  const choices = missing.enumValues ?? tryFieldByKey(key)?.enumValues ?? null;
  const lines = [
    missing.prompt ??
      missing.message ??
      `OpenTrain needs ${missing.label ?? missing.field} before it publishes the job.`,
    ...(choices ? [`Allowed values: ${choices.join(', ')}`] : []),
    ...(missing.hint ? [`Hint: ${missing.hint}`] : []),
    `Add to the job: ${lineToAdd(key, missing, syntax)}`,
    `Job ${jobId} is kept as a draft${draftUrl ? ` (${draftUrl})` : ''} and is not public. Add the line and run ` +
      '`{command} apply` again: it patches only this field and publishes.',
  ];
  return {
    severity: 'warning',
    code: 'publish-field-missing',
    summary: `${titleCase(missing.label ?? missing.field)} Missing For Publishing`.slice(0, 60),
    detail: lines.join('\n'),
    origin: 'config',
    attribute: attributeOfKey(key),
  };
}

/** One diagnostic for each gap that keeps a draft from being published. */
export function notReadyDiagnostics(
  validation: Validation,
  jobId: string,
  draftUrl: string | null,
  syntax: Syntax,
): readonly Diagnostic[] {
  const found = validation.missing.map((missing) => missingFieldDiagnostic(missing, jobId, draftUrl, syntax));
  if (found.length > 0 && validation.issues.length === 0) return found;
  const issues = validation.issues.length > 0 ? validation.issues.join('\n') : 'It names no field.';
  return [
    ...found,
    {
      severity: 'warning',
      code: 'publish-not-ready',
      summary: 'Draft Not Ready To Publish',
      detail:
        `OpenTrain does not call job ${jobId} ready to publish.\n${issues}\nThe job is kept as a draft` +
        `${draftUrl ? ` (${draftUrl})` : ''} and is not public. Run \`{command} apply\` again after the fix.`,
      origin: 'config',
    },
  ];
}

/** Moderation at publish (the job stays a draft) or at a live edit (the edit was applied, the job was unpublished). */
export function moderationDiagnostic(
  error: ModerationBlockedError,
  jobId: string,
  draftUrl: string | null,
): Diagnostic {
  const reasons =
    error.reasons.length > 0
      ? error.reasons.map((reason) => `  - ${reason}`).join('\n')
      : '  - no reason was given';
  const happened = error.editApplied
    ? `OpenTrain's moderation blocked the edit of job ${jobId}: the edit was applied, and the job was taken off the ` +
      'marketplace and is a draft again.'
    : `OpenTrain's moderation did not let job ${jobId} be published; it stays a draft and is not public.`;
  return {
    severity: 'warning',
    code: error.editApplied ? 'live-edit-blocked' : 'publish-blocked',
    summary: error.editApplied ? 'Live Edit Blocked By Moderation' : 'Publish Blocked By Moderation',
    detail:
      `${happened}\nReasons:\n${reasons}\nChange the wording in the program and run \`{command} apply\`: it patches ` +
      `the draft${draftUrl ? ` (${draftUrl})` : ''} and publishes again.`,
    origin: 'api',
  };
}

/** The day's publishes are used up: this job waits. */
export function publishLimitDiagnostic(limit: PublishLimit, jobId: string): Diagnostic {
  return {
    severity: 'warning',
    code: 'publish-quota',
    summary: 'Daily Publish Limit Reached',
    detail:
      `OpenTrain lets this account publish ${limit.limit} jobs in ${limit.windowHours} hours, and they are used up. ` +
      `Job ${jobId} is kept as a draft and waits; nothing was retried. Run \`{command} apply\` again when the window ` +
      'has passed; it publishes the jobs that wait.',
    origin: 'api',
  };
}
