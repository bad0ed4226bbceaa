import { ExactNumber, isUnknown, isWhollyKnown, UNKNOWN, type Value } from '../../provider/values.ts';
import { formatNumber, tryParseNumber } from '../number-text.ts';
import { encodeJson } from './encode-json.ts';

/** An argument that Terraform refuses too. */
export class InvalidArgument extends Error {}

/** An argument that Terraform takes, with a type that the embedded engine does not track. */
export class UnsupportedArgument extends Error {}

type Primitive = string | number | boolean | ExactNumber | null;

function isPrimitive(value: Value): value is Primitive {
  return typeof value !== 'object' ? !isUnknown(value) : value === null || value instanceof ExactNumber;
}

function isNumber(value: Value): value is number | ExactNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

function nameOf(value: Value): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' && !isNumber(value) ? 'an object' : `a ${typeof value}`;
}

function toText(value: Value): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (isNumber(value)) return formatNumber(value);
  throw new InvalidArgument(`${nameOf(value)} does not convert to a string`);
}

function toNumber(value: Value): Value {
  if (value === null || isNumber(value)) return value;
  const number = typeof value === 'string' ? tryParseNumber(wholeDecimal(value)) : null;
  if (number !== null) return number;
  throw new InvalidArgument(
    `${typeof value === 'string' ? JSON.stringify(value) : nameOf(value)} is not a number`,
  );
}

/** Terraform reads "+1", ".5" and "5." too, but no spaces. */
function wholeDecimal(text: string): string {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eE][+-]?\d+)?$/.exec(text);
  if (match === null) return '?';
  const [, sign = '', whole = '', fraction = '', exponent = ''] = match;
  if (whole + fraction === '') return '?';
  return `${sign === '-' ? '-' : ''}${whole || '0'}${fraction === '' ? '' : `.${fraction}`}${exponent}`;
}

function toBool(value: Value): Value {
  if (value === null || typeof value === 'boolean') return value;
  if (value === 'true' || value === '1') return true;
  if (value === 'false' || value === '0') return false;
  throw new InvalidArgument(
    `${typeof value === 'string' ? JSON.stringify(value) : nameOf(value)} is not a bool; only "true" and "false" convert to one`,
  );
}

function elementsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value as readonly Value[];
  throw new InvalidArgument(`${nameOf(value)} does not convert to a list or set`);
}

/** Elements of one type: text as soon as one of them is text. */
function unified(elements: readonly Value[]): readonly Value[] {
  const kinds = new Set<string>();
  for (const element of elements) {
    if (element === null || isUnknown(element)) continue;
    kinds.add(isPrimitive(element) ? (isNumber(element) ? 'number' : typeof element) : shapeOf(element));
  }
  if (kinds.size <= 1) return elements;
  if (kinds.has('string') && [...kinds].every((kind) => kind === 'number' || !kind.includes('['))) {
    if (elements.every((element) => isUnknown(element) || isPrimitive(element))) {
      return elements.map((element) => (isUnknown(element) ? element : toText(element)));
    }
  }
  const isMixed = elements.some((element) => element !== null && !isUnknown(element) && isPrimitive(element));
  if (isMixed) throw new InvalidArgument('its elements have no type in common');
  throw new UnsupportedArgument('elements of different shapes');
}

/** The structure of a list or object as text, equal for values of the same type. */
function shapeOf(value: Value): string {
  if (value === null || isUnknown(value)) return '?';
  if (isPrimitive(value)) return isNumber(value) ? 'number' : typeof value;
  if (Array.isArray(value)) return `[${value.map((item: Value) => shapeOf(item)).join(',')}]`;
  const entries = Object.entries(value).map(([name, item]) => `${JSON.stringify(name)}:${shapeOf(item)}`);
  return `[{${entries.sort().join(',')}}]`;
}

const RANKS = ['boolean', 'number', 'string'];

/** Order of a set's elements: false first, numbers by value, text by code point, null last. */
function comparePrimitives(a: Primitive, b: Primitive): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  if (isNumber(a) && isNumber(b)) return Number(formatNumber(a)) - Number(formatNumber(b));
  return RANKS.indexOf(typeof a) - RANKS.indexOf(typeof b) || Number(a) - Number(b);
}

function toSet(value: Value): Value {
  if (value === null) return null;
  const elements = elementsOf(value);
  // How many elements there are depends on which of them are equal.
  if (!isWhollyKnown(elements)) return UNKNOWN;
  const same = unified(elements);
  if (!same.every(isPrimitive)) throw new UnsupportedArgument('a set of lists or objects');
  const distinct = new Map(same.map((element) => [JSON.stringify([toText(element)]), element]));
  return [...distinct.values()].sort(comparePrimitives);
}

function toList(value: Value): Value {
  return value === null ? null : unified(elementsOf(value));
}

function known(convert: (value: Value) => Value): (value: Value) => Value {
  return (value) => (isUnknown(value) ? UNKNOWN : convert(value));
}

/**
 * The functions that the embedded engine evaluates: pure, of one argument, and those that CDKTF's iterators and our
 * own constructs write. Results are Terraform's. They raise `InvalidArgument` and `UnsupportedArgument`.
 */
export const FUNCTIONS: ReadonlyMap<string, (value: Value) => Value> = new Map([
  ['toset', known(toSet)],
  ['tolist', known(toList)],
  ['tostring', known(toText)],
  ['tonumber', known(toNumber)],
  ['tobool', known(toBool)],
  ['jsonencode', (value) => (isWhollyKnown(value) ? encodeJson(value) : UNKNOWN)],
]);
