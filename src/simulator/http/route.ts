import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from '../../contract/index.ts';
import type { Feature } from '../auth/constants.ts';
import type { AccountRecord, TokenRecord } from '../store/model.ts';
import type { World } from '../world.ts';

/** Who is asking; present on every route that wants a token. */
export interface Caller {
  readonly account: AccountRecord;
  readonly token: TokenRecord;
}

/** A request as handlers see it: routed, parsed and let through the gates. */
export interface SimRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, a form as an object of strings, or undefined when there was no body. Handlers never change it. */
  readonly body: unknown;
  readonly bodyText: string;
  readonly remoteAddress: string;
  readonly caller: Caller | null;
}

export interface Reply {
  readonly status: number;
  /** Undefined: no body. A string is sent as it is, with the given content-type. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Handler = (world: World, request: SimRequest) => Reply;

/** What a caller needs before the handler runs; the documented gates are scope, claim, feature [D scopes]. */
export interface Access {
  readonly kind: 'public' | 'agent' | 'token';
  /** One of these is enough (`:write` covers `:read`). */
  readonly scopes?: readonly Scope[] | ((world: World) => readonly Scope[]);
  readonly feature?: Feature;
  /** The action named in the claim refusal, when a claimed account is needed. */
  readonly claimedFor?: string;
}

export interface Route {
  readonly method: string;
  /** Segments, `:name` for a parameter. */
  readonly pattern: string;
  readonly access: Access;
  readonly handler: Handler;
  /** `form`: form-encoded body; `json`: object expected; absent: a body is ignored. */
  readonly body?: 'json' | 'form';
}

/** The caller of a route with token access; a route table that lets anybody else through is a bug. */
export function callerOf(request: SimRequest): Caller {
  if (request.caller === null) throw new Error(`${request.path} was reached without a caller`);
  return request.caller;
}
