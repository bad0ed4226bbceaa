import { ExactNumber } from '../../provider/values.ts';

/**
 * Exact decimals. cty numbers are arbitrary precision and are equal when their shortest decimal texts are equal, so a
 * JS number stands for its shortest decimal text (0.1 is one tenth). What no such text reaches is an `ExactNumber`.
 */
const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;
/** Terraform itself stops at 512 bits of precision; a longer exponent is an attack or a mistake. */
const MAX_EXPONENT = 4096;

export const INT64_MIN = -(2n ** 63n);
export const INT64_MAX = 2n ** 63n - 1n;

/** Plain decimal text without exponent, superfluous zeros or plus sign. Throws for what is not a decimal number. */
export function plainDecimal(text: string): string {
  const match = DECIMAL.exec(text);
  if (match === null || (match[2] === '' && match[3] === '')) throw new RangeError(`Not a number: ${text}`);
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > MAX_EXPONENT) throw new RangeError(`The exponent of ${text} is out of range.`);
  const digits = whole + fraction;
  const point = whole.length + exponent;
  const padded = point < 0 ? '0'.repeat(-point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 0);
  const integer = padded.slice(0, at).replace(/^0+(?=\d)/, '') || '0';
  const rest = padded.slice(at).replace(/0+$/, '');
  const plain = rest === '' ? integer : `${integer}.${rest}`;
  return sign === '-' && plain !== '0' ? `-${plain}` : plain;
}

/** All decimal digits of the binary fraction that a double is. */
export function exactDecimal(value: number): string {
  let numerator = value;
  let doublings = 0;
  // Doubling a double is exact, and the largest exponent of 2 in a denominator is 1074.
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    doublings += 1;
  }
  if (doublings === 0) return BigInt(numerator).toString();
  const scaled = BigInt(numerator) * 5n ** BigInt(doublings);
  return plainDecimal(`${scaled}e-${doublings}`);
}

/** The number that a decimal text means: a JS number where that is lossless, else the text itself. */
export function numberFromText(text: string): number | ExactNumber {
  const plain = plainDecimal(text);
  const value = Number(plain);
  if (Number.isFinite(value) && plainDecimal(String(value)) === plain) return value;
  return new ExactNumber(plain);
}

/** The whole number that a 64-bit integer of the wire means. */
export function numberFromInteger(value: bigint): number | ExactNumber {
  const asNumber = Number(value);
  return Number.isSafeInteger(asNumber) ? asNumber : numberFromText(value.toString());
}

/** How a number travels: as int64, as a double that is exactly it, or as decimal text. */
export type WireNumber =
  | { readonly as: 'integer'; readonly value: bigint }
  | { readonly as: 'double'; readonly value: number }
  | { readonly as: 'text'; readonly value: string };

function fromPlain(plain: string): WireNumber {
  if (!plain.includes('.')) {
    const integer = BigInt(plain);
    if (integer >= INT64_MIN && integer <= INT64_MAX) return { as: 'integer', value: integer };
  }
  const double = Number(plain);
  if (Number.isFinite(double) && exactDecimal(double) === plain) return { as: 'double', value: double };
  return { as: 'text', value: plain };
}

/** The smallest exact form, chosen as go-cty chooses it. Throws for NaN, which Terraform does not know. */
export function toWireNumber(value: number | ExactNumber): WireNumber {
  if (value instanceof ExactNumber) return fromPlain(plainDecimal(value.text));
  if (Number.isNaN(value)) throw new RangeError('NaN is not a Terraform number.');
  if (Number.isSafeInteger(value)) return { as: 'integer', value: BigInt(value) };
  if (!Number.isFinite(value)) return { as: 'double', value };
  return fromPlain(plainDecimal(String(value)));
}
