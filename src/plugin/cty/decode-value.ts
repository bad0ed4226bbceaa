import type { Value } from '../../provider/values.ts';
import { isWhollyKnown, UNKNOWN } from '../../provider/values.ts';
import type { CtyType } from './cty-type.ts';
import { decodeType } from './cty-type.ts';
import { numberFromInteger, numberFromText } from './decimal.ts';
import type { Token } from './msgpack-reader.ts';
import { MalformedValue, MsgpackReader } from './msgpack-reader.ts';
import { canonicalSet } from './set-order.ts';

/** Terraform refuses deeper values too; the bound keeps a hostile value from exhausting the stack. */
const MAX_DEPTH = 256;

/** Where the reading is: one stack for a whole value, because nothing is read after an error. */
type Path = (string | number)[];

function unexpected(token: Token, wanted: string, path: Path): MalformedValue {
  const place = path.length === 0 ? 'the value' : path.join('.');
  return new MalformedValue(`Expected ${wanted} at ${place}, got ${token.is}.`);
}

function decodeNumber(token: Token, path: Path): Value {
  if (token.is === 'integer') return numberFromInteger(token.value);
  if (token.is === 'double') {
    if (Number.isNaN(token.value)) throw unexpected(token, 'a number, not NaN,', path);
    return token.value;
  }
  if (token.is !== 'string') throw unexpected(token, 'a number', path);
  try {
    return numberFromText(token.value);
  } catch {
    throw unexpected(token, 'decimal digits', path);
  }
}

function readItems(
  reader: MsgpackReader,
  count: number,
  typeAt: (index: number) => CtyType,
  path: Path,
): Value[] {
  const items: Value[] = [];
  for (let index = 0; index < count; index += 1) items.push(readPart(reader, typeAt(index), path, index));
  return items;
}

function readPart(reader: MsgpackReader, type: CtyType, path: Path, part: string | number): Value {
  path.push(part);
  const value = readValue(reader, type, path);
  path.pop();
  return value;
}

function readKey(reader: MsgpackReader, path: Path): string {
  const token = reader.next();
  if (token.is !== 'string') throw unexpected(token, 'a text key', path);
  return token.value;
}

function readObject(
  reader: MsgpackReader,
  count: number,
  attributes: ReadonlyMap<string, CtyType>,
  path: Path,
) {
  const result: Record<string, Value> = {};
  for (const name of attributes.keys()) result[name] = null;
  for (let index = 0; index < count; index += 1) {
    const name = readKey(reader, path);
    const type = attributes.get(name);
    if (type === undefined) throw new MalformedValue(`Attribute ${[...path, name].join('.')} is not known.`);
    result[name] = readPart(reader, type, path, name);
  }
  return result;
}

function readMap(reader: MsgpackReader, count: number, element: CtyType, path: Path) {
  const entries: [string, Value][] = [];
  for (let index = 0; index < count; index += 1) {
    const key = readKey(reader, path);
    entries.push([key, readPart(reader, element, path, key)]);
  }
  // fromEntries, because assignment would lose a key named __proto__.
  return Object.fromEntries(entries);
}

function readDynamic(reader: MsgpackReader, token: Token, path: Path): Value {
  if (token.is !== 'array' || token.length !== 2) throw unexpected(token, 'a type and a value', path);
  const type = reader.next();
  if (type.is !== 'binary') throw unexpected(type, 'a type', path);
  return readValue(reader, decodeType(type.value), path);
}

function readCollection(
  reader: MsgpackReader,
  token: Token,
  type: Exclude<CtyType, string>,
  path: Path,
): Value {
  if (type.kind === 'object' || type.kind === 'map') {
    if (token.is !== 'map') throw unexpected(token, `a ${type.kind}`, path);
    return type.kind === 'object'
      ? readObject(reader, token.length, type.attributes, path)
      : readMap(reader, token.length, type.element, path);
  }
  if (token.is !== 'array') throw unexpected(token, `a ${type.kind}`, path);
  if (type.kind !== 'tuple') {
    const items = readItems(reader, token.length, () => type.element, path);
    return type.kind === 'set' && items.every(isWhollyKnown) ? canonicalSet(items) : items;
  }
  if (token.length !== type.elements.length) {
    throw unexpected(token, `a tuple of ${type.elements.length}`, path);
  }
  return readItems(reader, token.length, (index) => type.elements[index] ?? 'dynamic', path);
}

function readValue(reader: MsgpackReader, type: CtyType, path: Path): Value {
  if (path.length > MAX_DEPTH) throw new MalformedValue(`The value nests deeper than ${MAX_DEPTH} levels.`);
  const token = reader.next();
  if (token.is === 'nil') return null;
  // Any extension is an unknown value; what a refinement promises about it does not change our plan.
  if (token.is === 'extension') return UNKNOWN;
  if (type === 'dynamic') return readDynamic(reader, token, path);
  if (type === 'number') return decodeNumber(token, path);
  if (typeof type !== 'string') return readCollection(reader, token, type, path);
  if (type === 'string' && token.is === 'string') return token.value;
  if (type === 'bool' && token.is === 'bool') return token.value;
  throw unexpected(token, `a ${type}`, path);
}

/**
 * Reads a value of a type from MessagePack (object-wire-format of the plugin protocol). Sets come back in canonical
 * order without doubles. Attributes left out are null. Raises `MalformedValue`.
 */
export function decodeMsgpack(bytes: Uint8Array, type: CtyType): Value {
  const reader = new MsgpackReader(bytes);
  const value = readValue(reader, type, []);
  if (!reader.done) throw new MalformedValue('Bytes follow the end of the value.');
  return value;
}
