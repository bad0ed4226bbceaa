import { LENGTH_DELIMITED, MalformedMessage, VARINT, WireReader, WireWriter } from './wire.ts';

/**
 * Protobuf messages as tables: a field is a number, a kind and how often it occurs. The TypeScript type of a message
 * follows from its table, so table and use cannot drift apart. Only what tfplugin6 and go-plugin use is here:
 * `int64` is a JS number (versions, limits, indexes), floats and fixed-width fields do not occur.
 */
export interface Kind<T> {
  readonly wireType: number;
  readonly zero: T;
  isZero(value: T): boolean;
  write(writer: WireWriter, value: T): void;
  read(reader: WireReader): T;
}

type Occurs = 'one' | 'optional' | 'many' | 'map';

export interface Field<T> {
  readonly number: number;
  readonly occurs: Occurs;
  readonly kind: Kind<never>;
  /** Never set: carries the type of the field. */
  readonly of?: T;
}

type Fields = Readonly<Record<string, Field<unknown>>>;
export type Shape<F> = { readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never };

/** A message type. `encode` takes any part of the fields: what is left out is the zero value. */
export interface Message<T> extends Kind<T | null> {
  encode(value: Partial<T>): Buffer;
  decode(bytes: Uint8Array): T;
}

/** Type of the values of a message. */
export type Of<M> = M extends Message<infer T> ? T : never;

const INT64_MIN_SAFE = BigInt(Number.MIN_SAFE_INTEGER);
const INT64_MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

/** Values outside the safe range are clamped: they occur only as "no limit". */
function toSafeNumber(value: bigint): number {
  if (value > INT64_MAX_SAFE) return Number.MAX_SAFE_INTEGER;
  return value < INT64_MIN_SAFE ? Number.MIN_SAFE_INTEGER : Number(value);
}

export const string: Kind<string> = {
  wireType: LENGTH_DELIMITED,
  zero: '',
  isZero: (value) => value === '',
  write: (writer, value) => writer.bytes(Buffer.from(value, 'utf8')),
  read: (reader) => {
    const { buffer, byteOffset, byteLength } = reader.bytes();
    return Buffer.from(buffer, byteOffset, byteLength).toString('utf8');
  },
};

export const bytes: Kind<Uint8Array> = {
  wireType: LENGTH_DELIMITED,
  zero: new Uint8Array(0),
  isZero: (value) => value.length === 0,
  write: (writer, value) => writer.bytes(value),
  read: (reader) => reader.bytes(),
};

export const bool: Kind<boolean> = {
  wireType: VARINT,
  zero: false,
  isZero: (value) => !value,
  write: (writer, value) => writer.small(value ? 1 : 0),
  read: (reader) => reader.varint() !== 0n,
};

/** Also serves enums, which share the encoding. */
export const int64: Kind<number> = {
  wireType: VARINT,
  zero: 0,
  isZero: (value) => value === 0,
  write: (writer, value) => writer.varint(BigInt(value)),
  read: (reader) => toSafeNumber(BigInt.asIntN(64, reader.varint())),
};

export function one<T>(number: number, kind: Kind<T>): Field<T> {
  return { number, occurs: 'one', kind: kind as unknown as Kind<never> };
}

/** Proto3 `optional` and members of a oneof: null is absent, a zero value is written. */
export function optional<T>(number: number, kind: Kind<T>): Field<T | null> {
  return { number, occurs: 'optional', kind: kind as unknown as Kind<never> };
}

export function many<T>(number: number, kind: Kind<T>): Field<readonly NonNullable<T>[]> {
  return { number, occurs: 'many', kind: kind as unknown as Kind<never> };
}

/** `map<string, T>`. */
export function mapOf<T>(number: number, kind: Kind<T>): Field<Readonly<Record<string, NonNullable<T>>>> {
  return { number, occurs: 'map', kind: kind as unknown as Kind<never> };
}

