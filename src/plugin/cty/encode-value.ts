import type { Value } from '../../provider/values.ts';
import { ExactNumber, isObjectValue, UNKNOWN } from '../../provider/values.ts';
import type { CtyType } from './cty-type.ts';
import { encodeType, objectType } from './cty-type.ts';
import { toWireNumber } from './decimal.ts';
import { MsgpackWriter } from './msgpack-writer.ts';
import { canonicalSet, compareText } from './set-order.ts';

/** Raised when the provider core hands over a value that its own schema does not allow: always a bug of ours. */
export class UnencodableValue extends Error {}

/** Extension code 0 with one ignored byte, as go-cty writes an unknown value without refinements. */
const UNKNOWN_BYTES = Uint8Array.of(0xd4, 0x00, 0x00);

/** Where the writing is: one stack for a whole value, because nothing is written after an error. */
type Path = (string | number)[];

function describe(value: Value): string {
  if (Array.isArray(value)) return 'a list';
  return isObjectValue(value) ? 'an object' : typeof value;
}

function refuse(value: Value, wanted: string, path: Path): never {
  throw new UnencodableValue(
    `Expected ${wanted} at ${path.join('.') || 'the value'}, got ${describe(value)}.`,
  );
}

function writeNumber(writer: MsgpackWriter, value: Value, path: Path): void {
  if (typeof value !== 'number' && !(value instanceof ExactNumber)) refuse(value, 'a number', path);
  const wire = toWireNumber(value);
  if (wire.as === 'integer') writer.integer(wire.value);
  else if (wire.as === 'double') writer.double(wire.value);
  else writer.string(wire.value);
}

function writeObject(
  writer: MsgpackWriter,
  value: Value,
  attributes: ReadonlyMap<string, CtyType>,
  path: Path,
) {
  if (!isObjectValue(value)) refuse(value, 'an object', path);
  for (const name of Object.keys(value)) {
    if (!attributes.has(name))
      throw new UnencodableValue(`Attribute ${[...path, name].join('.')} is not known.`);
  }
  writer.map(attributes.size);
  for (const [name, type] of attributes) {
    writer.string(name);
    writePart(writer, value[name] ?? null, type, path, name);
  }
}

function writePart(
  writer: MsgpackWriter,
  value: Value,
  type: CtyType,
  path: Path,
  part: string | number,
): void {
  path.push(part);
  writeValue(writer, value, type, path);
  path.pop();
}

function writeMap(writer: MsgpackWriter, value: Value, element: CtyType, path: Path): void {
  if (!isObjectValue(value)) refuse(value, 'a map', path);
  const keys = Object.keys(value).sort(compareText);
  writer.map(keys.length);
  for (const key of keys) {
    writer.string(key.normalize('NFC'));
    writePart(writer, value[key] ?? null, element, path, key);
  }
}

function writeSequence(
  writer: MsgpackWriter,
  items: readonly Value[],
  typeAt: (index: number) => CtyType,
  path: Path,
) {
  writer.array(items.length);
  for (const [index, item] of items.entries()) writePart(writer, item, typeAt(index), path, index);
}

function writeCollection(
  writer: MsgpackWriter,
  value: Value,
  type: Exclude<CtyType, string>,
  path: Path,
): void {
  if (type.kind === 'object') {
    writeObject(writer, value, type.attributes, path);
  } else if (type.kind === 'map') {
    writeMap(writer, value, type.element, path);
  } else {
    if (!Array.isArray(value)) refuse(value, `a ${type.kind}`, path);
    const items: readonly Value[] = value;
    if (type.kind === 'tuple' && items.length !== type.elements.length) {
      refuse(value, `a tuple of ${type.elements.length} elements`, path);
    }
    const typeAt = (index: number) =>
      type.kind === 'tuple' ? (type.elements[index] ?? 'dynamic') : type.element;
    writeSequence(writer, type.kind === 'set' ? canonicalSet(items) : items, typeAt, path);
  }
}

/** Type of a value that sits in a place of type `dynamic`; null and unknown have none of their own. */
function impliedType(value: Value): CtyType {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number' || value instanceof ExactNumber) return 'number';
  if (Array.isArray(value)) return { kind: 'tuple', elements: (value as readonly Value[]).map(impliedType) };
  if (!isObjectValue(value)) return 'dynamic';
  return objectType(
    Object.fromEntries(Object.entries(value).map(([name, part]) => [name, impliedType(part)])),
  );
}

function writeValue(writer: MsgpackWriter, value: Value, type: CtyType, path: Path): void {
  if (value === null) writer.nil();
  else if (value === UNKNOWN) writer.raw(UNKNOWN_BYTES);
  else if (type === 'number') writeNumber(writer, value, path);
  else if (type === 'dynamic') {
    const implied = impliedType(value);
    writer.array(2);
    writer.binary(encodeType(implied));
    writeValue(writer, value, implied, path);
  } else if (typeof type !== 'string') writeCollection(writer, value, type, path);
  else if (type === 'string' && typeof value === 'string') writer.string(value.normalize('NFC'));
  else if (type === 'bool' && typeof value === 'boolean') writer.bool(value);
  else refuse(value, `a ${type}`, path);
}

/**
 * Writes a value of a type as MessagePack, byte for byte as go-cty does: sorted keys, every attribute of an object
 * present, smallest exact number. Raises `UnencodableValue`.
 */
export function encodeMsgpack(value: Value, type: CtyType): Buffer {
  const writer = new MsgpackWriter();
  writeValue(writer, value, type, []);
  return writer.finish();
}
