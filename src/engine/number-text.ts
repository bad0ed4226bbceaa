import { ExactNumber } from '../provider/values.ts';

/** Decimal text without exponent, as Terraform turns a number into a string. */
export function formatNumber(value: number | ExactNumber): string {
  const text = value instanceof ExactNumber ? value.text : String(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?[eE]([+-]?\d+)$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > 400) return text;
  const digits = whole + fraction;
  const point = whole.length + exponent;
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  if (point >= digits.length) return `${sign}${digits}${'0'.repeat(point - digits.length)}`;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}

const NUMBER_TEXT = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function canonical(text: string): string {
  const plain = formatNumber(new ExactNumber(text));
  const match = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(plain);
  if (match === null) return plain;
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = fraction === '' ? whole : `${whole}.${fraction}`;
  return digits === '0' ? '0' : sign + digits;
}

/** A double where one holds the text exactly (shortest form), else the text itself. Null: not a number. */
export function tryParseNumber(text: string): number | ExactNumber | null {
  const trimmed = text.trim();
  if (!NUMBER_TEXT.test(trimmed)) return null;
  const value = Number(trimmed);
  if (Number.isFinite(value) && canonical(formatNumber(value)) === canonical(trimmed)) return value;
  return new ExactNumber(canonical(trimmed));
}
