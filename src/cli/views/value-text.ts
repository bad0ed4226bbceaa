import { ExactNumber, isObjectValue, UNKNOWN, type Value } from '../../provider/values.ts';
import { sanitise, sanitiseLine } from '../terminal/sanitise.ts';

export const KNOWN_AFTER_APPLY = '(known after apply)';
export const SENSITIVE = '(sensitive value)';

/** A JSON object or array that a string holds (payloads, extra fields), so that it can be shown as what it is. */
export function embeddedJson(value: Value | undefined): Value | undefined {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
  try {
    const parsed: Value = JSON.parse(value);
    return Array.isArray(parsed) || isObjectValue(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** True for text that is shown as a block of lines. */
export function isMultiline(value: Value | undefined): value is string {
  return typeof value === 'string' && value.includes('\n');
}

/** A value that fits on one line; multi-line text with its newlines escaped. */
export function inlineValue(value: Value): string {
  if (value === null) return 'null';
  if (value === UNKNOWN) return KNOWN_AFTER_APPLY;
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (value instanceof ExactNumber) return value.text;
  return Array.isArray(value) ? '[]' : '{}';
}

/** Text in double quotes, escaped as HCL does and safe to print. */
export function quote(text: string): string {
  return `"${sanitiseLine(text.replaceAll('\\', '\\\\').replaceAll('"', '\\"'))}"`;
}

/** Lines of a text block, safe to print. */
export function textLines(text: string): readonly string[] {
  const lines = sanitise(text).split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** True when there is nothing inside to open. */
export function isEmptyCollection(value: Value): boolean {
  return (
    (Array.isArray(value) && value.length === 0) || (isObjectValue(value) && Object.keys(value).length === 0)
  );
}
