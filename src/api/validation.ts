import type { MissingField, Validation } from './api.ts';
import { asFlag, asList, asNumber, asRecord, asSentence, asText, asTexts } from './lenient.ts';

/**
 * One reading of the three places where pages put the missing fields of a draft: objects in
 * `validation.missingFields` (quickstart), objects beside an empty `validation.missingFields` (job-drafts/create), and
 * names inside with objects beside (guides/post-a-job) [X]. All are read and merged by field, so nothing is lost
 * whichever the server means. `envelope` is the object that holds `validation`, or the validation itself.
 */
export function normaliseValidation(envelope: unknown): Validation {
  const outer = asRecord(envelope);
  const hasInner = typeof outer.validation === 'object' && outer.validation !== null;
  const inner = hasInner ? asRecord(outer.validation) : outer;
  const lists = hasInner ? [inner.missingFields, outer.missingFields] : [inner.missingFields];
  const merged = new Map<string, MissingField>();
  const issues = asList(inner.issues).map(asSentence);
  for (const entry of lists.flatMap(asList)) {
    const field = readMissingField(entry);
    if (field === null) {
      issues.push(asSentence(entry));
      continue;
    }
    const known = merged.get(field.field);
    merged.set(field.field, known === undefined ? field : merge(known, field));
  }
  const missing = [...merged.values()];
  const unnamed = asNumber(inner.missingFieldCount) ?? 0;
  if (missing.length === 0 && unnamed > 0) {
    issues.push(`${unnamed} required field(s) are missing, and the answer does not name them.`);
  }
  const told = asFlag(inner.publishReady) ?? asFlag(outer.publishReady);
  return { publishReady: told ?? looksReady(lists, missing, issues), missing, issues };
}

/** Without `publishReady` only an answer that lists no gap where it should list them counts as ready. */
function looksReady(
  lists: readonly unknown[],
  missing: readonly unknown[],
  issues: readonly unknown[],
): boolean {
  return lists.some(Array.isArray) && missing.length === 0 && issues.length === 0;
}

function readMissingField(entry: unknown): MissingField | null {
  if (typeof entry === 'string') return entry === '' ? null : namedOnly(entry);
  const source = asRecord(entry);
  const keys = asTexts(source.updateKeys);
  const field = asText(source.field) ?? asText(source.key) ?? asText(source.name) ?? keys[0] ?? null;
  if (field === null || field === '') return null;
  return {
    field,
    label: asText(source.label),
    message: asText(source.message),
    code: asText(source.code),
    prompt: asText(source.prompt)?.replace(/^\s*ask:\s*/i, '') ?? null,
    type: asText(source.type),
    enumValues: Array.isArray(source.enumValues) ? asTexts(source.enumValues) : null,
    updateKeys: keys.length > 0 ? keys : [field],
    example: asText(source.example),
    hint: asText(source.hint),
  };
}

function namedOnly(field: string): MissingField {
  return {
    field,
    label: null,
    message: null,
    code: null,
    prompt: null,
    type: null,
    enumValues: null,
    updateKeys: [field],
    example: null,
    hint: null,
  };
}

/** The first place that says something wins; the other fills what it leaves open. */
function merge(first: MissingField, second: MissingField): MissingField {
  const firstIsBare = first.updateKeys.length === 1 && first.updateKeys[0] === first.field;
  return {
    field: first.field,
    label: first.label ?? second.label,
    message: first.message ?? second.message,
    code: first.code ?? second.code,
    prompt: first.prompt ?? second.prompt,
    type: first.type ?? second.type,
    enumValues: first.enumValues ?? second.enumValues,
    updateKeys: firstIsBare ? second.updateKeys : first.updateKeys,
    example: first.example ?? second.example,
    hint: first.hint ?? second.hint,
  };
}
