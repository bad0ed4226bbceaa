import { tryFieldByKey } from '../../contract/index.ts';
import { preview } from './preview.ts';

/** Either the value in the form that the field takes, or why it is not one. */
export type FieldValue = { readonly value: unknown } | { readonly reason: string };

const PRICES = new Set(['pricePerLabel', 'pricePerHour', 'fixedPrice']);

/** Checks a JSON value against the row of an update key. Strict: no number is made of a string, no enum of its lower case. */
export function fieldValue(key: string, value: unknown): FieldValue {
  const field = tryFieldByKey(key);
  if (!field) return { reason: 'Unknown key.' };
  if (field.type === 'number') return numberValue(key, value, field.integer === true);
  if (field.type === 'string_set') return listValue(value);
  if (typeof value !== 'string' || value.trim() === '')
    return { reason: `Expected a text that is not empty, got ${preview(value)}.` };
  if (field.enumValues && !field.enumValues.includes(value))
    return { reason: `Expected one of ${field.enumValues.join(', ')}; got ${preview(value)}.` };
  return { value: value.normalize('NFC') };
}

function numberValue(key: string, value: unknown, integer: boolean): FieldValue {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return { reason: `Expected a number, got ${preview(value)}.` };
  if (value < 0 || (value === 0 && PRICES.has(key)))
    return { reason: `Expected a number above zero, got ${value}.` };
  if (integer && !Number.isSafeInteger(value)) return { reason: `Expected a whole number, got ${value}.` };
  return { value };
}

function listValue(value: unknown): FieldValue {
  const items: unknown[] | undefined = Array.isArray(value) ? value : undefined;
  if (!items?.every((item) => typeof item === 'string' && item.trim() !== ''))
    return { reason: `Expected a list of texts, got ${preview(value)}.` };
  return { value: [...new Set(items.map((item) => String(item).normalize('NFC')))] };
}
