import type { Attribute, AttributeType } from '../../provider/schema-model.ts';
import { isObjectValue, type ObjectValue, UNKNOWN, type Value, valuesEqual } from '../../provider/values.ts';
import type { Style } from '../terminal/style.ts';
import { diffLines, withContext } from './line-diff.ts';
import {
  embeddedJson,
  inlineValue,
  isEmptyCollection,
  isMultiline,
  KNOWN_AFTER_APPLY,
  quote,
  SENSITIVE,
  textLines,
} from './value-text.ts';

export type DiffSymbol = '+' | '-' | '~' | ' ';

/** What a value is, as far as that changes how it is shown. */
interface Shape {
  readonly type?: AttributeType | undefined;
  readonly sensitive?: boolean | undefined;
}

/**
 * Writes values and their differences in Terraform's look. `indent` is the column of the symbol; `head` is what stands
 * before the value (`name = ` or nothing), `tail` what follows it.
 */
export class DiffWriter {
  readonly lines: string[] = [];
  readonly #style: Style;

  constructor(style: Style) {
    this.#style = style;
  }

  line(indent: number, symbol: DiffSymbol, text: string): void {
    this.lines.push(`${' '.repeat(indent)}${this.#symbol(symbol)} ${text}`.trimEnd());
  }

  note(indent: number, text: string): void {
    this.lines.push(`${' '.repeat(indent + 2)}${this.#style.dim(text)}`);
  }

  /** A value as it is: `+` for new, `-` for going, ` ` for unchanged. */
  value(indent: number, symbol: DiffSymbol, head: string, value: Value, shape: Shape, tail: string): void {
    const json = embeddedJson(value);
    if (shape.sensitive) {
      this.line(indent, symbol, `${head}${SENSITIVE}${tail}`);
    } else if (json !== undefined && !isEmptyCollection(json)) {
      this.#json(indent, symbol, head, undefined, json, tail);
    } else if (isMultiline(value)) {
      this.line(indent, symbol, `${head}<<-EOT`);
      for (const text of textLines(value)) this.line(indent + 4, ' ', text);
      this.line(indent, ' ', `EOT${tail}`);
    } else if (Array.isArray(value) && value.length > 0) {
      this.line(indent, symbol, `${head}[`);
      for (const item of value) this.value(indent + 4, symbol, '', item, itemShape(shape), ',');
      this.line(indent, ' ', `]${tail}`);
    } else if (isObjectValue(value) && Object.keys(value).length > 0) {
      this.line(indent, symbol, `${head}{`);
      this.#entries(indent + 4, symbol, value, shape);
      this.line(indent, ' ', `}${tail}`);
    } else {
      this.line(indent, symbol, `${head}${inlineValue(value)}${tail}`);
    }
  }

  /** A value that changes in place. */
  change(indent: number, head: string, before: Value, after: Value, shape: Shape, tail: string): void {
    const beforeJson = embeddedJson(before);
    const afterJson = embeddedJson(after);
    if (shape.sensitive) {
      this.line(indent, '~', `${head}${SENSITIVE}${tail}`);
    } else if (after === UNKNOWN) {
      const symbol = isOpen(before) ? '-' : '~';
      this.value(indent, symbol, head, before, shape, ` -> ${KNOWN_AFTER_APPLY}${tail}`);
    } else if (beforeJson !== undefined && afterJson !== undefined) {
      this.#json(indent, '~', head, beforeJson, afterJson, tail);
    } else if (
      typeof before === 'string' &&
      typeof after === 'string' &&
      (isMultiline(before) || isMultiline(after))
    ) {
      this.line(indent, '~', `${head}<<-EOT`);
      for (const { symbol, line } of withContext(diffLines(textLines(before), textLines(after)))) {
        this.line(indent + 4, symbol, line);
      }
      this.line(indent, ' ', `EOT${tail}`);
    } else if (Array.isArray(before) && Array.isArray(after)) {
      this.line(indent, '~', `${head}[`);
      this.#items(indent + 4, before, after, shape);
      this.line(indent, ' ', `]${tail}`);
    } else if (isObjectValue(before) && isObjectValue(after)) {
      this.line(indent, '~', `${head}{`);
      this.object(indent + 4, before, after, nested(shape));
      this.line(indent, ' ', `}${tail}`);
    } else if (isOpen(before) || isOpen(after)) {
      this.value(indent, '-', head, before, shape, '');
      this.value(indent, '+', head, after, shape, tail);
    } else {
      this.line(indent, '~', `${head}${inlineValue(before)} -> ${inlineValue(after)}${tail}`);
    }
  }

  /** The attributes of two objects: changed ones shown, unchanged ones counted, `always` shown even unchanged. */
  object(
    indent: number,
    before: ObjectValue,
    after: ObjectValue,
    attributes: Readonly<Record<string, Partial<Attribute>>>,
    options: {
      readonly always?: readonly string[];
      readonly tailOf?: (name: string) => string;
    } = {},
  ): void {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    const changed = names.filter((name) => !same(before[name], after[name], attributes[name]));
    const shown = names.filter(
      (name) => changed.includes(name) || isShownAlways(name, before, options.always),
    );
    const width = Math.max(0, ...shown.map((name) => key(name).length));
    for (const name of shown) {
      const shape: Shape = attributes[name] ?? {};
      const head = `${key(name).padEnd(width)} = `;
      const tail = options.tailOf?.(name) ?? '';
      const old = before[name] ?? null;
      const next = after[name] ?? null;
      if (!changed.includes(name)) this.value(indent, ' ', head, old, shape, '');
      else if (old === null) this.value(indent, '+', head, next, shape, tail);
      else if (next === null) this.value(indent, '-', head, old, shape, ` -> null${tail}`);
      else this.change(indent, head, old, next, shape, tail);
    }
    const hidden = names.filter((name) => !shown.includes(name) && (before[name] ?? null) !== null).length;
    if (hidden > 0) this.note(indent, `# (${hidden} unchanged attribute${hidden === 1 ? '' : 's'} hidden)`);
  }

