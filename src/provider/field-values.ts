import { JOB_FIELDS, type JobField } from '../contract/index.ts';
import { isUnknown, type ObjectValue, type Value } from './values.ts';

/** JSON form of a field value, as PATCH sends it and `normalizedFields` returns it. */
export type WireValue = string | number | readonly string[];

function normalText(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').trim();
}

/** Key under which two spellings of one set member are the same. */
function memberKey(text: string): string {
  return normalText(text).toLowerCase();
}

/** Wire form of a known, non-null attribute value; undefined when there is nothing to send. */
export function toWire(field: JobField, value: Value | undefined): WireValue | undefined {
  if (value === null || value === undefined || isUnknown(value)) return undefined;
  if (field.type === 'string_set') {
    return Array.isArray(value)
      ? value.filter((item): item is string => typeof item === 'string')
      : undefined;
  }
  if (typeof value === 'string' || typeof value === 'number') return value;
  return undefined;
}

/**
 * Attribute value of what the server reports, null when it reports nothing usable. Lenient: numbers may come as
 * text (the documented `example` of a number is one) and a set may come as a single string.
 */
export function fromWire(field: JobField, raw: unknown): Value {
  if (raw === null || raw === undefined) return null;
  if (field.type === 'number') {
    const parsed =
      typeof raw === 'number' ? raw : typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : NaN;
    return Number.isFinite(parsed) ? parsed : null;
  }
  if (field.type === 'string_set') {
    const items = Array.isArray(raw) ? raw : [raw];
    return [...new Set(items.filter((item): item is string => typeof item === 'string'))].sort();
  }
  return typeof raw === 'string'
    ? raw
    : typeof raw === 'number' || typeof raw === 'boolean'
      ? String(raw)
      : null;
}

/** Whether two known values of a field mean the same to a reader: line ends, outer space and set order aside. */
export function sameFieldValue(field: JobField, a: Value | undefined, b: Value | undefined): boolean {
  if (isUnknown(a) || isUnknown(b)) return false;
  if (a === null || a === undefined || b === null || b === undefined) return (a ?? null) === (b ?? null);
  if (field.type === 'string_set') {
    if (!Array.isArray(a) || !Array.isArray(b)) return false;
    const left = new Set(a.map((item) => memberKey(String(item))));
    const right = new Set(b.map((item) => memberKey(String(item))));
    return left.size === right.size && [...left].every((item) => right.has(item));
  }
  if (typeof a === 'string' && typeof b === 'string') return normalText(a) === normalText(b);
  return a === b;
}

/** The fields a program owns: declared, that is neither null nor left out. Unknowns count as declared. */
export function declaredFields(config: ObjectValue): readonly JobField[] {
  return JOB_FIELDS.filter((field) => {
    const value = config[field.attribute];
    return value !== null && value !== undefined;
  });
}

/** The keys of `extra_fields`, parsed; empty when null, unknown or not an object (validation reports that). */
export function extraFields(config: ObjectValue): Readonly<Record<string, unknown>> {
  const text = config.extra_fields;
  if (typeof text !== 'string') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return {};
    return parsed as Readonly<Record<string, unknown>>;
  } catch {
    // Validation reports malformed text at its attribute; here there is just nothing to send.
    return {};
  }
}

/** Everything the program declares, under update keys, ready to send. */
export function declaredWire(config: ObjectValue): Readonly<Record<string, unknown>> {
  const wire: Record<string, unknown> = {};
  for (const field of declaredFields(config)) {
    const value = toWire(field, config[field.attribute]);
    if (value !== undefined) wire[field.key] = value;
  }
  return { ...wire, ...extraFields(config) };
}

/** Deep equality of JSON values, for keys whose type nobody documents. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => key in right && sameJson(left[key], right[key]))
  );
}
