import { INT64_MAX } from './decimal.ts';

/**
 * Writes MessagePack with the smallest form of each item, as go-cty's encoder does, so that equal values have equal
 * bytes. One growing buffer: states are small and many.
 */
export class MsgpackWriter {
  #buffer = Buffer.allocUnsafe(1024);
  #length = 0;

  nil(): void {
    this.#byte(0xc0);
  }

  bool(value: boolean): void {
    this.#byte(value ? 0xc3 : 0xc2);
  }

  /** Any integer of 64 bits, signed or not. */
  integer(value: bigint): void {
    if (value >= 0n) this.#unsigned(value);
    else if (value >= -32n) this.#byte(0x100 + Number(value));
    else if (value >= -0x80n) this.#sized(0xd0, 1, (at) => this.#buffer.writeInt8(Number(value), at));
    else if (value >= -0x8000n) this.#sized(0xd1, 2, (at) => this.#buffer.writeInt16BE(Number(value), at));
    else if (value >= -0x80000000n)
      this.#sized(0xd2, 4, (at) => this.#buffer.writeInt32BE(Number(value), at));
    else this.#sized(0xd3, 8, (at) => this.#buffer.writeBigInt64BE(value, at));
  }

  double(value: number): void {
    this.#sized(0xcb, 8, (at) => this.#buffer.writeDoubleBE(value, at));
  }

  string(value: string): void {
    const length = Buffer.byteLength(value, 'utf8');
    if (length < 32) this.#byte(0xa0 | length);
    else this.#header(length, [0xd9, 0xda, 0xdb]);
    this.#reserve(length);
    this.#length += this.#buffer.write(value, this.#length, 'utf8');
  }

  binary(value: Uint8Array): void {
    this.#header(value.length, [0xc4, 0xc5, 0xc6]);
    this.raw(value);
  }

  array(length: number): void {
    if (length < 16) this.#byte(0x90 | length);
    else this.#header(length, [null, 0xdc, 0xdd]);
  }

  map(length: number): void {
    if (length < 16) this.#byte(0x80 | length);
    else this.#header(length, [null, 0xde, 0xdf]);
  }

  /** Bytes that are MessagePack already. */
  raw(value: Uint8Array): void {
    this.#reserve(value.length);
    this.#buffer.set(value, this.#length);
    this.#length += value.length;
  }

  finish(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#length));
  }

  #unsigned(value: bigint): void {
    if (value > INT64_MAX * 2n + 1n) throw new RangeError(`${value} has more than 64 bits.`);
    if (value < 0x80n) this.#byte(Number(value));
    else if (value < 0x100n) this.#sized(0xcc, 1, (at) => this.#buffer.writeUInt8(Number(value), at));
    else if (value < 0x10000n) this.#sized(0xcd, 2, (at) => this.#buffer.writeUInt16BE(Number(value), at));
    else if (value < 0x100000000n)
      this.#sized(0xce, 4, (at) => this.#buffer.writeUInt32BE(Number(value), at));
    else this.#sized(0xcf, 8, (at) => this.#buffer.writeBigUInt64BE(value, at));
  }

  /** Length header of 8, 16 or 32 bits; null where the format has no 8-bit form. */
  #header(length: number, [short, medium, long]: readonly [number | null, number, number]): void {
    if (short !== null && length < 0x100) {
      this.#sized(short, 1, (at) => this.#buffer.writeUInt8(length, at));
    } else if (length < 0x10000) {
      this.#sized(medium, 2, (at) => this.#buffer.writeUInt16BE(length, at));
    } else {
      this.#sized(long, 4, (at) => this.#buffer.writeUInt32BE(length, at));
    }
  }

  #sized(first: number, size: number, write: (at: number) => void): void {
    this.#byte(first);
    this.#reserve(size);
    write(this.#length);
    this.#length += size;
  }

  #byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length++] = value;
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + count));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }
}