function writeField(writer: WireWriter, number: number, kind: Kind<never>, value: never): void {
  writer.tag(number, kind.wireType);
  kind.write(writer, value);
}

function writeOccurrences(writer: WireWriter, field: Field<unknown>, value: unknown): void {
  const { number, occurs, kind } = field;
  if (occurs === 'many') {
    for (const item of value as readonly never[]) writeField(writer, number, kind, item);
  } else if (occurs === 'map') {
    const entries = Object.entries(value as Record<string, never>).sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, item] of entries) {
      const entry = new WireWriter();
      writeField(entry, 1, string as unknown as Kind<never>, key as never);
      writeField(entry, 2, kind, item);
      writer.tag(number, LENGTH_DELIMITED);
      writer.bytes(entry.finish());
    }
  } else if (occurs === 'optional' ? value !== null : !kind.isZero(value as never)) {
    writeField(writer, number, kind, value as never);
  }
}

function readMapEntry(reader: WireReader, kind: Kind<never>): [string, unknown] {
  const entry = new WireReader(reader.bytes());
  let key = '';
  let value: unknown = kind.zero;
  while (!entry.done) {
    const tag = entry.small();
    if (tag === 8 + LENGTH_DELIMITED) key = string.read(entry);
    else if (tag === 16 + kind.wireType) value = kind.read(entry);
    else entry.skip(tag & 7);
  }
  return [key, value];
}

function zeroOf(field: Field<unknown>): unknown {
  if (field.occurs === 'many') return [];
  if (field.occurs === 'map') return {};
  return field.occurs === 'optional' ? null : field.kind.zero;
}

/** Defines a message. A function instead of the table serves messages that contain themselves. */
export function message<F extends Fields>(table: F | (() => F)): Message<Shape<F>> {
  type Name = Extract<keyof F, string>;
  let known: { names: Name[]; fields: F; byNumber: Map<number, Name> } | undefined;
  const resolve = () => {
    if (known === undefined) {
      const fields = typeof table === 'function' ? table() : table;
      const names = (Object.keys(fields) as Name[]).sort(
        (a, b) => (fields[a]?.number ?? 0) - (fields[b]?.number ?? 0),
      );
      known = { names, fields, byNumber: new Map(names.map((name) => [fields[name]?.number ?? 0, name])) };
    }
    return known;
  };

  const encode = (value: Partial<Shape<F>>): Buffer => {
    const writer = new WireWriter();
    const { names, fields } = resolve();
    for (const name of names) {
      const field = fields[name];
      const part = value[name];
      if (field !== undefined && part !== undefined) writeOccurrences(writer, field, part);
    }
    return writer.finish();
  };

  const decode = (raw: Uint8Array): Shape<F> => {
    const { names, fields, byNumber } = resolve();
    const result: Record<string, unknown> = {};
    for (const name of names) result[name] = zeroOf(fields[name] as Field<unknown>);
    const reader = new WireReader(raw);
    while (!reader.done) {
      const tag = reader.small();
      const name = byNumber.get(Math.floor(tag / 8));
      const field = name === undefined ? undefined : fields[name];
      const wireType = tag & 7;
      if (name === undefined || field === undefined) {
        reader.skip(wireType);
      } else if (field.occurs === 'map') {
        const [key, item] = readMapEntry(reader, field.kind);
        (result[name] as Record<string, unknown>)[key] = item;
      } else if (wireType !== field.kind.wireType) {
        throw new MalformedMessage(
          `Field ${name} has wire type ${wireType}, expected ${field.kind.wireType}.`,
        );
      } else if (field.occurs === 'many') {
        (result[name] as unknown[]).push(field.kind.read(reader));
      } else {
        result[name] = field.kind.read(reader);
      }
    }
    return result as Shape<F>;
  };

  return {
    encode,
    decode,
    wireType: LENGTH_DELIMITED,
    zero: null,
    isZero: (value) => value === null,
    write: (writer, value) => writer.bytes(encode(value ?? {})),
    read: (reader) => decode(reader.bytes()),
  };
}
