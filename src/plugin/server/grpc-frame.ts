import { GRPC_INTERNAL, GRPC_RESOURCE_EXHAUSTED, GRPC_UNIMPLEMENTED, GrpcFailure } from './grpc-status.ts';

const PREFIX_BYTES = 5;

/** One message with its prefix: a zero for "not compressed", then the length in 4 bytes (gRPC over HTTP/2). */
export function frameMessage(message: Uint8Array): Buffer {
  const frame = Buffer.allocUnsafe(PREFIX_BYTES + message.length);
  frame[0] = 0;
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, PREFIX_BYTES);
  return frame;
}

/**
 * Collects the one message of a request from the pieces that HTTP/2 delivers. Raises `GrpcFailure` as soon as a
 * piece shows that the message cannot be taken.
 */
export class MessageCollector {
  readonly #limit: number;
  readonly #parts: Buffer[] = [];
  #length = 0;

  /** `limit`: bytes of the largest message taken. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  push(part: Buffer): void {
    this.#parts.push(part);
    this.#length += part.length;
    const announced = this.#announced();
    if (announced !== null && announced > this.#limit) {
      throw new GrpcFailure(
        GRPC_RESOURCE_EXHAUSTED,
        `A message of ${announced} bytes; at most ${this.#limit} are taken.`,
      );
    }
    if (announced !== null && this.#length > PREFIX_BYTES + announced) {
      throw new GrpcFailure(GRPC_INTERNAL, 'More than one message in a call that takes one.');
    }
  }

  /** The message, once the caller has sent all. */
  finish(): Buffer {
    const announced = this.#announced();
    if (announced === null || this.#length < PREFIX_BYTES + announced) {
      throw new GrpcFailure(GRPC_INTERNAL, 'The message ends early.');
    }
    return this.#whole().subarray(PREFIX_BYTES);
  }

  /** Length that the prefix names; null while the prefix is not there. */
  #announced(): number | null {
    if (this.#length < PREFIX_BYTES) return null;
    const [first] = this.#parts;
    const start = first !== undefined && first.length >= PREFIX_BYTES ? first : this.#whole();
    if (start[0] !== 0) throw new GrpcFailure(GRPC_UNIMPLEMENTED, 'Compressed messages are not taken.');
    return start.readUInt32BE(1);
  }

  #whole(): Buffer {
    const [first] = this.#parts;
    if (this.#parts.length === 1 && first !== undefined) return first;
    const whole = Buffer.concat(this.#parts, this.#length);
    this.#parts.splice(0, this.#parts.length, whole);
    return whole;
  }
}
