import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { authenticate, checkGates } from '../auth/gates.ts';
import type { FaultKind } from '../faults/fault.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { PageFaults } from '../faults/page-faults.ts';
import type { Site } from '../pages/site.ts';
import { metaOf, type World } from '../world.ts';
import { type Answer, jsonAnswer, send, sendFaulty, strikesBefore } from './answer.ts';
import { parseAgentJson, parseForm, parseJsonObject, readBody } from './body.ts';
import { ApiError, forbidden, notFound, OAuthError } from './errors.ts';
import { isLoopbackHost } from './loopback.ts';
import { RateLimiter, rateHeaders } from './rate-limit.ts';
import type { LogEntry, RequestLog } from './request-log.ts';
import type { Caller, Reply, Route, SimRequest } from './route.ts';
import { Router } from './router.ts';

const CONTROL_PREFIX = '/__simulator';

/** What the listener needs beside the world. */
export interface ListenerParts {
  readonly world: World;
  readonly routes: readonly Route[];
  /** Routes under `/__simulator`: neither logged nor hit by faults. */
  readonly controlRoutes: readonly Route[];
  /** Pages for people: neither logged nor hit by faults. */
  readonly site: Site;
  readonly faults: FaultList;
  readonly log: RequestLog;
  /** Makes the request's changes durable; runs before the answer leaves. */
  readonly commit: () => void;
}

/** The HTTP side: Host check, faults, routing, body, gates, handler, envelope. */
export class Listener {
  readonly server: Server;
  readonly limiter = new RateLimiter();
  readonly pages = new PageFaults();
  readonly #parts: ListenerParts;
  readonly #router: Router;
  readonly #control: Router;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
    this.#router = new Router(parts.routes);
    this.#control = new Router(parts.controlRoutes);
    this.server = createServer({ keepAliveTimeout: 60_000 }, (incoming, response) => {
      // A client that hangs up is no event worth a crash; the store is consistent either way.
      response.on('error', () => {});
      // What gets here is no answer that could be sent; the client sees a lost connection instead of a hang.
      this.#serve(incoming, response).catch(() => response.destroy());
    });
  }

  async #serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { world, log, faults, site } = this.#parts;
    const target = incoming.url ?? '/';
    const mark = target.indexOf('?');
    const path = mark < 0 ? target : target.slice(0, mark);
    const query = mark < 0 ? '' : target.slice(mark + 1);
    const method = incoming.method ?? 'GET';
    if (path === CONTROL_PREFIX || path.startsWith(`${CONTROL_PREFIX}/`)) {
      const answer = await this.#controlled(incoming, method, path, query);
      send(response, answer, this.#date());
      return;
    }
    if (site.owns(path)) {
      const reply = await site.serve(incoming, { method, path, query });
      send(response, toAnswer(reply, {}), this.#date());
      return;
    }
    const entry = log.begin(method, path, query, world.clock.now());
    const started = performance.now();
    entry.requestId = world.ids.requestId();
    const fault = faults.take(method, path);
    entry.fault = fault?.type ?? null;
    try {
      entry.status = await this.#respond(incoming, response, { method, path, query, entry, fault });
    } finally {
      entry.durationMs = performance.now() - started;
    }
  }

  async #respond(
    incoming: IncomingMessage,
    response: ServerResponse,
    call: { method: string; path: string; query: string; entry: LogEntry; fault: FaultKind | null },
  ): Promise<number | null> {
    const { entry, fault } = call;
    if (fault !== null && strikesBefore(fault)) {
      // The upload is drained first: a reset must be seen as a lost answer, not as a broken pipe.
      const text = await readBody(this.#parts.world, incoming).catch(() => '');
      this.#parts.log.recordBody(entry, text);
      return sendFaulty(response, fault, jsonAnswer(200, {}), this.#date(), entry.requestId);
    }
    const answer = await this.#process(incoming, call);
    if (fault === null) {
      send(response, answer, this.#date());
      return answer.status;
    }
    return sendFaulty(response, fault, answer, this.#date(), entry.requestId);
  }

  async #process(
    incoming: IncomingMessage,
    call: { method: string; path: string; query: string; entry: LogEntry; fault: FaultKind | null },
  ): Promise<Answer> {
    const { world, log, faults, commit } = this.#parts;
    const { method, path, entry } = call;
    const agent = path.startsWith('/api/agent/');
    try {
      const text = await readBody(world, incoming);
      log.recordBody(entry, text);
      if (!isLoopbackHost(incoming.headers.host)) {
        throw forbidden('This simulator answers loopback host names only.', {
          host: incoming.headers.host ?? null,
        });
      }
      if (method === 'OPTIONS') return { status: 204, text: null, headers: corsHeaders() };
      const match = this.#router.match(method, path);
      if (match.kind === 'wrong-method') {
        const allow = { Allow: match.allowed.join(', ') };
        throw new ApiError(405, 'BAD_REQUEST', `Method ${method} is not allowed here.`, undefined, allow);
      }
      if (match.kind === 'none') throw notFound(`No route for ${method} ${path}.`);
      const { route } = match;
      let caller: Caller | null = null;
      let limits: Record<string, string> = {};
      if (route.access.kind === 'token') {
        caller = authenticate(world, incoming.headers);
        entry.accountId = caller.account.id;
        limits = rateHeaders(world, this.limiter.take(world, { accountId: caller.account.id }));
        checkGates(world, route.access, caller);
      } else if (route.access.kind === 'public') {
        const address = incoming.socket.remoteAddress ?? 'unknown';
        limits = rateHeaders(world, this.limiter.take(world, { address }));
      }
      const request = toRequest(incoming, call, match.params, text, route, caller);
      const reply = route.handler(world, request);
      commit();
      return toAnswer(this.#withPageFault(reply, call, faults), {
        ...limits,
        ...(route.access.kind === 'public' ? corsHeaders() : {}),
        ...this.#requestIdHeader(entry),
      });
    } catch (error) {
      // A refusal may have changed the store too: a blocked live edit is applied.
      commit();
      return this.#failure(error, agent, entry);
    }
  }

  #withPageFault(
    reply: Reply,
    call: { path: string; entry: LogEntry; fault: FaultKind | null },
    faults: FaultList,
  ) {
    if (!faults.remembersPages) return reply;
    const list = `${call.entry.accountId ?? ''} ${call.path}`;
    return { ...reply, body: this.pages.apply(call.fault, list, reply.body) };
  }

  #failure(error: unknown, agent: boolean, entry: LogEntry): Answer {
    const { world } = this.#parts;
    if (error instanceof OAuthError || agent) {
      return oauthFailure(error);
    }
    const api =
      error instanceof ApiError
        ? error
        : new ApiError(500, 'INTERNAL_ERROR', `Simulator bug: ${describe(error)}`);
    const headers: Record<string, string> = { ...api.headers, ...this.#requestIdHeader(entry) };
    if (api.status === 401 && world.dialect.wwwAuthenticate === 'present') {
      headers['WWW-Authenticate'] =
        `Bearer resource_metadata="${world.origin}/.well-known/oauth-protected-resource"`;
    }
    const body = {
      error: api.message,
      code: api.code,
      requestId: entry.requestId,
      ...(api.details === undefined ? {} : { details: api.details }),
    };
    return jsonAnswer(api.status, body, headers);
  }

  async #controlled(incoming: IncomingMessage, method: string, path: string, query: string): Promise<Answer> {
    const { world, commit } = this.#parts;
    try {
      const text = await readBody(world, incoming);
      const { host, origin } = incoming.headers;
      const foreign = origin !== undefined && !isLoopbackHost(origin.replace(/^https?:\/\//, ''));
      if (!isLoopbackHost(host) || foreign) {
        throw forbidden('The control interface answers loopback host names and pages only.');
      }
      const match = this.#control.match(method, path);
      if (match.kind !== 'found') throw notFound(`No control ${method} ${path}.`);
      // A page of another site can post text to loopback, but not JSON without asking first.
      if (text !== '' && !(incoming.headers['content-type'] ?? '').startsWith('application/json')) {
        throw new ApiError(415, 'BAD_REQUEST', 'Controls take Content-Type: application/json.');
      }
      const call = { method, path, query };
      const reply = match.route.handler(
        world,
        toRequest(incoming, call, match.params, text, match.route, null),
      );
      commit();
      return toAnswer(reply, {});
    } catch (error) {
      const status = error instanceof ApiError ? error.status : error instanceof RangeError ? 400 : 500;
      return jsonAnswer(status, { error: describe(error) });
    }
  }

  #requestIdHeader(entry: LogEntry): Record<string, string> {
    return this.#parts.world.dialect.requestIdHeader === 'present' ? { 'X-Request-Id': entry.requestId } : {};
  }

  /** Never before the newest timestamp handed out: a server's clock does not run behind its own data. */
  #date(): number {
    return Math.max(this.#parts.world.clock.now(), metaOf(this.#parts.world).lastTime);
  }
}

