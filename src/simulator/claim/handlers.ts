import {
  CLAIM_ATTEMPT_SECONDS,
  CLAIM_POLL_INTERVAL_SECONDS,
  POST_CLAIM_SCOPES,
  SCOPES,
} from '../../contract/index.ts';
import { revoke } from '../auth/accounts.ts';
import { OAuthError } from '../http/errors.ts';
import type { Handler, Route } from '../http/route.ts';
import { isoTime } from '../world.ts';
import { beginClaim, pollClaim, register } from './machine.ts';

/** The one grant there is [D agent-auth/token]. */
export const CLAIM_GRANT_TYPE = 'urn:opentrain:agent-auth:grant-type:claim';

const AGENT = { kind: 'agent' } as const;

/** `POST /api/agent/identity` [D]: every successful call makes a new account. */
const identity: Handler = (world, request) => {
  requireEnabled(world.settings.anonymousRegistration);
  const body = request.body as Record<string, unknown>;
  const type = body.identity_type ?? 'anonymous';
  if (type !== 'anonymous') {
    throw new OAuthError(400, 'unsupported_identity_type', 'Only identity_type "anonymous" is supported.');
  }
  const { registration, token } = register(world, {
    agentName: optionalName(body, 'agent_name'),
    organizationName: optionalName(body, 'organization_name'),
  });
  return {
    status: world.dialect.registerStatus,
    body: {
      identity_type: 'anonymous',
      registration_id: registration.id,
      access_token: token.token,
      token_type: 'bearer',
      scopes: token.scopes,
      claim_token: registration.claimToken,
      claim_token_expires_at: isoTime(registration.expiresAt),
      claim_endpoint: `${world.origin}/api/agent/identity/claim`,
      token_endpoint: `${world.origin}/api/agent/oauth/token`,
      grant_type: CLAIM_GRANT_TYPE,
    },
  };
};

/** `POST /api/agent/identity/claim` [D]: starts or restarts the ceremony. The simulator sends no mail. */
const claim: Handler = (world, request) => {
  requireEnabled(world.settings.anonymousRegistration);
  const body = request.body as Record<string, unknown>;
  const { claim_token: claimToken, email } = body;
  if (typeof claimToken !== 'string' || claimToken === '') {
    throw new OAuthError(400, 'invalid_request', 'claim_token is required.');
  }
  if (typeof email !== 'string' || email === '')
    throw new OAuthError(400, 'invalid_request', 'email is required.');
  const attempt = beginClaim(world, claimToken, email);
  return {
    status: 200,
    body: {
      user_code: attempt.userCode,
      verification_uri: `${world.origin}/claim?token=${attempt.catToken}`,
      expires_in: CLAIM_ATTEMPT_SECONDS,
      interval: CLAIM_POLL_INTERVAL_SECONDS,
      email_sent: true,
    },
  };
};

/** `POST /api/agent/oauth/token` [D]: form-encoded poll; the token is delivered once. */
const token: Handler = (world, request) => {
  const form = request.body as Record<string, string>;
  if (form.grant_type !== CLAIM_GRANT_TYPE) throw new OAuthError(400, 'unsupported_grant_type');
  if (form.claim_token === undefined || form.claim_token === '') {
    throw new OAuthError(400, 'invalid_request', 'claim_token is required.');
  }
  const granted = pollClaim(world, form.claim_token);
  return {
    status: 200,
    headers: { 'Cache-Control': 'no-store' },
    body: { access_token: granted.token, token_type: 'bearer', scopes: POST_CLAIM_SCOPES },
  };
};

/** `POST /api/agent/oauth/revoke` (RFC 7009) [D]: 200 `{}` for unknown and already revoked tokens too. */
const revocation: Handler = (world, request) => {
  const { token: text } = request.body as Record<string, string>;
  if (text === undefined || text === '') throw new OAuthError(400, 'invalid_request', 'token is required.');
  const record = world.store.tokenBySecret(text);
  if (record !== undefined) revoke(world, record);
  return { status: 200, body: {} };
};

/** RFC 9728 metadata; the real body is not known, the names are the RFC's [I]. */
const protectedResource: Handler = (world) => ({
  status: 200,
  body: {
    resource: `${world.origin}/api/public/v1`,
    authorization_servers: [world.origin],
    scopes_supported: SCOPES,
    bearer_methods_supported: ['header'],
    resource_documentation: `${world.origin}/llms.txt`,
  },
});

/** RFC 8414 metadata with the documented `agent_auth` object; its key names are a guess [U]. */
const authorizationServer: Handler = (world) => ({
  status: 200,
  body: {
    issuer: world.origin,
    token_endpoint: `${world.origin}/api/agent/oauth/token`,
    revocation_endpoint: `${world.origin}/api/agent/oauth/revoke`,
    grant_types_supported: [CLAIM_GRANT_TYPE],
    scopes_supported: SCOPES,
    agent_auth: {
      identity_endpoint: `${world.origin}/api/agent/identity`,
      claim_endpoint: `${world.origin}/api/agent/identity/claim`,
      grant_type: CLAIM_GRANT_TYPE,
      interval: CLAIM_POLL_INTERVAL_SECONDS,
    },
  },
});

const llms: Handler = (world) => ({
  status: 200,
  headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  body: [
    '# OpenTrain simulator',
    '',
    'A local stand-in for the OpenTrain API. Nothing here is public, and no job is real.',
    '',
    `- API: ${world.origin}/api/public/v1 (Authorization: Bearer ot_pat_...)`,
    `- Register: POST ${world.origin}/api/agent/identity`,
    `- Controls: ${world.origin}/__simulator`,
    '',
  ].join('\n'),
});

function requireEnabled(enabled: boolean): void {
  if (!enabled) {
    throw new OAuthError(
      403,
      'anonymous_not_enabled',
      'Anonymous registration is not enabled on this environment.',
    );
  }
}

function optionalName(body: Readonly<Record<string, unknown>>, key: string): string | null {
  const value = body[key];
  if (value === undefined || value === null || value === '') return null;
  if (typeof value !== 'string') throw new OAuthError(400, 'invalid_request', `${key} must be a string.`);
  return value;
}

export const claimRoutes: readonly Route[] = [
  { method: 'POST', pattern: '/api/agent/identity', access: AGENT, body: 'json', handler: identity },
  { method: 'POST', pattern: '/api/agent/identity/claim', access: AGENT, body: 'json', handler: claim },
  { method: 'POST', pattern: '/api/agent/oauth/token', access: AGENT, body: 'form', handler: token },
  { method: 'POST', pattern: '/api/agent/oauth/revoke', access: AGENT, body: 'form', handler: revocation },
  {
    method: 'GET',
    pattern: '/.well-known/oauth-protected-resource',
    access: AGENT,
    handler: protectedResource,
  },
  {
    method: 'GET',
    pattern: '/.well-known/oauth-authorization-server',
    access: AGENT,
    handler: authorizationServer,
  },
  { method: 'GET', pattern: '/llms.txt', access: AGENT, handler: llms },
];
