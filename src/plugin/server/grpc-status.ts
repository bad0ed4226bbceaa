/** Codes of the gRPC specification that this server answers with (grpc.io, status codes). */
export const GRPC_OK = 0;
export const GRPC_NOT_FOUND = 5;
export const GRPC_RESOURCE_EXHAUSTED = 8;
export const GRPC_UNIMPLEMENTED = 12;
export const GRPC_INTERNAL = 13;

/** Ends a call with a status instead of an answer. */
export class GrpcFailure extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** `grpc-message` holds printable ASCII; the rest is percent-encoded as UTF-8 (gRPC over HTTP/2, "Responses"). */
export function encodeGrpcMessage(text: string): string {
  const safe = (byte: number) => byte >= 0x20 && byte <= 0x7e && byte !== 0x25;
  const encoded = (byte: number) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => (safe(byte) ? String.fromCharCode(byte) : encoded(byte)))
    .join('');
}
