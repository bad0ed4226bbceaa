import { createHash } from 'node:crypto';
import { ExactNumber, isObjectValue, type ObjectValue, type Value } from '../../provider/values.ts';

function canonical(value: Value): unknown {
  if (value instanceof ExactNumber) return { number: value.text };
  if (Array.isArray(value)) return value.map((item: Value) => canonical(item));
  if (!isObjectValue(value)) return value;
  const keys = Object.keys(value).sort();
  return keys.map((key) => [key, canonical(value[key] ?? null)]);
}

/** SHA-256 of a stack and its variables: independent of key order and white space, of nothing else. */
export function configHash(stackText: string, variables: ObjectValue): string {
  const stack = canonical(JSON.parse(stackText) as Value);
  return createHash('sha256')
    .update(JSON.stringify([stack, canonical(variables)]))
    .digest('hex');
}
