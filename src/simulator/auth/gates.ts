import type { IncomingHttpHeaders } from 'node:http';
import type { Scope } from '../../contract/index.ts';
import { forbidden, unauthorized } from '../http/errors.ts';
import type { Access, Caller } from '../http/route.ts';
import type { TokenRecord } from '../store/model.ts';
import type { World } from '../world.ts';

/** How far the stored `lastUsedAt` may lag; reads would otherwise all be writes. */
const LAST_USED_STEP_MS = 60_000;

/** The caller of a bearer token. Raises 401 for a missing, unknown, expired or revoked one [D auth/me]. */
export function authenticate(world: World, headers: IncomingHttpHeaders): Caller {
  const header = headers.authorization;
  if (header === undefined) throw unauthorized('Missing API token. Send Authorization: Bearer ot_pat_...');
  const secret = /^Bearer\s+(\S+)$/i.exec(header)?.[1];
  if (secret === undefined || !secret.startsWith('ot_pat_')) throw unauthorized('Invalid API token.');
  const token = world.store.tokenBySecret(secret);
  if (token === undefined) throw unauthorized('Invalid API token.');
  const now = world.clock.now();
  if (tokenStatus(world, token) !== 'active') {
    throw unauthorized(
      token.revokedAt !== null ? 'This API token was revoked.' : 'This API token has expired.',
    );
  }
  const account = world.store.tables.accounts.get(token.accountId);
  if (account === undefined) throw unauthorized('Invalid API token.');
  if (token.lastUsedAt === null || now - token.lastUsedAt >= LAST_USED_STEP_MS) {
    token.lastUsedAt = now;
    world.store.put('tokens', token);
  }
  return { account, token };
}

/** `active`, `expired` or `revoked`, as the token list shows it [D tokens/list; `expired` spelled so I]. */
export function tokenStatus(world: World, token: TokenRecord): 'active' | 'expired' | 'revoked' {
  if (token.revokedAt !== null) return 'revoked';
  const now = world.clock.now();
  if (token.expiresAt !== null && token.expiresAt <= now) return 'expired';
  if (token.preClaim && world.dialect.unclaimedExpiry === 'tokens-die') {
    const registration = [...world.store.tables.registrations.values()].find(
      (candidate) => candidate.accountId === token.accountId,
    );
    if (registration !== undefined && registration.expiresAt <= now) return 'expired';
  }
  return 'active';
}

/** Runs the three gates of a route: scope, claim status, feature; the dialect says which refusal wins. */
export function checkGates(world: World, access: Access, caller: Caller): void {
  const scope = () => checkScope(world, access, caller);
  const claim = () => checkClaim(world, access, caller);
  const feature = () => checkFeature(access, caller);
  const order =
    world.dialect.gateOrder === 'scope-claim-feature' ? [scope, claim, feature] : [feature, scope, claim];
  for (const gate of order) gate();
}

/** Whether granted scopes cover a wanted one: `:write` implies `:read` [D scopes]. */
export function covers(granted: readonly Scope[], wanted: Scope): boolean {
  if (granted.includes(wanted)) return true;
  return wanted.endsWith(':read') && granted.includes(wanted.replace(/:read$/, ':write') as Scope);
}

function checkScope(world: World, access: Access, caller: Caller): void {
  const wanted = typeof access.scopes === 'function' ? access.scopes(world) : access.scopes;
  if (wanted === undefined || wanted.some((scope) => covers(caller.token.scopes, scope))) return;
  throw forbidden('This API token does not have the required scope.', {
    requiredScopes: wanted,
    grantedScopes: caller.token.scopes,
  });
}

function checkClaim(world: World, access: Access, caller: Caller): void {
  if (access.claimedFor === undefined || caller.account.claimed) return;
  throw forbidden(`A human must claim this agent account before it can ${access.claimedFor}.`, {
    reason: 'account_claim_required',
    action: access.claimedFor,
    claimUrl: `${world.origin}/claim`,
  });
}

function checkFeature(access: Access, caller: Caller): void {
  if (access.feature === undefined || !caller.account.featuresOff.includes(access.feature)) return;
  throw forbidden('This feature is not enabled for your account.', {
    featureKey: access.feature,
    mode: 'ALLOWLIST',
  });
}
