import type { Value } from '../../provider/values.ts';
import { ExactNumber, isObjectValue, UNKNOWN } from '../../provider/values.ts';
import { plainDecimal } from './decimal.ts';

/** Order of the kinds within a set; only sets under `dynamic` ever mix them. */
function rank(value: Value): number {
  if (value === null) return 0;
  if (typeof value === 'boolean') return 1;
  if (typeof value === 'number' || value instanceof ExactNumber) return 2;
  if (typeof value === 'string') return 3;
  if (Array.isArray(value)) return 4;
  return value === UNKNOWN ? 6 : 5;
}

function byBytes(a: string, b: string): number {
  return a === b ? 0 : Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}

/** Byte order of UTF-8, which is how Go sorts keys: UTF-16 order differs beyond the basic plane. */
export function compareText(a: string, b: string): number {
  return byBytes(a.normalize('NFC'), b.normalize('NFC'));
}

function decimalText(value: number | ExactNumber): string {
  return plainDecimal(value instanceof ExactNumber ? value.text : String(value));
}

function compareNumbers(a: number | ExactNumber, b: number | ExactNumber): number {
  const difference =
    Number(a instanceof ExactNumber ? a.text : a) - Number(b instanceof ExactNumber ? b.text : b);
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  if (typeof a === 'number' && typeof b === 'number') return 0;
  return byBytes(decimalText(a), decimalText(b));
}

function compareObjects(
  a: { readonly [name: string]: Value },
  b: { readonly [name: string]: Value },
): number {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort(byBytes);
  for (const name of names) {
    const order = compareValues(a[name] ?? null, b[name] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

/** Total order over values, equal exactly for values that Terraform holds equal (texts by NFC, numbers by decimal). */
export function compareValues(a: Value, b: Value): number {
  const byKind = rank(a) - rank(b);
  if (byKind !== 0) return byKind;
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (Array.isArray(a) && Array.isArray(b)) {
    for (const [index, item] of (a as readonly Value[]).entries()) {
      if (index >= b.length) return 1;
      const order = compareValues(item, (b as readonly Value[])[index] ?? null);
      if (order !== 0) return order;
    }
    return a.length - b.length;
  }
  if (isObjectValue(a) && isObjectValue(b)) return compareObjects(a, b);
  const isNumber = (value: Value) => typeof value === 'number' || value instanceof ExactNumber;
  return isNumber(a) && isNumber(b) ? compareNumbers(a as number, b as number) : 0;
}

/** Sorted, each element once. Unknown elements stay apart: they may turn out different. */
export function canonicalSet(items: readonly Value[]): Value[] {
  const sorted = [...items].sort(compareValues);
  return sorted.filter((item, index) => {
    const before = sorted[index - 1];
    return index === 0 || before === undefined || item === UNKNOWN || compareValues(before, item) !== 0;
  });
}
