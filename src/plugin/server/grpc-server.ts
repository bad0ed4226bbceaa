import type { Http2Server, IncomingHttpHeaders, ServerHttp2Session, ServerHttp2Stream } from 'node:http2';
import { constants, createServer } from 'node:http2';
import type { Socket } from 'node:net';
import { frameMessage, MessageCollector } from './grpc-frame.ts';
import { encodeGrpcMessage, GRPC_INTERNAL, GRPC_OK, GRPC_UNIMPLEMENTED, GrpcFailure } from './grpc-status.ts';

/** Terraform itself allows 2 GiB; whole states and schemas of any sensible size are far below this. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;
/** What may arrive before we say that we took it in: enough for every request that Terraform has under way. */
const WINDOW_BYTES = 16 * 1024 * 1024;

const CONTENT_TYPE = 'application/grpc+proto';

/** One method by its bytes. What a handler throws ends the call with INTERNAL, or with the status of a `GrpcFailure`. */
export type GrpcMethod =
  | { readonly kind: 'unary'; handle(request: Buffer): Promise<Uint8Array> }
  /** `gone` is raised when the caller has hung up. */
  | { readonly kind: 'stream'; handle(request: Buffer, gone: AbortSignal): AsyncIterable<Uint8Array> };

export type GrpcMethods = ReadonlyMap<string, GrpcMethod>;

function failureOf(error: unknown): GrpcFailure {
  return error instanceof GrpcFailure ? error : new GrpcFailure(GRPC_INTERNAL, String(error));
}

function statusHeaders({ code, message }: GrpcFailure): Record<string, string> {
  return { 'grpc-status': String(code), 'grpc-message': encodeGrpcMessage(message) };
}

/** Headers and status in one, for a call that has no answer. */
function refuse(stream: ServerHttp2Stream, error: unknown): void {
  if (stream.destroyed || stream.headersSent) return;
  const headers = { ':status': 200, 'content-type': CONTENT_TYPE, ...statusHeaders(failureOf(error)) };
  stream.respond(headers, { endStream: true });
}

function respond(stream: ServerHttp2Stream, trailers: () => Record<string, string>): void {
  stream.respond({ ':status': 200, 'content-type': CONTENT_TYPE }, { waitForTrailers: true });
  stream.once('wantTrailers', () => stream.sendTrailers(trailers()));
}

const OK = { 'grpc-status': String(GRPC_OK) };

/** A caller that hung up does not stop the handler: what it began must end by itself. */
async function answerUnary(
  stream: ServerHttp2Stream,
  method: GrpcMethod & { kind: 'unary' },
  request: Buffer,
) {
  const frame = frameMessage(await method.handle(request));
  if (stream.destroyed) return;
  respond(stream, () => OK);
  stream.end(frame);
}

/** Resolves when more can be written, or never will. */
function writable(stream: ServerHttp2Stream, gone: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      gone.removeEventListener('abort', done);
      resolve();
    };
    stream.once('drain', done);
    gone.addEventListener('abort', done, { once: true });
    if (gone.aborted) done();
  });
}

async function answerStream(
  stream: ServerHttp2Stream,
  method: GrpcMethod & { kind: 'stream' },
  request: Buffer,
): Promise<void> {
  const gone = new AbortController();
  stream.once('close', () => gone.abort());
  let trailers: Record<string, string> = OK;
  respond(stream, () => trailers);
  try {
    for await (const message of method.handle(request, gone.signal)) {
      if (stream.destroyed) return;
      if (!stream.write(frameMessage(message))) await writable(stream, gone.signal);
    }
  } catch (error) {
    trailers = statusHeaders(failureOf(error));
  }
  if (!stream.destroyed) stream.end();
}

function serveCall(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, methods: GrpcMethods): void {
  // A stream that the caller resets raises an error; it has no other consequence than that nobody listens any more.
  stream.on('error', () => {});
  const path = headers[':path'] ?? '';
  const method = methods.get(path);
  if (!headers['content-type']?.startsWith('application/grpc')) {
    stream.respond({ ':status': constants.HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE }, { endStream: true });
    return;
  }
  if (method === undefined) {
    refuse(stream, new GrpcFailure(GRPC_UNIMPLEMENTED, `This provider has no method ${path}.`));
    stream.resume();
    return;
  }
  const collector = new MessageCollector(MAX_MESSAGE_BYTES);
  let refused = false;
  const attempt = (step: () => void) => {
    if (refused) return;
    try {
      step();
    } catch (error) {
      refused = true;
      refuse(stream, error);
    }
  };
  stream.on('data', (part: Buffer) => attempt(() => collector.push(part)));
  stream.on('end', () =>
    attempt(() => {
      const request = collector.finish();
      const answer =
        method.kind === 'unary'
          ? answerUnary(stream, method, request)
          : answerStream(stream, method, request);
      answer.catch((error: unknown) => refuse(stream, error));
    }),
  );
}

/**
 * gRPC over HTTP/2, as far as a Terraform plugin needs it: one request message a call, no compression, no metadata.
 * Source: "gRPC over HTTP2" of the gRPC project. It speaks on sockets that are handed to it; trust is settled before.
 */
export class GrpcServer {
  readonly #http: Http2Server;
  readonly #sessions = new Set<ServerHttp2Session>();

  constructor(methods: GrpcMethods, onError: (error: Error) => void) {
    this.#http = createServer({
      settings: { initialWindowSize: WINDOW_BYTES },
      // The limit on a message is ours; Node's own would end a session that is busy.
      maxSessionMemory: Number.MAX_SAFE_INTEGER,
    });
    this.#http.on('session', (session) => {
      this.#sessions.add(session);
      session.setLocalWindowSize(WINDOW_BYTES);
      session.once('close', () => this.#sessions.delete(session));
    });
    this.#http.on('sessionError', onError);
    this.#http.on('stream', (stream, headers) => serveCall(stream, headers, methods));
  }

  /** Speaks gRPC on a connected socket. */
  accept(socket: Socket): void {
    this.#http.emit('connection', socket);
  }

  /** Takes no new call and resolves when the answers under way have left, or after `patienceMs`. */
  async close(patienceMs: number): Promise<void> {
    const sessions = [...this.#sessions];
    const closed = sessions.map(
      (session) =>
        new Promise<void>((resolve) => {
          if (session.destroyed) resolve();
          else session.close(resolve);
        }),
    );
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMs);
    });
    await Promise.race([Promise.all(closed), late]);
    clearTimeout(timer);
    for (const session of sessions) session.destroy();
  }
}
