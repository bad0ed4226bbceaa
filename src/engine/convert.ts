import type { AttributePath, Diagnostic } from '../provider/diagnostics.ts';
import { didYouMean } from '../provider/near-names.ts';
import type { Attribute, AttributeType, Schema } from '../provider/schema-model.ts';
import {
  ExactNumber,
  isObjectValue,
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../provider/values.ts';
import { formatPath } from './attribute-path.ts';
import { formatNumber, tryParseNumber } from './number-text.ts';
import { configError } from './problem.ts';

/** Where conversion errors go, and whose attributes they are about. */
export interface ConversionReport {
  readonly address: string;
  readonly diagnostics: Diagnostic[];
}

/** What a value is, in the words of Terraform's messages. */
export function describeValue(value: Value): string {
  if (value === null) return 'null';
  if (isUnknown(value)) return 'unknown';
  if (value instanceof ExactNumber) return 'number';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? 'object' : typeof value;
}

/** What a type is, in Terraform's own type syntax. */
export function describeType(type: AttributeType): string {
  if (typeof type === 'string') return type;
  if ('list' in type) return 'list of string';
  if ('set' in type) return 'set of string';
  if ('map' in type) return 'map of string';
  return 'object' in type ? 'object' : 'list of object';
}

function mismatch(value: Value, type: AttributeType, path: AttributePath, report: ConversionReport): null {
  report.diagnostics.push(
    configError(
      'incorrect-attribute-type',
      'Incorrect Attribute Value Type',
      `${report.address}: ${formatPath(path)} must be a ${describeType(type)}, got ${describeValue(value)}.`,
      { address: report.address, attribute: path },
    ),
  );
  return null;
}

/** Terraform's conversion between primitive types. Undefined: there is none. */
export function convertPrimitive(value: Value, type: 'string' | 'number' | 'bool'): Value | undefined {
  if (value === null || isUnknown(value)) return value;
  if (type === 'string') {
    if (typeof value === 'string') return value;
    if (typeof value === 'boolean') return String(value);
    return typeof value === 'number' || value instanceof ExactNumber ? formatNumber(value) : undefined;
  }
  if (type === 'number') {
    if (typeof value === 'number' || value instanceof ExactNumber) return value;
    return typeof value === 'string' ? (tryParseNumber(value) ?? undefined) : undefined;
  }
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : undefined;
}

/** Sets in one fixed order (Terraform's: by text), each element once. */
export function canonicalSet(items: readonly Value[]): Value[] {
  const known = new Set<string>();
  const rest: Value[] = [];
  for (const item of items) {
    if (typeof item === 'string') known.add(item);
    else rest.push(item);
  }
  return [...[...known].sort(), ...rest];
}

function convertStrings(items: readonly Value[], path: AttributePath, report: ConversionReport): Value[] {
  return items.map((item, index) => {
    const converted = convertPrimitive(item, 'string');
    if (converted === undefined) return mismatch(item, 'string', [...path, index], report);
    if (converted === null) return mismatch(item, 'string', [...path, index], report);
    return converted;
  });
}

/** `value` as an attribute of `type`; what does not fit is reported and becomes null. */
export function convertToType(
  value: Value,
  type: AttributeType,
  path: AttributePath,
  report: ConversionReport,
): Value {
  if (value === null || isUnknown(value)) return value;
  if (typeof type === 'string') {
    const converted = convertPrimitive(value, type);
    return converted === undefined ? mismatch(value, type, path, report) : converted;
  }
  if ('object' in type) {
    return isObjectValue(value)
      ? convertObject(value, type.object, path, report)
      : mismatch(value, type, path, report);
  }
  if ('map' in type) {
    if (!isObjectValue(value)) return mismatch(value, type, path, report);
    const entries = Object.entries(value).map(([key, item]): [string, Value] => {
      const converted = convertPrimitive(item, 'string');
      return [key, converted === undefined ? mismatch(item, 'string', [...path, key], report) : converted];
    });
    return Object.fromEntries(entries);
  }
  if (!Array.isArray(value)) return mismatch(value, type, path, report);
  const items: readonly Value[] = value;
  if ('listOfObject' in type) {
    return items.map((item, index) =>
      convertToType(item, { object: type.listOfObject }, [...path, index], report),
    );
  }
  const strings = convertStrings(items, path, report);
  return 'set' in type ? canonicalSet(strings) : strings;
}

function convertObject(
  value: ObjectValue,
  attributes: Readonly<Record<string, Attribute>>,
  path: AttributePath,
  report: ConversionReport,
): ObjectValue {
  for (const name of Object.keys(value)) {
    if (Object.hasOwn(attributes, name)) continue;
    report.diagnostics.push(
      configError(
        'unsupported-argument',
        'Unsupported Argument',
        `${report.address} has no attribute ${JSON.stringify(formatPath([...path, name]))}.${didYouMean(name, Object.keys(attributes))}`,
        { address: report.address, attribute: [...path, name] },
      ),
    );
  }
  const entries = Object.entries(attributes).map(([name, attribute]): [string, Value] => [
    name,
    convertToType(
      Object.hasOwn(value, name) ? (value[name] ?? null) : null,
      attribute.type,
      [...path, name],
      report,
    ),
  ]);
  return Object.fromEntries(entries);
}

function checkWritable(
  value: ObjectValue,
  attributes: Readonly<Record<string, Attribute>>,
  path: AttributePath,
  report: ConversionReport,
): void {
  for (const [name, attribute] of Object.entries(attributes)) {
    const item = value[name] ?? null;
    const at = [...path, name];
    if (item === null && attribute.required === true) {
      report.diagnostics.push(
        configError(
          'missing-required-argument',
          'Missing Required Argument',
          `${report.address}: the argument ${JSON.stringify(formatPath(at))} is required, but no value was given.`,
          { address: report.address, attribute: at },
        ),
      );
    }
    if (item !== null && attribute.computed === true && attribute.optional !== true) {
      report.diagnostics.push(
        configError(
          'read-only-argument',
          'Value for Unconfigurable Attribute',
          `${report.address}: ${formatPath(at)} is decided by OpenTrain; remove it from the program.`,
          { address: report.address, attribute: at },
        ),
      );
    }
    const nested =
      typeof attribute.type === 'object' && 'object' in attribute.type ? attribute.type.object : null;
    if (nested !== null && isObjectValue(item)) checkWritable(item, nested, at, report);
  }
}

/** A whole configuration object: every attribute of the schema, nulls included, mistakes reported. */
export function convertConfig(value: ObjectValue, schema: Schema, report: ConversionReport): ObjectValue {
  const converted = convertObject(value, schema.attributes, [], report);
  checkWritable(converted, schema.attributes, [], report);
  return converted;
}

/** An object of `schema` with nothing known but what `config` says; attributes left out that OpenTrain fills are unknown. */
export function unknownComputed(config: ObjectValue, schema: Schema): ObjectValue {
  const entries = Object.entries(schema.attributes).map(([name, attribute]): [string, Value] => {
    const value = config[name] ?? null;
    return [name, value === null && attribute.computed === true ? UNKNOWN : value];
  });
  return Object.fromEntries(entries);
}
