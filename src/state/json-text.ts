import type { JsonValue } from './model.ts';

/** An object value; arrays and null are not. */
export function isJsonObject(value: unknown): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Deep equality of JSON values; the order of keys carries no meaning. */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item: unknown, index) => jsonEqual(item, b[index]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && jsonEqual(a[key], b[key]))
  );
}

/** Order of Go's string comparison (bytes of UTF-8), which Terraform sorts keys by. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  // UTF-16 order differs from UTF-8 order only where surrogates meet U+E000 and above.
  if (!/[\ud800-\uffff]/.test(a + b)) return a < b ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

const GO_ESCAPES = /[<>&\u2028\u2029]/g;

/** A string as Go's encoder writes it: HTML characters and line separators are escaped. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(
    GO_ESCAPES,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * JSON text in Terraform's layout: two spaces a level, `[]` and `{}` when empty. `indent` is the level of the line
 * the value starts on. With `sortKeys`, keys of all objects inside are sorted as Terraform sorts attributes.
 */
export function renderJson(value: JsonValue, indent: number, sortKeys: boolean): string {
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new RangeError(`${value} cannot be written to a state file`);
  }
  if (Array.isArray(value)) {
    return renderLines(
      value.map((item: JsonValue) => renderJson(item, indent + 1, sortKeys)),
      indent,
      '[]',
    );
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const entries = Object.entries(value);
  if (sortKeys) entries.sort(([a], [b]) => compareText(a, b));
  return renderMembers(
    entries.map(([key, item]) => [key, renderJson(item, indent + 1, sortKeys)]),
    indent,
  );
}

/** An object from keys and already rendered values. */
export function renderMembers(members: readonly (readonly [string, string])[], indent: number): string {
  return renderLines(
    members.map(([key, text]) => `${quote(key)}: ${text}`),
    indent,
    '{}',
  );
}

/** Items of an array or object, one a line. */
export function renderLines(items: readonly string[], indent: number, brackets: '[]' | '{}'): string {
  if (items.length === 0) return brackets;
  const inner = '  '.repeat(indent + 1);
  return `${brackets[0]}\n${inner}${items.join(`,\n${inner}`)}\n${'  '.repeat(indent)}${brackets[1]}`;
}
