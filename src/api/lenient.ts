import { z } from 'zod';
import { isRecord } from './answer-body.ts';

/**
 * Readers for what the server may leave out, add or change. A value of another type counts as absent: only what a
 * caller cannot do without is a contract violation.
 */
export function asText(value: unknown): string | null {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : null;
}

export function asFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : null;
}

export function asNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of a list; anything else in it is left out. */
export function asTexts(value: unknown): readonly string[] {
  return asList(value).flatMap((item) => asText(item) ?? []);
}

/** Text of a string or an object of undocumented shape: its message if it has one, else its JSON. */
export function asSentence(value: unknown): string {
  const text = asText(value);
  if (text !== null) return text;
  const record = asRecord(value);
  const message =
    asText(record.message) ?? asText(record.reason) ?? asText(record.text) ?? asText(record.warning);
  if (message === null) return JSON.stringify(value) ?? '';
  const subject =
    asText(record.field) ?? (Array.isArray(record.path) ? record.path.join('.') : asText(record.path));
  return subject === null || subject === '' || message.includes(subject) ? message : `${subject}: ${message}`;
}

export const id = z.string().min(1);
export const text = z.unknown().optional().transform(asText);
export const flag = z.unknown().optional().transform(asFlag);
export const number = z.unknown().optional().transform(asNumber);
export const texts = z.unknown().optional().transform(asTexts);
export const sentences = z
  .unknown()
  .optional()
  .transform((value) => asList(value).map(asSentence));
export const record = z.unknown().optional().transform(asRecord);
