/** Raised for bytes that are not what the schema says; the message names the place. */
export class MalformedValue extends Error {}

/** What the next item is, with its length or value read where that is one step. */
export type Token =
  | { readonly is: 'nil' }
  | { readonly is: 'bool'; readonly value: boolean }
  | { readonly is: 'integer'; readonly value: bigint }
  | { readonly is: 'double'; readonly value: number }
  | { readonly is: 'string'; readonly value: string }
  | { readonly is: 'binary'; readonly value: Uint8Array }
  | { readonly is: 'array'; readonly length: number }
  | { readonly is: 'map'; readonly length: number }
  | { readonly is: 'extension'; readonly code: number; readonly body: Uint8Array };

/** MessagePack, item by item, with 64-bit integers kept whole. Source: github.com/msgpack/msgpack spec.md. */
export class MsgpackReader {
  readonly #bytes: Buffer;
  readonly #view: DataView;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get done(): boolean {
    return this.#position >= this.#bytes.length;
  }

  next(): Token {
    const byte = this.#uint(1);
    if (byte <= 0x7f) return { is: 'integer', value: BigInt(byte) };
    if (byte <= 0x8f) return { is: 'map', length: byte & 0x0f };
    if (byte <= 0x9f) return { is: 'array', length: byte & 0x0f };
    if (byte <= 0xbf) return this.#string(byte & 0x1f);
    if (byte >= 0xe0) return { is: 'integer', value: BigInt(byte - 0x100) };
    return this.#long(byte);
  }

  #long(byte: number): Token {
    switch (byte) {
      case 0xc0:
        return { is: 'nil' };
      case 0xc2:
      case 0xc3:
        return { is: 'bool', value: byte === 0xc3 };
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return { is: 'binary', value: this.#take(this.#uint(2 ** (byte - 0xc4))) };
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#uint(2 ** (byte - 0xc7)));
      case 0xca:
        return { is: 'double', value: this.#view.getFloat32(this.#advance(4)) };
      case 0xcb:
        return { is: 'double', value: this.#view.getFloat64(this.#advance(8)) };
      case 0xcc:
      case 0xcd:
      case 0xce:
        return { is: 'integer', value: BigInt(this.#uint(2 ** (byte - 0xcc))) };
      case 0xcf:
        return { is: 'integer', value: this.#view.getBigUint64(this.#advance(8)) };
      case 0xd0:
        return { is: 'integer', value: BigInt(this.#view.getInt8(this.#advance(1))) };
      case 0xd1:
        return { is: 'integer', value: BigInt(this.#view.getInt16(this.#advance(2))) };
      case 0xd2:
        return { is: 'integer', value: BigInt(this.#view.getInt32(this.#advance(4))) };
      case 0xd3:
        return { is: 'integer', value: this.#view.getBigInt64(this.#advance(8)) };
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.#string(this.#uint(2 ** (byte - 0xd9)));
      case 0xdc:
      case 0xdd:
        return { is: 'array', length: this.#uint(byte === 0xdc ? 2 : 4) };
      case 0xde:
      case 0xdf:
        return { is: 'map', length: this.#uint(byte === 0xde ? 2 : 4) };
      default:
        if (byte >= 0xd4 && byte <= 0xd8) return this.#extension(2 ** (byte - 0xd4));
        throw new MalformedValue(`MessagePack has no item that starts with 0x${byte.toString(16)}.`);
    }
  }

  #string(length: number): Token {
    const at = this.#advance(length);
    return { is: 'string', value: this.#bytes.toString('utf8', at, at + length) };
  }

  #extension(length: number): Token {
    const code = this.#view.getInt8(this.#advance(1));
    return { is: 'extension', code, body: this.#take(length) };
  }

  #uint(size: number): number {
    const at = this.#advance(size);
    if (size === 1) return this.#view.getUint8(at);
    return size === 2 ? this.#view.getUint16(at) : this.#view.getUint32(at);
  }

  #take(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  #advance(count: number): number {
    const at = this.#position;
    if (at + count > this.#bytes.length) throw new MalformedValue('The MessagePack value ends early.');
    this.#position = at + count;
    return at;
  }
}
