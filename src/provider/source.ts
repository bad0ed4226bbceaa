import type { DraftSource } from '../api/index.ts';
import type { ImportFormat } from '../contract/index.ts';
import { sameJson } from './field-values.ts';
import { isObjectValue, isUnknown, type ObjectValue, type Value } from './values.ts';

/** Attribute of `source` and the API format it stands for. */
export const SOURCE_FORMATS = {
  text: 'text',
  canonical: 'opentrain_canonical',
  schema_org: 'schema_org_job_posting',
  indeed_xml: 'indeed_xml',
  hr_xml: 'hr_xml',
} as const satisfies Record<string, ImportFormat>;

export type SourceAttribute = keyof typeof SOURCE_FORMATS;

export const SOURCE_ATTRIBUTES = Object.keys(SOURCE_FORMATS) as readonly SourceAttribute[];

/** The attributes of a `source` object that are set, unknown ones included. */
export function sourceParts(source: Value | undefined): readonly [SourceAttribute, Value][] {
  if (!isObjectValue(source)) return [];
  return SOURCE_ATTRIBUTES.flatMap((name) => {
    const value = source[name] ?? null;
    return value === null ? [] : [[name, value] as [SourceAttribute, Value]];
  });
}

/** What an imported job has as its source: an object that says nothing, so that any declared source agrees with it. */
export const UNTOLD_SOURCE: ObjectValue = {
  text: null,
  canonical: null,
  schema_org: null,
  indeed_xml: null,
  hr_xml: null,
};

function sameText(name: SourceAttribute, a: string, b: string): boolean {
  if (name === 'canonical' || name === 'schema_org') {
    try {
      return sameJson(JSON.parse(a), JSON.parse(b));
    } catch {
      // Not JSON: validation reports it; as text the two can still be compared.
      return a === b;
    }
  }
  return a.replace(/\r\n?/g, '\n').trim() === b.replace(/\r\n?/g, '\n').trim();
}

/** Whether a declared source is the one the job was made from. A job of untold origin agrees with any. */
export function sameSource(prior: Value, declared: Value): boolean {
  const before = sourceParts(prior);
  if (isObjectValue(prior) && before.length === 0) return true;
  const after = sourceParts(declared);
  if (before.length !== after.length) return false;
  return before.every(([name, value], index) => {
    const [otherName, other] = after[index] ?? [null, null];
    return (
      name === otherName &&
      typeof value === 'string' &&
      typeof other === 'string' &&
      !isUnknown(other) &&
      sameText(name, value, other)
    );
  });
}

/**
 * Request source of a create. Without a declared one the text is made from title and description (design: a job may
 * be declared by its fields alone). Null when there is nothing to make it from.
 */
export function draftSource(config: ObjectValue): DraftSource | null {
  const [part] = sourceParts(config.source);
  if (part && typeof part[1] === 'string') {
    const [name, text] = part;
    const isJson = name === 'canonical' || name === 'schema_org';
    return { format: SOURCE_FORMATS[name], payload: isJson ? JSON.parse(text) : text };
  }
  const text = [config.job_title, config.job_description]
    .filter((value): value is string => typeof value === 'string' && value.trim() !== '')
    .join('\n\n');
  return text === '' ? null : { format: 'text', payload: text };
}
