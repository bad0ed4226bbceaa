import type { JobField } from '../../../contract/index.ts';
import { controlOf, fieldLabel } from './field-groups.ts';

/** What a typed text means for its field: keep what is there, a new value (null unsets), or a mistake. */
export type ReadText =
  | { readonly kind: 'same' }
  | { readonly kind: 'value'; readonly value: string | number | readonly string[] | null }
  | { readonly kind: 'mistake'; readonly message: string };

/** A stored value as the editor shows it. */
export function fieldText(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join('\n');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * Reads a text that was sent for a field. A text that is what a browser makes of the stored value means no change:
 * saving a form must not touch the fields that nobody touched.
 */
export function readFieldText(field: JobField, stored: unknown, sent: string): ReadText {
  const kind = controlOf(field);
  const shown = fieldText(stored);
  const oneLine = kind === 'line' || kind === 'number' || kind === 'select';
  if (throughBrowser(sent, oneLine) === throughBrowser(shown, oneLine)) return { kind: 'same' };
  const text = throughBrowser(sent, oneLine);
  if (text.trim() === '') return shown === '' ? { kind: 'same' } : { kind: 'value', value: null };
  switch (kind) {
    case 'number':
      return readNumber(field, stored, text);
    case 'list':
      return readList(stored, text);
    case 'select': {
      const known = field.enumValues?.includes(text) === true;
      if (known) return { kind: 'value', value: text };
      return { kind: 'mistake', message: `${fieldLabel(field)}: choose one of the list.` };
    }
    default:
      return { kind: 'value', value: text };
  }
}

/** A text as it comes back from a control: browsers change line breaks and characters that markup cannot hold. */
function throughBrowser(text: string, oneLine: boolean): string {
  const lines = text.replace(/\r\n?/g, '\n').replaceAll('\0', '\uFFFD');
  const whole = Buffer.from(lines, 'utf8').toString('utf8');
  return oneLine ? whole.replaceAll('\n', '') : whole;
}

function readNumber(field: JobField, stored: unknown, text: string): ReadText {
  const plain = text.trim().replace(/^\$\s*/, '');
  const value = /^\d{1,15}(\.\d{1,12})?$/.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isNaN(value)) {
    const example = field.integer === true ? '12' : '0.05';
    return {
      kind: 'mistake',
      message: `${fieldLabel(field)} must be a number, such as ${example}, without spaces or commas.`,
    };
  }
  if (field.integer === true && !Number.isInteger(value)) {
    return { kind: 'mistake', message: `${fieldLabel(field)} must be a whole number.` };
  }
  return value === stored ? { kind: 'same' } : { kind: 'value', value };
}

/** One item a line, or several with commas; an item that is stored already may have commas in it. */
function readList(stored: unknown, text: string): ReadText {
  const before = Array.isArray(stored) ? stored.map(String) : [];
  const items = text
    .split('\n')
    .map((line) => line.trim())
    .flatMap((line) => (before.includes(line) ? [line] : line.split(',').map((item) => item.trim())))
    .filter((item) => item !== '');
  const unique = [...new Set(items)];
  if (unique.length === 0) return { kind: 'value', value: null };
  const same = unique.length === before.length && unique.every((item, index) => item === before[index]);
  return same ? { kind: 'same' } : { kind: 'value', value: unique };
}
