import type { AttributePath } from '../../provider/diagnostics.ts';
import type { Attribute, AttributeType } from '../../provider/schema-model.ts';
import {
  isObjectValue,
  isUnknown,
  isWhollyKnown,
  type ObjectValue,
  type Value,
  valuesEqual,
} from '../../provider/values.ts';
import { canonicalSet } from '../convert.ts';

function differs(
  planned: Value,
  actual: Value,
  type: AttributeType,
  path: AttributePath,
): AttributePath | null {
  if (isUnknown(planned)) return null;
  if (typeof type === 'object' && 'object' in type && isObjectValue(planned) && isObjectValue(actual)) {
    return firstDifference(planned, actual, type.object, path);
  }
  if (typeof type === 'object' && Array.isArray(planned) && Array.isArray(actual)) {
    const isSet = 'set' in type && isWhollyKnown(planned);
    const [wanted, got]: [readonly Value[], readonly Value[]] = isSet
      ? [canonicalSet(planned), canonicalSet(actual)]
      : [planned, actual];
    // A set with unknown elements promises nothing about how many there will be.
    if ('set' in type && !isSet) return null;
    if (wanted.length !== got.length) return path;
    const inner: AttributeType = 'listOfObject' in type ? { object: type.listOfObject } : 'string';
    for (const [index, item] of wanted.entries()) {
      const found = differs(item, got[index] ?? null, inner, [...path, index]);
      if (found !== null) return found;
    }
    return null;
  }
  return valuesEqual(planned, actual) ? null : path;
}

/**
 * First place where `actual` breaks what `planned` promised: a known value must come true, an unknown one may become
 * anything (design rule: plan runs twice and apply keeps the plan). Null: it keeps everything.
 */
export function firstDifference(
  planned: ObjectValue,
  actual: ObjectValue,
  attributes: Readonly<Record<string, Attribute>>,
  path: AttributePath = [],
): AttributePath | null {
  for (const [name, attribute] of Object.entries(attributes)) {
    const found = differs(planned[name] ?? null, actual[name] ?? null, attribute.type, [...path, name]);
    if (found !== null) return found;
  }
  return null;
}

/** Places of an applied object that are still unknown. */
export function unknownPlaces(value: Value, path: AttributePath = []): AttributePath[] {
  if (isUnknown(value)) return [path];
  if (Array.isArray(value))
    return value.flatMap((item: Value, index) => unknownPlaces(item, [...path, index]));
  if (!isObjectValue(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => unknownPlaces(item, [...path, name]));
}

/** The object with nothing unknown left: what a provider failed to tell is stored as null. */
export function withoutUnknowns(value: ObjectValue): ObjectValue {
  const known = (item: Value): Value => {
    if (isUnknown(item)) return null;
    if (Array.isArray(item)) return item.map((inner: Value) => known(inner));
    return isObjectValue(item) ? withoutUnknowns(item) : item;
  };
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, known(item)]));
}