  #items(indent: number, before: readonly Value[], after: readonly Value[], shape: Shape): void {
    const inner = itemShape(shape);
    const kept =
      this.#pairs(indent, before, after, inner) ?? this.#moves(indent, before, after, shape, inner);
    if (kept > 0) this.note(indent, `# (${kept} unchanged element${kept === 1 ? '' : 's'} hidden)`);
  }

  /** Objects by position, each with its own difference; undefined where the items are not such. */
  #pairs(
    indent: number,
    before: readonly Value[],
    after: readonly Value[],
    inner: Shape,
  ): number | undefined {
    const objects = [...before, ...after].every((item) => isObjectValue(item));
    if (!objects || before.length !== after.length) return undefined;
    let kept = 0;
    before.forEach((item, index) => {
      const next = after[index] ?? null;
      if (valuesEqual(item, next)) kept += 1;
      else this.change(indent, '', item, next, inner, ',');
    });
    return kept;
  }

  /** Items that went and came: of a set by membership, of a list by position. Returns how many stayed. */
  #moves(
    indent: number,
    before: readonly Value[],
    after: readonly Value[],
    shape: Shape,
    inner: Shape,
  ): number {
    const itemOf = new Map<string, Value>();
    const texts = (items: readonly Value[]) =>
      items.map((item) => {
        const text = stableText(item);
        itemOf.set(text, item);
        return text;
      });
    const sort = (items: readonly string[]) => (isSet(shape) ? [...items].sort() : items);
    const changes = diffLines(sort(texts(before)), sort(texts(after)));
    for (const { symbol, line } of changes) {
      if (symbol !== ' ') this.value(indent, symbol, '', itemOf.get(line) ?? null, inner, ',');
    }
    return changes.filter((change) => change.symbol === ' ').length;
  }

  #json(
    indent: number,
    symbol: DiffSymbol,
    head: string,
    before: Value | undefined,
    after: Value,
    tail: string,
  ): void {
    this.line(indent, symbol, `${head}jsonencode(`);
    if (before === undefined) this.value(indent + 4, symbol, '', after, {}, '');
    else if (valuesEqual(before, after)) this.note(indent + 4, '# (only whitespace or key order differ)');
    else this.change(indent + 4, '', before, after, {}, '');
    this.line(indent, ' ', `)${tail}`);
  }

  #entries(indent: number, symbol: DiffSymbol, value: ObjectValue, shape: Shape): void {
    const attributes = nested(shape);
    const names = Object.keys(value)
      .filter((name) => value[name] !== null || Object.keys(attributes).length === 0)
      .sort();
    const width = Math.max(0, ...names.map((name) => key(name).length));
    for (const name of names) {
      this.value(
        indent,
        symbol,
        `${key(name).padEnd(width)} = `,
        value[name] ?? null,
        attributes[name] ?? {},
        '',
      );
    }
  }

  #symbol(symbol: DiffSymbol): string {
    if (symbol === '+') return this.#style.green(symbol);
    if (symbol === '-') return this.#style.red(symbol);
    return symbol === '~' ? this.#style.yellow(symbol) : symbol;
  }
}

function key(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? name : quote(name);
}

function isOpen(value: Value): boolean {
  return (typeof value === 'object' && value !== null && !isEmptyCollection(value)) || isMultiline(value);
}

function isSet(shape: Shape): boolean {
  return typeof shape.type === 'object' && 'set' in shape.type;
}

function nested(shape: Shape): Readonly<Record<string, Partial<Attribute>>> {
  if (typeof shape.type !== 'object') return {};
  if ('object' in shape.type) return shape.type.object;
  return 'listOfObject' in shape.type ? shape.type.listOfObject : {};
}

function itemShape(shape: Shape): Shape {
  return typeof shape.type === 'object' && 'listOfObject' in shape.type
    ? { type: { object: shape.type.listOfObject } }
    : {};
}

/** Order of a set is no change. */
function same(before: Value | undefined, after: Value | undefined, shape: Shape | undefined): boolean {
  const old = before ?? null;
  const next = after ?? null;
  if (shape !== undefined && isSet(shape) && Array.isArray(old) && Array.isArray(next)) {
    return old.length === next.length && old.every((item) => next.some((other) => valuesEqual(item, other)));
  }
  return old !== UNKNOWN && valuesEqual(old, next);
}

function isShownAlways(name: string, before: ObjectValue, always: readonly string[] | undefined): boolean {
  return always?.includes(name) === true && (before[name] ?? null) !== null;
}

function stableText(value: Value): string {
  if (value === UNKNOWN) return KNOWN_AFTER_APPLY;
  if (Array.isArray(value)) return `[${value.map(stableText).join()}]`;
  if (!isObjectValue(value)) return inlineValue(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${quote(name)}:${stableText(value[name] ?? null)}`).join()}}`;
}
