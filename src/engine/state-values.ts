import type { AttributePath, Diagnostic } from '../provider/diagnostics.ts';
import type { ResourceType } from '../provider/resource.ts';
import type { Attribute, AttributeType, Schema } from '../provider/schema-model.ts';
import {
  ExactNumber,
  isObjectValue,
  isUnknown,
  type ObjectValue,
  type Value,
  valuesEqual,
} from '../provider/values.ts';
import type { JsonValue, StateInstance } from '../state/index.ts';
import { canonicalSet } from './convert.ts';
import { environmentError } from './problem.ts';

/** A JSON value of the state as a value. JSON has no unknowns, so nothing can be lost. */
export function fromJson(value: JsonValue): Value {
  return value as Value;
}

/** A known value as JSON. Throws for unknowns: state holds none. */
export function toJson(value: Value): JsonValue {
  if (isUnknown(value)) throw new Error('an unknown value on its way into the state');
  if (value instanceof ExactNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map((item: Value) => toJson(item));
  if (isObjectValue(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]));
  }
  return value as JsonValue;
}

/** Every attribute of the schema in its order, nulls included; what the schema does not know is left out. */
export function completeObject(attributes: ObjectValue, schema: Schema): ObjectValue {
  const complete: Record<string, Value> = {};
  for (const name of Object.keys(schema.attributes)) {
    complete[name] = Object.hasOwn(attributes, name) ? (attributes[name] ?? null) : null;
  }
  return complete;
}

/** An instance's attributes in today's schema; null (with an error) when they cannot be understood. */
export function readAttributes(
  resource: Pick<ResourceType, 'schema'> & Partial<Pick<ResourceType, 'upgradeState'>>,
  instance: StateInstance,
  address: string,
  into: Diagnostic[],
): ObjectValue | null {
  let attributes = instance.attributes as ObjectValue;
  if (instance.schemaVersion !== resource.schema.version && resource.upgradeState !== undefined) {
    try {
      attributes = resource.upgradeState(instance.schemaVersion, attributes);
    } catch (error) {
      into.push(
        environmentError(
          'state-schema-version',
          'State of Another Provider Version',
          `${address}: ${error instanceof Error ? error.message : String(error)}. Use the otform that wrote it, or ` +
            `drop it with \`otform state rm '${address}'\` and import it again.`,
          { address },
        ),
      );
      return null;
    }
  }
  return completeObject(attributes, resource.schema);
}

/** `sensitive_attributes` of an instance: Terraform's own JSON of paths. */
export function encodeSensitivePaths(paths: readonly AttributePath[]): JsonValue[] {
  return paths.map((path) =>
    path.map((step) =>
      typeof step === 'string'
        ? { type: 'get_attr', value: step }
        : { type: 'index', value: { value: step, type: 'number' } },
    ),
  );
}

function sameAttribute(a: Value, b: Value, type: AttributeType): boolean {
  if (a === b) return true;
  if (typeof type === 'object' && Array.isArray(a) && Array.isArray(b)) {
    if ('set' in type) return valuesEqual(canonicalSet(a), canonicalSet(b));
    if ('listOfObject' in type) {
      const items: readonly Value[] = b;
      return (
        a.length === b.length &&
        a.every((item: Value, index) =>
          sameAttribute(item, items[index] ?? null, { object: type.listOfObject }),
        )
      );
    }
  }
  if (typeof type === 'object' && 'object' in type && isObjectValue(a) && isObjectValue(b)) {
    return sameAttributes(a, b, type.object);
  }
  return valuesEqual(a, b);
}

/** Equality as the schema means it: sets without order, absent and null alike. */
export function sameAttributes(
  a: ObjectValue,
  b: ObjectValue,
  attributes: Readonly<Record<string, Attribute>>,
): boolean {
  for (const name of Object.keys(attributes)) {
    const type = attributes[name]?.type ?? 'string';
    if (!sameAttribute(a[name] ?? null, b[name] ?? null, type)) return false;
  }
  return true;
}

/** Top-level attributes in which two objects differ. */
export function changedAttributes(a: ObjectValue, b: ObjectValue, schema: Schema): string[] {
  return Object.entries(schema.attributes)
    .filter(([name, attribute]) => !sameAttribute(a[name] ?? null, b[name] ?? null, attribute.type))
    .map(([name]) => name);
}
