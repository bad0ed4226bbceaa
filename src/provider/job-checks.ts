import { PermissionError } from '../api/index.ts';
import { JOB_FIELDS } from '../contract/index.ts';
import { apiDiagnostics, isCallFailure } from './api-diagnostics.ts';
import type { Diagnostic } from './diagnostics.ts';
import { extraFields } from './field-values.ts';
import { statusKind } from './job-status.ts';
import { enumNotAllowed, lookalikeJob, nothingToDraftFrom, updateKeyNotAllowed } from './plan-diagnostics.ts';
import type { PlanRequest } from './resource.ts';
import type { ProviderSession } from './session.ts';
import { sourceParts } from './source.ts';
import { isUnknown, type ObjectValue } from './values.ts';

/** Declared enum values that this version does not know; only they are worth a question to the server. */
function unknownEnums(config: ObjectValue): readonly { key: string; attribute: string; value: string }[] {
  return JOB_FIELDS.flatMap((field) => {
    const value = config[field.attribute];
    if (!field.enumValues || typeof value !== 'string' || field.enumValues.includes(value)) return [];
    return [{ key: field.key, attribute: field.attribute, value }];
  });
}

/** Asks the server's own lists about keys and values that this version does not know. */
async function checkAgainstServer(
  session: ProviderSession,
  config: ObjectValue,
): Promise<readonly Diagnostic[]> {
  const enums = unknownEnums(config);
  const extra = Object.keys(extraFields(config));
  if (enums.length === 0 && extra.length === 0) return [];
  const served = await session.capabilities();
  return [
    ...enums.flatMap(({ key, attribute, value }) => {
      const allowed = served.enums[key] ?? JOB_FIELDS.find((field) => field.key === key)?.enumValues ?? [];
      return allowed.includes(value) ? [] : [enumNotAllowed(attribute, value, allowed)];
    }),
    ...extra
      .filter((key) => served.updateKeys.length > 0 && !served.updateKeys.includes(key))
      .map((key) => updateKeyNotAllowed(key, served.updateKeys)),
  ];
}

function hasSomethingToDraft({ source, job_title, job_description }: ObjectValue): boolean {
  if (isUnknown(source) || sourceParts(source).length > 0) return true;
  return [job_title, job_description].some((value) => (value ?? null) !== null);
}

/** An empty state beside a job with the very title to be created means that the state was lost, not the job. */
async function checkLookalikes(
  session: ProviderSession,
  config: ObjectValue,
): Promise<readonly Diagnostic[]> {
  const title = config.job_title;
  if (typeof title !== 'string') return [];
  for (const row of (await session.inventory.all()).values()) {
    if (row.title?.trim() !== title.trim() || statusKind(row.status) === 'over') continue;
    return [lookalikeJob(title, row.id, row.status)];
  }
  return [];
}

/** Checks of a plan that need the server; a create is checked more than a change. */
export async function serverChecks(
  session: ProviderSession,
  request: PlanRequest,
): Promise<readonly Diagnostic[]> {
  const { config, prior } = request;
  if (config === null) return [];
  const creates = prior === null;
  if (creates && !hasSomethingToDraft(config)) return [nothingToDraftFrom()];
  try {
    const served = await checkAgainstServer(session, config);
    const lookalikes = creates && request.stateIsEmpty ? await checkLookalikes(session, config) : [];
    return [...served, ...lookalikes];
  } catch (error) {
    if (!isCallFailure(error)) throw error;
    if (error instanceof PermissionError)
      return apiDiagnostics(error, 'The plan could not be checked against the server.', 'warning');
    return apiDiagnostics(error, 'Nothing was changed.');
  }
}
