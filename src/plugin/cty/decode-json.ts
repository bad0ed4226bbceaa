import type { ObjectValue, Value } from '../../provider/values.ts';
import { ExactNumber, isObjectValue } from '../../provider/values.ts';
import type { CtyType } from './cty-type.ts';
import { decodeType } from './cty-type.ts';
import { numberFromText } from './decimal.ts';
import { parseExactJson } from './exact-json.ts';
import { MalformedValue } from './msgpack-reader.ts';
import { canonicalSet } from './set-order.ts';

function convertPrimitive(value: Value, type: CtyType, place: string): Value {
  if (type === 'bool' && typeof value === 'boolean') return value;
  if (type === 'number') {
    if (typeof value === 'number' || value instanceof ExactNumber) return value;
    if (typeof value === 'string') return numberFromText(value);
  }
  if (type === 'string' && typeof value === 'string') return value;
  throw new MalformedValue(`Expected a ${type as string} at ${place || 'the value'}.`);
}

function convertDynamic(value: Value, place: string): Value {
  if (!isObjectValue(value) || !('type' in value))
    throw new MalformedValue(`Expected a typed value at ${place}.`);
  const type = decodeType(Buffer.from(JSON.stringify(value.type), 'utf8'));
  return convert(value.value ?? null, type, place);
}

function wantObject(value: Value, kind: string, place: string): ObjectValue {
  if (isObjectValue(value)) return value;
  throw new MalformedValue(`Expected a ${kind} at ${place || 'the value'}.`);
}

function convert(value: Value, type: CtyType, place: string): Value {
  if (value === null) return null;
  if (type === 'dynamic') return convertDynamic(value, place);
  if (typeof type === 'string') return convertPrimitive(value, type, place);
  if (type.kind === 'object') {
    const source = wantObject(value, 'object', place);
    return Object.fromEntries(
      [...type.attributes].map(([name, part]) => [
        name,
        convert(source[name] ?? null, part, `${place}.${name}`),
      ]),
    );
  }
  if (type.kind === 'map') {
    return Object.fromEntries(
      Object.entries(wantObject(value, 'map', place)).map(([key, item]) => [
        key,
        convert(item, type.element, `${place}.${key}`),
      ]),
    );
  }
  if (!Array.isArray(value)) throw new MalformedValue(`Expected a ${type.kind} at ${place || 'the value'}.`);
  const items = (value as readonly Value[]).map((item, index) =>
    convert(
      item,
      type.kind === 'tuple' ? (type.elements[index] ?? 'dynamic') : type.element,
      `${place}.${index}`,
    ),
  );
  return type.kind === 'set' ? canonicalSet(items) : items;
}

/**
 * Reads a value of a type from JSON, as `DynamicValue.json` carries it. Attributes that the type does not know are
 * left out, because a state may be older than the schema. Raises `MalformedValue` or `SyntaxError`.
 */
export function decodeJson(bytes: Uint8Array, type: CtyType): Value {
  return convert(parseExactJson(Buffer.from(bytes).toString('utf8')), type, '');
}
