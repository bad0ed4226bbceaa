import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/index.ts';
import { call, start } from './harness.ts';

const GRANT = 'urn:opentrain:agent-auth:grant-type:claim';

async function registered(simulator: Simulator) {
  const { body } = await call(
    simulator,
    'POST',
    '/api/agent/identity',
    { agent_name: 'Agent' },
    { token: null },
  );
  return body as { access_token: string; claim_token: string };
}

async function begin(simulator: Simulator, claimToken: string, email = 'owner@example.com') {
  const body = { claim_token: claimToken, email };
  const answer = await call(simulator, 'POST', '/api/agent/identity/claim', body, { token: null });
  const catToken = new URL(answer.body.verification_uri ?? 'http://x').searchParams.get('token');
  return { ...answer, catToken, code: answer.body.user_code as string };
}

function poll(simulator: Simulator, claimToken: string, grant = GRANT) {
  return call(simulator, 'POST', '/api/agent/oauth/token', undefined, {
    token: null,
    text: new URLSearchParams({ grant_type: grant, claim_token: claimToken }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

function confirm(simulator: Simulator, catToken: string | null, code: string, email = 'owner@example.com') {
  return call(simulator, 'POST', '/__simulator/claims/confirm', { catToken, email, code });
}

describe('registration', () => {
  it('takes an empty body and makes a new account each time', async () => {
    const simulator = await start();
    const first = await call(simulator, 'POST', '/api/agent/identity', undefined, { token: null });
    const second = await call(simulator, 'POST', '/api/agent/identity', {}, { token: null });
    expect(first.status).toBe(201);
    expect(second.body.access_token).not.toBe(first.body.access_token);
    expect(simulator.dump().accounts).toHaveLength(3);
  });

  it('answers refusals in the OAuth form', async () => {
    const simulator = await start();
    const wrong = await call(
      simulator,
      'POST',
      '/api/agent/identity',
      { identity_type: 'x' },
      { token: null },
    );
    expect([wrong.status, wrong.body.error]).toEqual([400, 'unsupported_identity_type']);
    expect(wrong.body).not.toHaveProperty('code');
    simulator.settings.anonymousRegistration = false;
    const off = await call(simulator, 'POST', '/api/agent/identity', {}, { token: null });
    expect([off.status, off.body.error]).toEqual([403, 'anonymous_not_enabled']);
  });
});

describe('claim', () => {
  it('kills every pre-claim token, minted ones too, and delivers the new one once', async () => {
    const simulator = await start();
    const { access_token: token, claim_token: claimToken } = await registered(simulator);
    const minted = (await call(simulator, 'POST', '/tokens', {}, { token })).body.token;
    const { catToken, code } = await begin(simulator, claimToken);
    expect((await confirm(simulator, catToken, code)).body.outcome).toBe('confirmed');
    for (const dead of [token, minted]) {
      expect((await call(simulator, 'GET', '/auth/me', undefined, { token: dead })).status).toBe(401);
    }
    const granted = await poll(simulator, claimToken);
    expect(granted.status).toBe(200);
    const me = await call(simulator, 'GET', '/auth/me', undefined, { token: granted.body.access_token });
    expect(me.body.actor.email).toBe('owner@example.com');
    expect((await poll(simulator, claimToken)).body.error).toBe('invalid_grant');
    expect((await confirm(simulator, catToken, code)).body.outcome).toBe('done');
    expect((await begin(simulator, claimToken)).body.error).toBe('invalid_request');
  });

  it('a restart kills the older link and code', async () => {
    const simulator = await start();
    const { claim_token: claimToken } = await registered(simulator);
    const first = await begin(simulator, claimToken);
    const second = await begin(simulator, claimToken);
    expect(second.catToken).not.toBe(first.catToken);
    expect((await confirm(simulator, first.catToken, first.code)).body.outcome).toBe('unknown');
    expect((await confirm(simulator, second.catToken, second.code)).body.outcome).toBe('confirmed');
  });

  it('counts wrong codes and locks the attempt at the fifth', async () => {
    const simulator = await start();
    const { claim_token: claimToken } = await registered(simulator);
    const { catToken, code } = await begin(simulator, claimToken);
    const wrong = code === '000000' ? '000001' : '000000';
    for (const left of [4, 3, 2, 1]) {
      expect((await confirm(simulator, catToken, wrong)).body).toEqual({
        outcome: 'wrong-code',
        attemptsLeft: left,
      });
    }
    expect((await confirm(simulator, catToken, wrong)).body).toEqual({ outcome: 'locked' });
    expect((await confirm(simulator, catToken, code)).body).toEqual({ outcome: 'locked' });
    const again = await begin(simulator, claimToken);
    expect((await confirm(simulator, again.catToken, again.code)).body.outcome).toBe('confirmed');
  });

  it.each([
    ['wrong e-mail', 'other@example.com', 0, 'wrong-email'],
    ['late', 'owner@example.com', 1_800_000, 'expired'],
    ['just in time', 'owner@example.com', 1_799_999, 'confirmed'],
  ])('ends a confirmation that is %s', async (_name, email, wait, outcome) => {
    const simulator = await start();
    const { claim_token: claimToken } = await registered(simulator);
    const { catToken, code } = await begin(simulator, claimToken);
    simulator.clock.advance(wait);
    expect((await confirm(simulator, catToken, code, email)).body.outcome).toBe(outcome);
  });

  it('can be declined, and restarted after', async () => {
    const simulator = await start();
    const { claim_token: claimToken } = await registered(simulator);
    const { catToken, code } = await begin(simulator, claimToken);
    const declined = await call(simulator, 'POST', '/__simulator/claims/decline', { catToken });
    expect(declined.body.declined).toBe(true);
    expect((await confirm(simulator, catToken, code)).body.outcome).toBe('declined');
    expect((await poll(simulator, claimToken)).body.error).toBe('authorization_pending');
    expect((await begin(simulator, claimToken)).status).toBe(200);
  });

  it.each([
    ['unknown claim token', 'ot_clm_x', 'owner@example.com', 'invalid_request'],
    ['empty claim token', '', 'owner@example.com', 'invalid_request'],
    ['no address', null, '', 'invalid_request'],
    ['no such address', null, 'owner', 'invalid_request'],
    ['taken address', null, 'taken@example.com', 'email_already_registered'],
  ])('start is refused: %s', async (_name, token, email, error) => {
    const simulator = await start();
    simulator.registerAccount({ email: 'Taken@example.com' });
    const { claim_token: claimToken } = await registered(simulator);
    const answer = await begin(simulator, token ?? claimToken, email);
    expect([answer.status, answer.body.error]).toEqual([400, error]);
  });

  it('is over after 24 hours', async () => {
    const simulator = await start();
    const { claim_token: claimToken } = await registered(simulator);
    simulator.clock.advance(24 * 3_600_000);
    expect((await begin(simulator, claimToken)).body.error).toBe('invalid_request');
    expect((await poll(simulator, claimToken)).body.error).toBe('expired_token');
  });
});

describe('token poll', () => {
  it('is slowed down under the interval', async () => {
    const simulator = await start();
    const { claim_token: claimToken } = await registered(simulator);
    await begin(simulator, claimToken);
    const errors: string[] = [];
    for (const wait of [0, 4999, 5000, 1]) {
      simulator.clock.advance(wait);
      errors.push((await poll(simulator, claimToken)).body.error);
    }
    expect(errors).toEqual(['authorization_pending', 'slow_down', 'authorization_pending', 'slow_down']);
  });

  it('with plus-five-seconds, slow_down lasts', async () => {
    const simulator = await start({ dialect: { slowDown: 'plus-five-seconds' } });
    const { claim_token: claimToken } = await registered(simulator);
    await begin(simulator, claimToken);
    const errors: string[] = [];
    for (const wait of [0, 1, 5000, 15_000]) {
      simulator.clock.advance(wait);
      errors.push((await poll(simulator, claimToken)).body.error);
    }
    expect(errors).toEqual(['authorization_pending', 'slow_down', 'slow_down', 'authorization_pending']);
  });

  it.each([
    ['another grant', 'authorization_code', 'ot_clm_x', 'unsupported_grant_type'],
    ['no claim token', GRANT, '', 'invalid_request'],
    ['an unknown claim token', GRANT, 'ot_clm_x', 'invalid_grant'],
  ])('refuses %s', async (_name, grant, token, error) => {
    const simulator = await start();
    const answer = await poll(simulator, token, grant);
    expect([answer.status, answer.body.error]).toEqual([400, error]);
  });

  it('revocation answers 200 {} to anything but nothing', async () => {
    const simulator = await start();
    const revoke = (text: string) =>
      call(simulator, 'POST', '/api/agent/oauth/revoke', undefined, { text, token: null });
    expect((await revoke('token=ot_pat_nothing')).body).toEqual({});
    expect((await revoke(`token=${simulator.token}`)).status).toBe(200);
    expect((await call(simulator, 'GET', '/auth/me')).status).toBe(401);
    expect((await revoke('')).body.error).toBe('invalid_request');
  });
});
