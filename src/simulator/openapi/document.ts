import type { Route } from '../http/route.ts';
import type { World } from '../world.ts';
import { errorSchemas, jobAnswers, proposalAnswers } from './answer-schemas.ts';
import { identityAnswers } from './identity-schemas.ts';
import { OPERATIONS, type OperationRow } from './operations.ts';
import { createSchema, otherRequests, querySchema, updateSchema } from './request-schemas.ts';
import { ref, type Schema, TEXT } from './schema.ts';

/** A JSON object under construction. */
export type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of these routes in the dialect in force. Routes outside `/api` are no part of it. */
export function openapiDocument(world: World, routes: readonly Route[]): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    if (!route.pattern.startsWith('/api/')) continue;
    const row = rowOf(route);
    if (row.described?.(world.dialect) === false) continue;
    const path = route.pattern.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(world, route, row) };
  }
  const { dialect } = world;
  return {
    openapi: '3.1.0',
    info: {
      title: 'OpenTrain API (simulator)',
      version: 'simulator',
      description: 'Written from the routes of a simulator. The real document may differ in every respect.',
    },
    servers: [{ url: world.origin }],
    paths,
    components: {
      securitySchemes: { bearerAuth: { type: 'http', scheme: 'bearer' } },
      schemas: {
        CreateDraft: createSchema(dialect),
        JobUpdate: updateSchema(dialect),
        ...otherRequests(),
        ...jobAnswers(dialect),
        ...proposalAnswers(dialect),
        ...identityAnswers(dialect),
        ...errorSchemas(dialect),
      },
    },
  };
}

/** The row of a route. A route without one is a bug: the document would keep it secret. */
export function rowOf(route: Route): OperationRow {
  const row = OPERATIONS[`${route.method} ${route.pattern}`];
  if (row === undefined) throw new Error(`${route.method} ${route.pattern} has no row in the document`);
  return row;
}

function operation(world: World, route: Route, row: OperationRow): Json {
  const { access } = route;
  const scopes = typeof access.scopes === 'function' ? access.scopes(world) : (access.scopes ?? []);
  // Any one of the scopes is enough, and alternatives are separate requirements.
  const alternatives = scopes.length === 0 ? [[]] : scopes.map((scope) => [scope]);
  return {
    summary: row.summary,
    security: access.kind === 'token' ? alternatives.map((bearerAuth) => ({ bearerAuth })) : [],
    ...parameters(world, route, row),
    ...requestBody(route, row),
    responses: responses(world, route, row),
  };
}

function parameters(world: World, route: Route, row: OperationRow): Json {
  const inPath = [...route.pattern.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: TEXT,
  }));
  const inQuery = (row.query ?? []).map((name) => ({
    name,
    in: 'query',
    required: name === 'since',
    schema: querySchema(world.dialect, name, row.page),
  }));
  const all = [...inPath, ...inQuery];
  return all.length === 0 ? {} : { parameters: all };
}

function requestBody(route: Route, row: OperationRow): Json {
  if (row.request === undefined) return {};
  const type = route.body === 'form' ? 'application/x-www-form-urlencoded' : 'application/json';
  return { requestBody: { required: true, content: { [type]: { schema: ref(row.request) } } } };
}

function responses(world: World, route: Route, row: OperationRow): Json {
  const { dialect } = world;
  const own = typeof row.errors === 'function' ? row.errors(dialect) : (row.errors ?? []);
  const { access } = route;
  const gates = access.kind === 'token' ? [401, 429] : access.kind === 'public' ? [429] : [];
  const shut = access.scopes !== undefined || access.feature !== undefined ? [403] : [];
  const large = route.body === undefined ? [] : [dialect.bodyTooLarge];
  const errors = [...new Set([...own, ...gates, ...shut, ...large])].sort((a, b) => a - b);
  const described: Record<string, Json> = {};
  for (const status of row.success?.(dialect) ?? [200]) {
    described[status] = answer(SUCCESS[status] ?? 'Success', ref(row.answer), successHeaders(world, route));
  }
  for (const status of errors) {
    const invalid = row.invalid ?? (route.body === undefined ? 'Error' : 'InvalidRequest');
    const form = access.kind === 'agent' ? 'OAuthError' : status === 400 ? invalid : 'Error';
    described[status] = answer(REFUSAL[status] ?? 'Refused', ref(form), errorHeaders(world, route, status));
  }
  return described;
}

function answer(description: string, schema: Schema, names: readonly string[]): Json {
  const headers = Object.fromEntries(names.map((name) => [name, { schema: TEXT }]));
  return {
    description,
    ...(names.length === 0 ? {} : { headers }),
    content: { 'application/json': { schema } },
  };
}

function successHeaders(world: World, route: Route): readonly string[] {
  return route.access.kind === 'agent' ? [] : [...rateHeaderNames(world), ...requestIdNames(world)];
}

function errorHeaders(world: World, route: Route, status: number): readonly string[] {
  if (route.access.kind === 'agent') return [];
  const { dialect } = world;
  const limited = status === 429 ? rateHeaderNames(world) : [];
  const wait = status === 429 && dialect.retryAfter !== 'none' ? ['Retry-After'] : [];
  const challenge = status === 401 && dialect.wwwAuthenticate === 'present' ? ['WWW-Authenticate'] : [];
  return [...wait, ...challenge, ...limited, ...requestIdNames(world)];
}

function rateHeaderNames(world: World): readonly string[] {
  if (world.dialect.rateLimitHeaders === 'none') return [];
  const prefix = world.dialect.rateLimitHeaders === 'ratelimit' ? 'RateLimit' : 'X-RateLimit';
  return ['Limit', 'Remaining', 'Reset'].map((name) => `${prefix}-${name}`);
}

function requestIdNames(world: World): readonly string[] {
  return world.dialect.requestIdHeader === 'present' ? ['X-Request-Id'] : [];
}

const SUCCESS: Readonly<Record<number, string>> = { 200: 'Done', 201: 'Created' };
const REFUSAL: Readonly<Record<number, string>> = {
  400: 'Invalid request',
  401: 'Missing, invalid, expired or revoked token',
  403: 'Scope, feature, claim state or moderation forbids it',
  404: 'Not there, or not yours',
  409: 'The state does not allow it',
  413: 'The body is too large',
  429: 'Rate or publish limit',
};
