import { MAX_ACTIVE_TOKENS, SCOPES, type Scope } from '../../contract/index.ts';
import { badRequest, conflict, forbidden, notFound } from '../http/errors.ts';
import { callerOf, type Handler, type Route } from '../http/route.ts';
import { maskToken } from '../masking.ts';
import type { TokenRecord } from '../store/model.ts';
import { isoTime, isoTimeOrNull, type World } from '../world.ts';
import { createToken, revoke } from './accounts.ts';
import { DEFAULT_TOKEN_NAME, MAX_TOKEN_NAME_CHARS } from './constants.ts';
import { covers, tokenStatus } from './gates.ts';

/** `POST /tokens` [D]: same or narrower scopes, secret shown once, at most 25 active tokens an account. */
const create: Handler = (world, request) => {
  const { account, token: parent } = callerOf(request);
  const body = request.body as Record<string, unknown>;
  const name = readName(body.name);
  const scopes = readScopes(body.scopes, parent.scopes);
  const expiresAt = readExpiry(world, body.expiresAt);
  const escalated = scopes.filter((scope) => !covers(parent.scopes, scope));
  if (escalated.length > 0) {
    throw forbidden('A token cannot have scopes that its creator lacks.', {
      requiredScopes: escalated,
      grantedScopes: parent.scopes,
    });
  }
  const active = world.store
    .tokensOf(account.id)
    .filter((token) => tokenStatus(world, token) === 'active').length;
  if (active >= MAX_ACTIVE_TOKENS) {
    const message = `An account may have at most ${MAX_ACTIVE_TOKENS} active tokens.`;
    const details = { limit: MAX_ACTIVE_TOKENS };
    throw world.dialect.tokenCap === 'conflict' ? conflict(message, details) : badRequest(message, details);
  }
  const token = createToken(world, account, { scopes, name, ...(expiresAt === null ? {} : { expiresAt }) });
  return {
    status: 201,
    body: { token: token.token, tokenType: 'bearer', metadata: tokenBody(world, token) },
  };
};

/** `GET /tokens` [D]: every token the account ever had, without secrets. */
const list: Handler = (world, request) => {
  const { account } = callerOf(request);
  return {
    status: 200,
    body: { tokens: world.store.tokensOf(account.id).map((token) => tokenBody(world, token)) },
  };
};

/** `DELETE /tokens/{tokenId}` [D]: at once and for good; also the token in use. */
const remove: Handler = (world, request) => {
  const { account } = callerOf(request);
  const tokenId = request.params.tokenId ?? '';
  const token = world.store.tables.tokens.get(tokenId);
  if (token === undefined || token.accountId !== account.id) throw notFound('Token not found.', { tokenId });
  if (token.revokedAt !== null && world.dialect.tokenDeleteRepeat === 'not-found') {
    throw notFound('Token not found.', { tokenId });
  }
  revoke(world, token);
  return { status: 200, body: { token: tokenBody(world, token) } };
};

/** The token record of the three pages [D tokens/create, tokens/list, tokens/revoke]. */
export function tokenBody(world: World, token: TokenRecord) {
  return {
    id: token.id,
    name: token.name,
    preview: maskToken(token.token),
    scopes: token.scopes,
    status: tokenStatus(world, token),
    organizationId: null,
    createdAt: isoTime(token.createdAt),
    lastUsedAt: isoTimeOrNull(token.lastUsedAt),
    expiresAt: isoTimeOrNull(token.expiresAt),
    revokedAt: isoTimeOrNull(token.revokedAt),
  };
}

function readName(name: unknown): string {
  if (name === undefined) return DEFAULT_TOKEN_NAME;
  if (typeof name === 'string' && name !== '' && name.length <= MAX_TOKEN_NAME_CHARS) return name;
  throw badRequest(`name must be 1-${MAX_TOKEN_NAME_CHARS} characters.`, { field: 'name' });
}

function readScopes(scopes: unknown, fallback: readonly Scope[]): readonly Scope[] {
  if (scopes === undefined) return fallback;
  if (!Array.isArray(scopes) || !scopes.every((scope) => typeof scope === 'string')) {
    throw badRequest('scopes must be an array of strings.', { field: 'scopes' });
  }
  const unknownScopes = scopes.filter((scope) => !SCOPES.includes(scope as Scope));
  if (unknownScopes.length > 0)
    throw badRequest('Unknown scopes.', { unknownScopes, supportedScopes: SCOPES });
  return scopes as Scope[];
}

function readExpiry(world: World, expiresAt: unknown): number | null {
  if (expiresAt === undefined || expiresAt === null) return null;
  const time = typeof expiresAt === 'string' ? Date.parse(expiresAt) : Number.NaN;
  if (Number.isNaN(time)) throw badRequest('expiresAt must be an ISO 8601 time.', { field: 'expiresAt' });
  if (time <= world.clock.now()) throw badRequest('expiresAt must be in the future.', { field: 'expiresAt' });
  return time;
}

const ANY_TOKEN = { kind: 'token' } as const;

export const tokenRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/api/public/v1/tokens', access: ANY_TOKEN, body: 'json', handler: create },
  { method: 'GET', pattern: '/api/public/v1/tokens', access: ANY_TOKEN, handler: list },
  { method: 'DELETE', pattern: '/api/public/v1/tokens/:tokenId', access: ANY_TOKEN, handler: remove },
];