function toRequest(
  incoming: IncomingMessage,
  call: { method: string; path: string; query: string },
  params: Readonly<Record<string, string>>,
  text: string,
  route: Route,
  caller: Caller | null,
): SimRequest {
  const agent = route.access.kind === 'agent';
  let body: unknown;
  if (route.body === 'json') body = agent ? parseAgentJson(text) : parseJsonObject(text);
  else if (route.body === 'form') body = parseForm(text);
  return {
    method: call.method,
    path: call.path,
    query: new URLSearchParams(call.query),
    params,
    headers: incoming.headers,
    body,
    bodyText: text,
    remoteAddress: incoming.socket.remoteAddress ?? '',
    caller,
  };
}

function toAnswer(reply: Reply, headers: Readonly<Record<string, string>>): Answer {
  const all = { ...headers, ...reply.headers };
  if (reply.body === undefined) return { status: reply.status, text: null, headers: all };
  if (typeof reply.body === 'string') return { status: reply.status, text: reply.body, headers: all };
  return jsonAnswer(reply.status, reply.body, all);
}

function oauthFailure(error: unknown): Answer {
  if (error instanceof OAuthError) {
    const description = error.description === undefined ? {} : { error_description: error.description };
    return jsonAnswer(error.status, { error: error.error, ...description });
  }
  if (error instanceof ApiError) {
    const name = error.status === 429 ? 'rate_limit_exceeded' : 'invalid_request';
    return jsonAnswer(error.status, { error: name, error_description: error.message }, error.headers);
  }
  return jsonAnswer(500, { error: 'server_error', error_description: describe(error) });
}

function corsHeaders(): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, OPTIONS',
  };
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
