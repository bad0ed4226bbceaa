import { ExactNumber, isObjectValue, isUnknown, type Value } from '../../provider/values.ts';
import { formatNumber } from '../number-text.ts';

/** What JavaScript writes as it is and Terraform escapes, because Go does so for JSON inside of HTML. */
const ESCAPED: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function encodeText(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (char) => ESCAPED[char] ?? char);
}

/**
 * A wholly known value as JSON text, byte for byte as Terraform's `jsonencode` writes it: no spaces, keys in code
 * point order, numbers without exponent.
 */
export function encodeJson(value: Value): string {
  if (isUnknown(value)) throw new Error('an unknown value has no JSON text');
  if (typeof value === 'string') return encodeText(value);
  if (typeof value === 'number' || value instanceof ExactNumber) return formatNumber(value);
  if (Array.isArray(value)) return `[${value.map((item: Value) => encodeJson(item)).join(',')}]`;
  if (!isObjectValue(value)) return String(value);
  const names = Object.keys(value).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return `{${names.map((name) => `${encodeText(name)}:${encodeJson(value[name] ?? null)}`).join(',')}}`;
}
