import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { sameOriginPath } from '../../src/api/identity/agent-call.ts';
import {
  createIdentityClient,
  createTokenClient,
  type IdentityClient,
  OpentrainError,
} from '../../src/api/index.ts';

interface Seen {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A server that answers everything with one answer, and a client for it. */
async function bench(status: number, body: unknown, prefix = '') {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    request.on('end', () => {
      seen.push({ url: request.url ?? '', headers: request.headers, body: text });
      const origin = `http://${request.headers.host}`;
      const content = typeof body === 'string' ? body : JSON.stringify(body);
      response
        .writeHead(status, { location: 'http://127.0.0.1:1/' })
        .end(content.replaceAll('ORIGIN', origin));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  const client = createIdentityClient({ baseUrl: url, wait: async () => {}, random: () => 0 });
  onTestFinished(async () => {
    await client.dispose();
    server.closeAllConnections();
    server.close();
  });
  return { client, seen, url };
}

const REGISTERED = {
  registration_id: 'reg_1',
  access_token: 'ot_pat_one_secretsecret',
  token_type: 'bearer',
  scopes: ['jobs:read'],
  claim_token: 'ot_clm_one_secretsecret',
  claim_token_expires_at: '2026-06-13T09:00:00.000Z',
  claim_endpoint: 'ORIGIN/api/agent/v2/claim',
  token_endpoint: 'ORIGIN/api/agent/v2/token',
};
const CLAIM = { claimToken: 'ot_clm_one_secretsecret', email: 'a@b.c' };

async function failure(promise: Promise<unknown>): Promise<OpentrainError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof OpentrainError) return error;
    throw error;
  }
  throw new Error('did not fail');
}

describe('registration', () => {
  it.each([200, 201, 202, 299])('takes HTTP %i for a success', async (status) => {
    const { client } = await bench(status, REGISTERED);
    expect(await client.register({})).toEqual({
      registrationId: 'reg_1',
      accessToken: 'ot_pat_one_secretsecret',
      scopes: ['jobs:read'],
      claimToken: 'ot_clm_one_secretsecret',
      claimTokenExpiresAt: Date.UTC(2026, 5, 13, 9),
      claimPath: '/api/agent/v2/claim',
      tokenPath: '/api/agent/v2/token',
    });
  });

  it('keeps the access token of an answer that has little else', async () => {
    const { client } = await bench(200, { access_token: 'ot_pat_x', claim_token: 7, scopes: null });
    expect(await client.register({})).toMatchObject({
      accessToken: 'ot_pat_x',
      claimToken: null,
      scopes: [],
    });
  });

  it('sends JSON and no bearer token, below a base path too', async () => {
    const { client, seen } = await bench(200, REGISTERED, '/proxy');
    await client.register({ agentName: 'Robo' });
    expect(seen[0]?.url).toBe('/proxy/api/agent/identity');
    expect(seen[0]?.headers).toMatchObject({ 'content-type': 'application/json' });
    expect(seen[0]?.headers.authorization).toBeUndefined();
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ identity_type: 'anonymous', agent_name: 'Robo' });
  });
});

describe('endpoints that the server names', () => {
  const base = { origin: 'https://a.example', basePath: '' };
  it.each<[endpoint: string | null, path: string | null]>([
    ['https://a.example/x?y=1', '/x?y=1'],
    ['https://a.example:443/x', '/x'],
    ['/relative', '/relative'],
    ['https://evil.example/x', null],
    ['https://a.example.evil.example/x', null],
    ['http://a.example/x', null],
    ['https://user@a.example/x', null],
    ['//evil.example/x', null],
    ['javascript:alert(1)', null],
    ['https://', null],
    [null, null],
  ])('%s', (endpoint, path) => {
    expect(sameOriginPath(endpoint, base)).toBe(path);
  });

  it.each([
    ['https://a.example/p/x', '/x'],
    ['https://a.example/other/x', null],
  ])('below a base path: %s', (endpoint, path) => {
    expect(sameOriginPath(endpoint, { ...base, basePath: '/p' })).toBe(path);
  });

  it('are used for claim and poll', async () => {
    const { client, seen } = await bench(400, { error: 'authorization_pending' });
    expect(await client.poll({ ...CLAIM, path: '/api/agent/v2/token' })).toEqual({ kind: 'pending' });
    expect(seen[0]?.url).toBe('/api/agent/v2/token');
    expect(seen[0]?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(seen[0]?.body))).toEqual({
      grant_type: 'urn:opentrain:agent-auth:grant-type:claim',
      claim_token: CLAIM.claimToken,
    });
  });
});

