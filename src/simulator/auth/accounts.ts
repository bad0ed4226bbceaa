import { SCOPES, type Scope } from '../../contract/index.ts';
import type { AccountRecord, TokenRecord } from '../store/model.ts';
import { tick, type World } from '../world.ts';
import { DEFAULT_TOKEN_SCOPES, type Feature } from './constants.ts';

/** What a test or the command line wants of an account; everything has a default. */
export interface AccountOptions {
  /** Default true: an account made in the app. */
  readonly claimed?: boolean;
  readonly scopes?: readonly Scope[];
  /** Exact token text instead of a generated one. */
  readonly token?: string;
  readonly organizationName?: string;
  readonly agentName?: string;
  readonly email?: string;
  readonly featuresOff?: readonly Feature[];
  readonly publishQuota?: number;
  /** Epoch milliseconds. */
  readonly expiresAt?: number;
}

/** A new account with one token. */
export function createAccount(
  world: World,
  options: AccountOptions = {},
): { account: AccountRecord; token: TokenRecord } {
  const claimed = options.claimed ?? true;
  const id = world.ids.id();
  const account: AccountRecord = {
    id,
    userId: world.ids.id(),
    organizationId: id,
    organizationName: options.organizationName ?? 'Acme AI',
    agentName: options.agentName ?? null,
    claimed,
    email: options.email ?? (claimed ? `owner-${id.slice(-6)}@example.com` : null),
    firstName: claimed ? 'Ada' : null,
    lastName: claimed ? 'Example' : null,
    featuresOff: [...(options.featuresOff ?? [])],
    publishQuota: options.publishQuota ?? null,
    createdAt: tick(world),
  };
  world.store.put('accounts', account);
  const token = createToken(world, account, {
    scopes: options.scopes ?? DEFAULT_TOKEN_SCOPES,
    name: options.agentName ?? 'API token',
    ...(options.token === undefined ? {} : { token: options.token }),
    ...(options.expiresAt === undefined ? {} : { expiresAt: options.expiresAt }),
  });
  return { account, token };
}

/** One more token for an account. Raises `RangeError` for an unknown scope or a token that has not the documented form. */
export function createToken(
  world: World,
  account: AccountRecord,
  options: { scopes: readonly Scope[]; name: string; token?: string; expiresAt?: number },
): TokenRecord {
  const unknown = options.scopes.filter((scope) => !SCOPES.includes(scope));
  if (unknown.length > 0) throw new RangeError(`Unknown scopes: ${unknown.join(', ')}`);
  if (options.token !== undefined && !/^ot_pat_[A-Za-z0-9_-]{8,}$/.test(options.token)) {
    throw new RangeError('A token is ot_pat_ and at least 8 letters, digits, _ or -');
  }
  const token: TokenRecord = {
    id: world.ids.id(),
    accountId: account.id,
    token: options.token ?? world.ids.token('ot_pat_'),
    name: options.name,
    scopes: options.scopes,
    createdAt: tick(world),
    lastUsedAt: null,
    expiresAt: options.expiresAt ?? null,
    revokedAt: null,
    preClaim: !account.claimed,
  };
  world.store.put('tokens', token);
  return token;
}

/** Revokes a token at once and for good; a second time changes nothing. */
export function revoke(world: World, token: TokenRecord): void {
  if (token.revokedAt !== null) return;
  token.revokedAt = tick(world);
  world.store.put('tokens', token);
}
