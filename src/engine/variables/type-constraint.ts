import { isObjectValue, isUnknown, type Value } from '../../provider/values.ts';
import { canonicalSet, convertPrimitive, describeValue } from '../convert.ts';

type PrimitiveConstraint =
  | { readonly kind: 'any' }
  | { readonly kind: 'string' }
  | { readonly kind: 'number' }
  | { readonly kind: 'bool' };

/** A variable's declared type. */
export type TypeConstraint =
  | PrimitiveConstraint
  | { readonly kind: 'list'; readonly element: TypeConstraint }
  | { readonly kind: 'set'; readonly element: TypeConstraint }
  | { readonly kind: 'map'; readonly element: TypeConstraint }
  | { readonly kind: 'tuple'; readonly elements: readonly TypeConstraint[] }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, ObjectAttribute> };

interface ObjectAttribute {
  readonly type: TypeConstraint;
  readonly optional: boolean;
}

const ANY: TypeConstraint = { kind: 'any' };
const TOKEN = /\s*([A-Za-z_][\w-]*|"[^"\\]*"|[(){}[\],=:])/y;

class TypeParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): TypeConstraint {
    const type = this.#type();
    if (this.#text.slice(this.#at).trim() !== '') this.#fail();
    return type;
  }

  #fail(): never {
    throw new SyntaxError(`not a type at character ${this.#at + 1}`);
  }

  #next(): string {
    TOKEN.lastIndex = this.#at;
    const token = TOKEN.exec(this.#text)?.[1];
    if (token === undefined) this.#fail();
    this.#at = TOKEN.lastIndex;
    return token;
  }

  #peek(): string | undefined {
    TOKEN.lastIndex = this.#at;
    return TOKEN.exec(this.#text)?.[1];
  }

  #expect(token: string): void {
    if (this.#next() !== token) this.#fail();
  }

  #type(): TypeConstraint {
    this.#depth += 1;
    if (this.#depth > 50) this.#fail();
    const word = this.#next();
    const type = this.#named(word);
    this.#depth -= 1;
    return type;
  }

  #named(word: string): TypeConstraint {
    if (word === 'any' || word === 'string' || word === 'number' || word === 'bool') return { kind: word };
    if (word === 'list' || word === 'set' || word === 'map') {
      if (this.#peek() !== '(') return { kind: word, element: ANY };
      this.#next();
      const element = this.#type();
      this.#expect(')');
      return { kind: word, element };
    }
    if (word !== 'tuple' && word !== 'object') this.#fail();
    this.#expect('(');
    const type: TypeConstraint =
      word === 'tuple'
        ? { kind: 'tuple', elements: this.#elements() }
        : { kind: 'object', attributes: this.#attributes() };
    this.#expect(')');
    return type;
  }

  #elements(): TypeConstraint[] {
    const elements: TypeConstraint[] = [];
    this.#expect('[');
    while (this.#peek() !== ']') {
      elements.push(this.#type());
      if (this.#peek() === ',') this.#next();
    }
    this.#next();
    return elements;
  }

  #attributes(): Map<string, ObjectAttribute> {
    const attributes = new Map<string, ObjectAttribute>();
    this.#expect('{');
    while (this.#peek() !== '}') {
      const name = this.#next().replace(/^"(.*)"$/, '$1');
      const separator = this.#next();
      if (separator !== '=' && separator !== ':') this.#fail();
      attributes.set(name, this.#attribute());
      if (this.#peek() === ',') this.#next();
    }
    this.#next();
    return attributes;
  }

  #attribute(): ObjectAttribute {
    if (this.#peek() !== 'optional') return { type: this.#type(), optional: false };
    this.#next();
    this.#expect('(');
    const type = this.#type();
    // A default inside optional() would be skipped silently; the missing parenthesis refuses it.
    this.#expect(')');
    return { type, optional: true };
  }
}

/** Terraform's type constraint syntax. Null: not one (or one with defaults inside `optional`). */
export function tryParseType(text: string): TypeConstraint | null {
  try {
    return new TypeParser(text).whole();
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** True when a value of this type can be written as bare text (`-var name=text`). */
export function isTextType(type: TypeConstraint): boolean {
  return type.kind === 'string' || type.kind === 'number' || type.kind === 'bool';
}

/** A conversion that failed: where, what was wanted, what came. */
export class TypeMismatch extends Error {
  constructor(path: string, expected: string, got: string) {
    super(`${path === '' ? 'the value' : path} must be a ${expected}, got ${got}`);
    this.name = 'TypeMismatch';
  }
}

/** Raises `TypeMismatch`. Attributes that an object type does not name are dropped, as Terraform does. */
export function convertToConstraint(value: Value, type: TypeConstraint, path = ''): Value {
  if (value === null || isUnknown(value) || type.kind === 'any') return value;
  if (type.kind === 'string' || type.kind === 'number' || type.kind === 'bool') {
    const converted = convertPrimitive(value, type.kind);
    if (converted === undefined) throw new TypeMismatch(path, type.kind, describeValue(value));
    return converted;
  }
  if (type.kind === 'object') {
    if (!isObjectValue(value)) throw new TypeMismatch(path, type.kind, describeValue(value));
    return convertObject(value, type.attributes, path);
  }
  if (type.kind === 'map') {
    if (!isObjectValue(value)) throw new TypeMismatch(path, type.kind, describeValue(value));
    const entries = Object.entries(value).map(([key, item]): [string, Value] => [
      key,
      convertToConstraint(item, type.element, `${path}[${JSON.stringify(key)}]`),
    ]);
    return Object.fromEntries(entries);
  }
  if (!Array.isArray(value)) throw new TypeMismatch(path, type.kind, describeValue(value));
  const items: readonly Value[] = value;
  if (type.kind === 'tuple') {
    if (items.length !== type.elements.length) {
      throw new TypeMismatch(path, `tuple of ${type.elements.length}`, `${items.length} elements`);
    }
    return type.elements.map((element, index) =>
      convertToConstraint(items[index] ?? null, element, `${path}[${index}]`),
    );
  }
  const { element } = type;
  const converted = items.map((item, index) => convertToConstraint(item, element, `${path}[${index}]`));
  return type.kind === 'set' ? canonicalSet(converted) : converted;
}

function convertObject(
  value: { readonly [attribute: string]: Value },
  attributes: ReadonlyMap<string, ObjectAttribute>,
  path: string,
): Value {
  const entries = [...attributes].map(([name, attribute]): [string, Value] => {
    const at = path === '' ? name : `${path}.${name}`;
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    if (item === undefined && !attribute.optional) throw new TypeMismatch(at, 'value', 'nothing');
    return [name, convertToConstraint(item ?? null, attribute.type, at)];
  });
  return Object.fromEntries(entries);
}
