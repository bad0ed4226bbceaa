import { ExactNumber, isObjectValue, type Value } from '../../provider/values.ts';
import type { JsonValue } from '../../state/model.ts';
import { sanitise, sanitiseLine } from '../terminal/sanitise.ts';
import { inlineValue, isMultiline, quote } from './value-text.ts';

export interface ShownOutput {
  readonly value: Value;
  readonly sensitive: boolean;
  /** Type in Terraform's JSON syntax, where it is known: tells a list from a tuple. */
  readonly type?: JsonValue;
}

/** `name = value` lines as `terraform output` prints them; sensitive ones only by name. */
export function outputsText(outputs: Readonly<Record<string, ShownOutput>>): string {
  return Object.entries(outputs)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, output]) => {
      const text = output.sensitive ? '<sensitive>' : valueText(output.value, output.type);
      return `${sanitiseLine(name)} = ${text}\n`;
    })
    .join('');
}

/** Typed nulls, which Terraform writes out. */
const NULLS = { string: true, number: true, bool: true };

const CONVERSION: Readonly<Record<string, string>> = { list: 'tolist', set: 'toset', map: 'tomap' };

/** One value over as many lines as it needs, without a name. */
export function valueText(value: Value, type: JsonValue = null, indent = ''): string {
  const inner = `${indent}  `;
  const [kind, item] = Array.isArray(type) ? type : [];
  const wrap = (text: string) => {
    const name = typeof kind === 'string' ? CONVERSION[kind] : undefined;
    return name === undefined ? text : `${name}(${text})`;
  };
  if (value === null && typeof type === 'string' && type in NULLS) return `to${type}(null)`;
  if (isMultiline(value)) {
    const lines = sanitise(value)
      .split('\n')
      .map((line) => `${indent === '' ? '' : inner}${line}\n`);
    return `${indent === '' ? '<<' : '<<-'}EOT\n${lines.join('')}${indent}EOT`;
  }
  if (Array.isArray(value) && value.length > 0) {
    const lines = value.map(
      (entry, index) => `${inner}${valueText(entry, memberType(kind, item, index), inner)},\n`,
    );
    return wrap(`[\n${lines.join('')}${indent}]`);
  }
  if (isObjectValue(value) && !(value instanceof ExactNumber) && Object.keys(value).length > 0) {
    const lines = Object.keys(value)
      .sort()
      .map(
        (name) =>
          `${inner}${quote(name)} = ${valueText(value[name] ?? null, memberType(kind, item, name), inner)}\n`,
      );
    return wrap(`{\n${lines.join('')}${indent}}`);
  }
  return typeof value === 'object' && value !== null ? wrap(inlineValue(value)) : inlineValue(value);
}

/** Type of one member: the same for all of a list, set or map; its own in a tuple or object. */
function memberType(
  kind: JsonValue | undefined,
  item: JsonValue | undefined,
  at: string | number,
): JsonValue {
  if (item === undefined) return null;
  if (kind === 'tuple' && Array.isArray(item) && typeof at === 'number') return item[at] ?? null;
  if (kind === 'object' && typeof item === 'object' && item !== null && !Array.isArray(item)) {
    return (item as Readonly<Record<string, JsonValue>>)[at] ?? null;
  }
  return item;
}
