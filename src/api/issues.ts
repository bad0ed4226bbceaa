import type { InputIssue } from './errors.ts';
import { asList, asRecord, asText, asTexts } from './lenient.ts';

/**
 * The complaints of a 400, from every place where zod issues may sit. The pages say "zod issue details" and show no
 * layout [U]: `details.issues`, `details` or `details.errors` as a list, and zod's flattened form are all read.
 */
export function normaliseIssues(details: unknown): readonly InputIssue[] {
  const source = asRecord(details);
  const lists = [details, source.issues, source.errors, asRecord(source.error).issues];
  const issues = lists.flatMap(asList).map(readIssue);
  issues.push(...readFlattened(source), ...readFlattened(asRecord(source.errors)), ...readSingle(source));
  return issues;
}

function readIssue(entry: unknown): InputIssue {
  const source = asRecord(entry);
  const path = Array.isArray(source.path)
    ? source.path.filter((step) => typeof step === 'string' || typeof step === 'number')
    : splitPath(asText(source.path) ?? asText(source.field));
  const keys = asTexts(source.keys);
  const message = asText(entry) ?? asText(source.message);
  return { path, message: message ?? describe(asText(source.code), keys), keys };
}

function describe(code: string | null, keys: readonly string[]): string {
  if (keys.length > 0) return `Unrecognized key(s): ${keys.join(', ')}`;
  return code ?? 'Invalid value';
}

/** `{fieldErrors: {name: [message]}, formErrors: [message]}`, zod's own flattened form. */
function readFlattened(source: Readonly<Record<string, unknown>>): readonly InputIssue[] {
  const issues: InputIssue[] = asTexts(source.formErrors).map((message) => ({ path: [], message, keys: [] }));
  for (const [field, messages] of Object.entries(asRecord(source.fieldErrors))) {
    for (const message of Array.isArray(messages) ? asTexts(messages) : asTexts([messages])) {
      issues.push({ path: [field], message, keys: [] });
    }
  }
  return issues;
}

/** `details.field` and `details.supported…` of single complaints [D jobs/mine, credits/ledger, tokens/create]. */
function readSingle(source: Readonly<Record<string, unknown>>): readonly InputIssue[] {
  const issues: InputIssue[] = [];
  const field = asText(source.field);
  if (field !== null)
    issues.push({ path: splitPath(field), message: asText(source.message) ?? 'Invalid value', keys: [] });
  const statuses = asTexts(source.supportedStatuses);
  if (statuses.length > 0) {
    issues.push({ path: ['status'], message: `Expected one of ${statuses.join(', ')}`, keys: [] });
  }
  const keys = asTexts(source.unrecognizedKeys ?? source.unrecognized_keys ?? source.unknownKeys);
  if (keys.length > 0) issues.push({ path: [], message: describe(null, keys), keys });
  return issues;
}

function splitPath(path: string | null): readonly string[] {
  return path === null || path === '' ? [] : path.split('.');
}
