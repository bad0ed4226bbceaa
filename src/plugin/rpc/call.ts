import type { Diagnostic } from '../../provider/diagnostics.ts';
import { DiagnosticError } from '../diagnostic-error.ts';
import type { Message } from '../protobuf/message.ts';
import type { ProviderHost } from './provider-host.ts';

/** One answer to one request. */
export interface UnaryCall {
  readonly kind: 'unary';
  readonly request: Message<unknown>;
  readonly response: Message<unknown>;
  handle(host: ProviderHost, request: unknown): Promise<unknown>;
}

/** Many answers to one request. The iterator is closed when the caller hangs up. */
export interface StreamCall {
  readonly kind: 'stream';
  readonly request: Message<unknown>;
  readonly response: Message<unknown>;
  handle(host: ProviderHost, request: unknown): AsyncIterable<unknown>;
}

export type Call = UnaryCall | StreamCall;

/** Row of the RPC table: types are checked here and forgotten after. */
export function unary<Q, A>(
  request: Message<Q>,
  response: Message<A>,
  handle: (host: ProviderHost, request: Q) => Promise<Partial<A>> | Partial<A>,
): UnaryCall {
  return {
    kind: 'unary',
    request: request as unknown as Message<unknown>,
    response: response as unknown as Message<unknown>,
    handle: async (host, decoded) => handle(host, decoded as Q),
  };
}

export function stream<Q, A>(
  request: Message<Q>,
  response: Message<A>,
  handle: (host: ProviderHost, request: Q) => AsyncIterable<Partial<A>>,
): StreamCall {
  return {
    kind: 'stream',
    request: request as unknown as Message<unknown>,
    response: response as unknown as Message<unknown>,
    handle: (host, decoded) => handle(host, decoded as Q),
  };
}

/**
 * What a thrown error becomes. Terraform shows a diagnostic with its full text but a gRPC error only as one odd line,
 * so nothing is thrown through. `after` says what may exist remotely.
 */
export function diagnosticOf(error: unknown, after: string): Diagnostic {
  if (error instanceof DiagnosticError) return error.diagnostic;
  if (error instanceof Error && error.name === 'AbortError') {
    return {
      severity: 'error',
      code: 'stopped',
      summary: 'Stopped Before It Was Done',
      detail: `Terraform was asked to stop, so no further request was sent. ${after} Run \`{command} apply\` again.`,
      origin: 'environment',
    };
  }
  const text = error instanceof Error ? error.message : String(error);
  return {
    severity: 'error',
    code: 'plugin-bug',
    summary: 'Provider Failed Unexpectedly',
    detail:
      `${text}\n\n${after} This is a bug in the provider: please report it with the output of ` +
      '`TF_LOG_PROVIDER=debug {command} plan`.',
    origin: 'bug',
  };
}
