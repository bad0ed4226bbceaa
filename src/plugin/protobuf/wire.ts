/**
 * The protobuf wire format: varints, length-delimited fields, and skipping of what the reader does not know.
 * Source: protobuf.dev encoding guide. Groups (wire types 3 and 4) are obsolete and refused.
 */
export const VARINT = 0;
export const FIXED64 = 1;
export const LENGTH_DELIMITED = 2;
export const FIXED32 = 5;

/** Raised for bytes that are not a protobuf message; gRPC turns it into INTERNAL. */
export class MalformedMessage extends Error {}

/** Reads one message. Reading past the end throws `MalformedMessage`. */
export class WireReader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get done(): boolean {
    return this.#position >= this.#bytes.length;
  }

  varint(): bigint {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.#bytes[this.#position++];
      if (byte === undefined) throw new MalformedMessage('A varint ends early.');
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, result);
    }
    throw new MalformedMessage('A varint has more than 10 bytes.');
  }

  /** A varint below 2^31, as tags and lengths are. */
  small(): number {
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes[this.#position++];
      if (byte === undefined) throw new MalformedMessage('A varint ends early.');
      result += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return result;
    }
    throw new MalformedMessage('A tag or length has more than 5 bytes.');
  }

  bytes(): Uint8Array {
    const length = this.small();
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new MalformedMessage('A length-delimited field ends early.');
    const part = this.#bytes.subarray(this.#position, end);
    this.#position = end;
    return part;
  }

  skip(wireType: number): void {
    if (wireType === VARINT) this.varint();
    else if (wireType === LENGTH_DELIMITED) this.bytes();
    else if (wireType === FIXED64) this.#advance(8);
    else if (wireType === FIXED32) this.#advance(4);
    else throw new MalformedMessage(`Wire type ${wireType} is not in use.`);
  }

  #advance(count: number): void {
    this.#position += count;
    if (this.#position > this.#bytes.length) throw new MalformedMessage('A fixed field ends early.');
  }
}

/** Tags, short lengths and flags: shared, so never written to. */
const ONE_BYTE = Array.from({ length: 0x80 }, (_, value) => Uint8Array.of(value));

/** Collects one message in parts, so that nested messages are copied once. */
export class WireWriter {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  varint(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    const bytes: number[] = [];
    while (rest >= 0x80n) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.#push(Uint8Array.from(bytes));
  }

  tag(fieldNumber: number, wireType: number): void {
    this.small(fieldNumber * 8 + wireType);
  }

  small(value: number): void {
    const single = ONE_BYTE[value];
    if (single !== undefined) {
      this.#push(single);
      return;
    }
    let rest = value;
    const bytes: number[] = [];
    while (rest >= 0x80) {
      bytes.push((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    bytes.push(rest);
    this.#push(Uint8Array.from(bytes));
  }

  bytes(value: Uint8Array): void {
    this.small(value.length);
    this.#push(value);
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts, this.#length);
  }

  #push(part: Uint8Array): void {
    this.#parts.push(part);
    this.#length += part.length;
  }
}
