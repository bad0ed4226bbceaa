/**
 * Values as plan and state know them: known, null or unknown, nothing else.
 *
 * `UNKNOWN` is "known after apply" (field-notes: tfplugin6, cty unknown). Objects carry every attribute of their
 * schema, nulls included. Sets are arrays whose order carries no meaning.
 */
export const UNKNOWN: unique symbol = Symbol.for('otform.unknown');
export type Unknown = typeof UNKNOWN;

/** A number that no double holds exactly, kept as the decimal text it came as. Job fields refuse it. */
export class ExactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Value =
  | null
  | boolean
  | string
  | number
  | ExactNumber
  | Unknown
  | readonly Value[]
  | { readonly [attribute: string]: Value };

export type ObjectValue = { readonly [attribute: string]: Value };

export function isUnknown(value: Value | undefined): value is Unknown {
  return value === UNKNOWN;
}

export function isObjectValue(value: Value | undefined): value is ObjectValue {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

/** True when nothing inside is unknown. */
export function isWhollyKnown(value: Value): boolean {
  if (value === UNKNOWN) return false;
  if (Array.isArray(value)) return value.every((item) => isWhollyKnown(item));
  if (isObjectValue(value)) return Object.values(value).every((item) => isWhollyKnown(item));
  return true;
}

/** Deep equality; arrays by position. Two unknowns are equal only as marks, not as values. */
export function valuesEqual(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (a instanceof ExactNumber && b instanceof ExactNumber) return a.text === b.text;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => valuesEqual(item, b[index]));
  }
  if (isObjectValue(a) && isObjectValue(b)) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length && keys.every((key) => key in b && valuesEqual(a[key], b[key]))
    );
  }
  return false;
}