describe('claim start', () => {
  it.each<[body: object, expected: object]>([
    [
      {
        user_code: '012345',
        verification_uri: 'https://x/claim',
        expires_in: 60,
        interval: 7,
        email_sent: false,
      },
      { userCode: '012345', expiresInMs: 60_000, intervalMs: 7000, emailSent: false },
    ],
    [
      { user_code: 12345, verification_uri: 'https://x/claim', interval: 0 },
      { userCode: '12345', expiresInMs: 1_800_000, intervalMs: 5000, emailSent: null },
    ],
  ])('reads %j', async (body, expected) => {
    const { client } = await bench(200, body);
    expect(await client.startClaim(CLAIM)).toMatchObject(expected);
  });

  it.each<[body: object]>([
    [{ error: 'email_already_registered' }],
    [{ error: 'invalid_request', error_description: 'email_already_registered' }],
    [{ error: 'invalid_request', error_description: 'Error: EMAIL_ALREADY_REGISTERED (a@b.c).' }],
    [{ error: 'An account exists.', code: 'email_already_registered' }],
  ])('knows a taken address from %j', async (body) => {
    const { client, seen } = await bench(400, body);
    const error = await failure(client.startClaim(CLAIM));
    expect(error.facts.code).toBe('email_already_registered');
    expect(seen).toHaveLength(1);
  });
});

describe('a poll', () => {
  it.each<[status: number, body: unknown, kind: string]>([
    [200, { access_token: 'ot_pat_x', scopes: ['a'] }, 'granted'],
    [201, { access_token: 'ot_pat_x' }, 'granted'],
    [400, { error: 'authorization_pending' }, 'pending'],
    [403, { error: 'authorization_pending' }, 'error'],
    [400, { error: 'slow_down', error_description: 'Too fast.' }, 'slow-down'],
    [429, { error: 'rate_limit_exceeded' }, 'slow-down'],
    [400, { error: 'expired_token' }, 'expired'],
    [400, { error: 'invalid_grant' }, 'invalid-grant'],
    [400, { error: 'access_denied' }, 'denied'],
    [400, { error: 'unsupported_grant_type' }, 'error'],
    [400, { error: 'invalid_request' }, 'error'],
    [400, 'no JSON', 'error'],
    [404, {}, 'error'],
    [302, '', 'error'],
    [500, { error: 'server_error' }, 'lost'],
    [200, { token_type: 'bearer' }, 'lost'],
    [200, { access_token: 'two words' }, 'lost'],
    [200, '<html>', 'lost'],
    [204, '', 'lost'],
  ])('HTTP %i %j is %s, and is asked once', async (status, body, kind) => {
    const { client, seen } = await bench(status, body);
    const result = await client.poll(CLAIM).catch((error: unknown) => {
      if (error instanceof OpentrainError) return { kind: 'error' };
      throw error;
    });
    expect(result.kind).toBe(kind);
    expect(seen).toHaveLength(1);
  });
});

describe('revocation', () => {
  it.each([
    [200, '{}'],
    [200, ''],
  ])('succeeds at HTTP %i %j', async (status, body) => {
    const { client, seen } = await bench(status, body === '' ? '""' : body);
    await client.revoke('ot_pat_one_secretsecret');
    expect(seen[0]?.url).toBe('/api/agent/oauth/revoke');
    expect(seen[0]?.body).toBe('token=ot_pat_one_secretsecret');
  });

  it('is repeated, as it does no harm', async () => {
    const { client, seen } = await bench(503, {});
    expect((await failure(client.revoke('ot_pat_x'))).name).toBe('ServerError');
    expect(seen.length).toBeGreaterThan(1);
  });
});

describe('secrets', () => {
  const ECHO = 'ot_clm_one_secretsecret ot_pat_two_secretsecret';
  it.each<[name: string, status: number, body: unknown, call: (client: IdentityClient) => Promise<unknown>]>([
    [
      'a refused registration',
      400,
      { error: ECHO, error_description: ECHO },
      (client) => client.register({}),
    ],
    [
      'an unreadable registration',
      200,
      { claim_token: ECHO, access_token: ECHO },
      (client) => client.register({}),
    ],
    ['a registration that is no JSON', 200, ECHO, (client) => client.register({})],
    ['a refused claim', 400, { error: 'x', error_description: ECHO }, (client) => client.startClaim(CLAIM)],
    ['a refused poll', 401, { error: ECHO }, (client) => client.poll(CLAIM)],
    ['a refused revocation', 400, { error: ECHO }, (client) => client.revoke('ot_pat_one_secretsecret')],
  ])('are in no error of %s', async (_name, status, body, call) => {
    const { client } = await bench(status, body);
    const error = await failure(call(client));
    const everything = JSON.stringify([error.message, error.stack, error.facts, String(error.cause)]);
    expect(everything).not.toContain('secretsecret');
  });

  it('are in no token list, whatever the server puts there', async () => {
    const { url } = await bench(200, {
      tokens: [
        { id: 'a', name: `leak ${ECHO}`, preview: 'ot_pat_two_secretsecret', scopes: [ECHO] },
        { id: 'b', name: 'fine', preview: 'ot_pat_8f2a********91cd', scopes: [] },
      ],
    });
    const tokens = createTokenClient({ baseUrl: url, token: 'ot_pat_own' });
    onTestFinished(() => tokens.dispose());
    const list = await tokens.list();
    expect(JSON.stringify(list)).not.toContain('secretsecret');
    expect(list.map(({ preview }) => preview)).toEqual([null, 'ot_pat_8f2a********91cd']);
  });
});
