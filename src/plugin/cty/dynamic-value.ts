import type { ObjectValue, Value } from '../../provider/values.ts';
import { isObjectValue } from '../../provider/values.ts';
import type { DynamicValue } from '../messages/shared-messages.ts';
import type { CtyType } from './cty-type.ts';
import { decodeJson } from './decode-json.ts';
import { decodeMsgpack } from './decode-value.ts';
import { encodeMsgpack } from './encode-value.ts';
import { MalformedValue } from './msgpack-reader.ts';

/** Decodes either form of a DynamicValue; an absent one is null. Raises `MalformedValue`. */
export function decodeDynamic(value: DynamicValue | null, type: CtyType): Value {
  if (value === null) return null;
  if (value.msgpack.length > 0) return decodeMsgpack(value.msgpack, type);
  return value.json.length > 0 ? decodeJson(value.json, type) : null;
}

const NIL = 0xc0;

/** Whether a value is null, without decoding what is not. */
export function isNullDynamic(value: DynamicValue | null): boolean {
  if (value === null) return true;
  if (value.msgpack.length > 0) return value.msgpack.length === 1 && value.msgpack[0] === NIL;
  return value.json.length === 0 || Buffer.from(value.json).toString('utf8').trim() === 'null';
}

/** As `decodeDynamic`, for whole objects: state, plan, configuration. */
export function decodeObject(value: DynamicValue | null, type: CtyType): ObjectValue | null {
  const decoded = decodeDynamic(value, type);
  if (decoded === null || isObjectValue(decoded)) return decoded;
  throw new MalformedValue('Expected a whole object.');
}

/** Always MessagePack: hosts accept both, but only MessagePack can say unknown. */
export function encodeDynamic(value: Value, type: CtyType): DynamicValue {
  return { msgpack: encodeMsgpack(value, type), json: new Uint8Array(0) };
}
