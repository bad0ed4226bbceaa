import { mkdir, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { allDialects, type Dialect } from '../../src/simulator/index.ts';
import { ANY_TOKEN, Desk, type RunOptions } from './terminal.ts';

const EMAIL = 'ada@example.com';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The person finishes during the wait number `at`. */
function claimedAt(desk: Desk, claimToken: string, at: number): RunOptions {
  let waits = 0;
  return {
    onWait: () => {
      waits += 1;
      if (waits === at) desk.simulator.human.claim({ claimToken, email: EMAIL });
    },
  };
}

/** Dialects that an identity call can tell apart, and the whole-page ones. */
const IDENTITY_SWITCHES: readonly (keyof Dialect)[] = [
  'meClaimed',
  'registerStatus',
  'unclaimedExpiry',
  'emailRegistered',
  'claimRestartEmail',
  'pollBeforeStart',
  'pollAfterAttempt',
  'pollAfterDecline',
  'slowDown',
  'wwwAuthenticate',
  'requestIdHeader',
  'tokenDeleteRepeat',
  'tokenCap',
  'retryAfter',
];
const DIALECTS = allDialects().filter(
  ({ name, dialect }) =>
    name === 'default' ||
    Object.keys(dialect).length > 1 ||
    IDENTITY_SWITCHES.some((key) => Object.hasOwn(dialect, key)),
);

describe.each(DIALECTS)('in dialect $name', ({ dialect }) => {
  it('registers, shows code and link, waits, and puts the new token in place of the old one', async () => {
    const desk = await Desk.start({ dialect });
    const old = await desk.registered();
    const minted = await mint(desk, old.apiToken);
    const done = await desk.run(`auth claim --email=${EMAIL}`, claimedAt(desk, old.claimToken, 3));
    expect(done).toMatchObject({ code: 0, codes: [] });
    expect(done.out).toMatch(/\/claim\?token=ot_cat_/);
    expect(done.out).toMatch(/^ {4}\d{6}$/m);
    const saved = await desk.saved();
    expect(saved).toEqual({ apiToken: expect.any(String), baseUrl: desk.simulator.url });
    expect(await desk.ask(saved.apiToken ?? '')).toBe(200);
    expect([await desk.ask(old.apiToken), await desk.ask(minted)]).toEqual([401, 401]);
    expect(desk.waits).toEqual([5000, 5000, 5000]);
    expect(await desk.mode(desk.path)).toBe('600');
    expect(`${done.err}${done.out.replace(/\/claim\?token=\S+/, '')}`).not.toMatch(ANY_TOKEN);
    const status = await desk.run('auth status --json');
    expect(JSON.parse(status.out)).toMatchObject({ claim: 'claimed', publishLimit: 20, claimPending: null });
  });

  it('goes on with a new code after the first one lapsed, and still delivers', async () => {
    const desk = await Desk.start({ dialect });
    const { claimToken } = await desk.registered();
    const lapsed = await desk.run(`auth claim --email=${EMAIL} --timeout=2h`);
    expect(lapsed.codes).toEqual(['claim-attempt-over']);
    const again = await desk.run(`auth claim --email=${EMAIL}`, claimedAt(desk, claimToken, 2));
    expect(again).toMatchObject({ code: 0, codes: [] });
    expect(desk.agentCalls().filter((call) => call === 'claim')).toHaveLength(2);
  });
});

async function mint(desk: Desk, token: string): Promise<string> {
  const response = await fetch(`${desk.simulator.url}/api/public/v1/tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  return ((await response.json()) as { token: string }).token;
}

describe('the documented poll table', () => {
  it('keeps polling at the interval while authorization_pending, and stops at the timeout', async () => {
    const desk = await Desk.start();
    await desk.registered();
    const done = await desk.run(`auth claim --email=${EMAIL} --timeout=17s`);
    expect(done.codes).toEqual(['claim-timed-out']);
    expect(desk.agentCalls()).toEqual(['identity', 'claim', 'token', 'token', 'token']);
  });

  it('adds five seconds at slow_down, keeps them, and keeps them over a restart', async () => {
    const desk = await Desk.start({ dialect: { slowDown: 'plus-five-seconds' } });
    const { claimToken } = await desk.registered();
    let stolen = false;
    const first = await desk.run(`auth claim --email=${EMAIL} --timeout=60s`, {
      onWait: async () => {
        // Somebody else polls right before us, once.
        if (!stolen) await poll(desk, claimToken);
        stolen = true;
      },
    });
    expect(first.codes).toEqual(['claim-timed-out']);
    expect(desk.waits.slice(0, 3)).toEqual([5000, 10_000, 10_000]);
    desk.waits.length = 0;
    await desk.run('auth claim --timeout=30s');
    expect(desk.waits[0]).toBe(10_000);
  });

  it('says that the window is over at expired_token', async () => {
    const desk = await Desk.start();
    await desk.registered();
    await desk.run(`auth claim --email=${EMAIL} --wait=false`);
    desk.simulator.clock.advance(25 * HOUR);
    const done = await desk.run('auth claim --status');
    expect(done.codes).toEqual(['claim-window-over']);
    expect(done.said).toContain('otform auth register -force');
  });

  it('says that the token was delivered before at invalid_grant', async () => {
    const desk = await Desk.start();
    const { claimToken } = await desk.registered();
    await desk.run(`auth claim --email=${EMAIL} --wait=false`);
    desk.simulator.human.claim({ claimToken, email: EMAIL });
    expect(await poll(desk, claimToken)).toBe(200);
    desk.simulator.clock.advance(10_000);
    const done = await desk.run('auth claim --status');
    expect(done.codes).toEqual(['claim-token-gone']);
    expect(done.said).toContain('delivered already');
    expect(done.said).toContain('Settings, API keys');
  });

  it.each(['invalid_request', 'unsupported_grant_type'])('ends at %s', async (code) => {
    const desk = await Desk.start();
    await desk.registered();
    desk.simulator.faults.add({
      path: '/api/agent/oauth/token',
      count: null,
      fault: { type: 'status', status: 400, text: JSON.stringify({ error: code }) },
    });
    const done = await desk.run(`auth claim --email=${EMAIL}`);
    expect(done.codes).toEqual(['api-invalid-request']);
    expect(done.said).toContain(code);
    expect(desk.agentCalls().filter((call) => call === 'token')).toHaveLength(1);
  });

  it('says that the person declined at access_denied', async () => {
    const desk = await Desk.start();
    await desk.registered();
    desk.simulator.faults.add({
      path: '/api/agent/oauth/token',
      fault: { type: 'status', status: 400, text: '{"error":"access_denied"}' },
    });
    expect((await desk.run(`auth claim --email=${EMAIL}`)).codes).toEqual(['claim-denied']);
  });

  it('slows down at 429 and honours Retry-After', async () => {
    const desk = await Desk.start();
    const { claimToken } = await desk.registered();
    desk.simulator.faults.add({
      path: '/api/agent/oauth/token',
      fault: { type: 'status', status: 429, retryAfter: 42, code: 'rate_limit_exceeded' },
    });
    const done = await desk.run(`auth claim --email=${EMAIL}`, claimedAt(desk, claimToken, 2));
    expect(done.code).toBe(0);
    expect(desk.waits).toEqual([5000, 42_000]);
  });
});

async function poll(desk: Desk, claimToken: string): Promise<number> {
  const response = await fetch(`${desk.simulator.url}/api/agent/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `grant_type=urn:opentrain:agent-auth:grant-type:claim&claim_token=${claimToken}`,
  });
  await response.arrayBuffer();
  return response.status;
}

describe('lost answers', () => {
  it.each<[name: string, fault: object]>([
    ['reset', { type: 'reset', when: 'after' }],
    ['cut off', { type: 'truncate' }],
    ['no JSON', { type: 'status', status: 200, when: 'after', text: '<html>' }],
    ['a gateway error', { type: 'status', status: 504, when: 'after', text: '' }],
  ])('the poll that held the token was %s: says that it is lost', async (_name, fault) => {
    const desk = await Desk.start();
    const { claimToken } = await desk.registered();
    desk.simulator.faults.add({ path: '/api/agent/oauth/token', nth: 2, fault: fault as never });
    const done = await desk.run(`auth claim --email=${EMAIL}`, claimedAt(desk, claimToken, 2));
    expect(done.err).toContain('The answer of a poll was lost');
    expect(done.codes).toEqual(['claim-token-gone']);
    expect(done.said).toContain('was lost on the way');
    expect(desk.waits).toEqual([5000, 5000, 5000]);
    expect(await desk.saved()).toMatchObject({ claimToken });
  });

  it('a poll that held nothing was lost: goes on', async () => {
    const desk = await Desk.start();
    const { claimToken } = await desk.registered();
    desk.simulator.faults.add({ path: '/api/agent/oauth/token', fault: { type: 'reset', when: 'before' } });
    const done = await desk.run(`auth claim --email=${EMAIL}`, claimedAt(desk, claimToken, 3));
    expect(done.code).toBe(0);
  });

  it('a single check whose answer was lost does not say pending', async () => {
    const desk = await Desk.start();
    await desk.registered();
    await desk.run(`auth claim --email=${EMAIL} --wait=false`);
    desk.simulator.faults.add({ path: '/api/agent/oauth/token', fault: { type: 'reset', when: 'after' } });
    const done = await desk.run('auth claim --status --json');
    expect(JSON.parse(done.out)).toMatchObject({ status: 'unknown' });
  });

  it('claim start is sent once', async () => {
    const desk = await Desk.start();
    await desk.registered();
    desk.simulator.faults.add({
      path: '/api/agent/identity/claim',
      count: null,
      fault: { type: 'reset', when: 'after' },
    });
    const done = await desk.run(`auth claim --email=${EMAIL}`);
    expect(done.codes).toEqual(['api-outcome-unknown']);
    expect(done.said).toContain('The claim may have been started');
    expect(desk.agentCalls()).toEqual(['identity', 'claim']);
  });
});

describe('interruption and resumption', () => {
  it('goes on in another terminal with the same code, and asks for no new one', async () => {
    const desk = await Desk.start();
    const { claimToken } = await desk.registered();
    const first = await desk.run(`auth claim --email=${EMAIL}`, {
      onWait: (_ms, interrupt) => {
        if (desk.waits.length === 2) interrupt();
      },
    });
    expect(first.code).toBe(130);
    expect(first.err).toContain('`otform auth claim` goes on');
    const code = /^ {4}(\d{6})$/m.exec(first.out)?.[1];
    const second = await desk.run('auth claim', claimedAt(desk, claimToken, desk.waits.length));
    expect(second.code).toBe(0);
    expect(second.out).toContain(`    ${code}\n`);
    expect(desk.agentCalls().filter((call) => call === 'claim')).toHaveLength(1);
    await expect(desk.mode(desk.claimPath)).rejects.toThrow('ENOENT');
  });

  it('fetches the token of a claim that was finished while nobody waited', async () => {
    const desk = await Desk.start();
    const { apiToken, claimToken } = await desk.registered();
    await desk.run(`auth claim --email=${EMAIL} --wait=false`);
    desk.simulator.human.claim({ claimToken, email: EMAIL });
    const status = await desk.run('auth status');
    expect(status.codes).toEqual(['token-refused']);
    expect(status.said).toContain('otform auth claim -status');
    expect((await desk.run('auth claim --status')).code).toBe(0);
    expect((await desk.saved()).apiToken).not.toBe(apiToken);
  });

  it('fetches it also when what was remembered of the claim is gone', async () => {
    const desk = await Desk.start();
    const { claimToken } = await desk.registered();
    await desk.run(`auth claim --email=${EMAIL} --wait=false`);
    desk.simulator.human.claim({ claimToken, email: EMAIL });
    await rm(desk.claimPath);
    const done = await desk.run(`auth claim --email=${EMAIL}`);
    expect(done.code).toBe(0);
    expect(await desk.saved()).not.toHaveProperty('claimToken');
  });

  it('--status reports pending and changes nothing', async () => {
    const desk = await Desk.start();
    const before = await desk.registered();
    await desk.run(`auth claim --email=${EMAIL} --wait=false`);
    const done = await desk.run('auth claim --status --json');
    expect(done.code).toBe(0);
    expect(JSON.parse(done.out)).toMatchObject({ status: 'pending', email: EMAIL });
    expect(await desk.saved()).toMatchObject(before);
  });

  it('--wait=false with --json hands out link and code', async () => {
    const desk = await Desk.start();
    await desk.registered();
    const done = await desk.run(`auth claim --email=${EMAIL} --wait=false --json`);
    expect(JSON.parse(done.out)).toMatchObject({
      status: 'started',
      userCode: expect.stringMatching(/^\d{6}$/),
      verificationUri: expect.stringContaining('/claim?token=ot_cat_'),
      emailSent: true,
    });
  });

  it('--restart gets a new code for the same address', async () => {
    const desk = await Desk.start();
    await desk.registered();
    const first = await desk.run(`auth claim --email=${EMAIL} --wait=false`);
    const second = await desk.run('auth claim --restart --wait=false');
    const link = /token=(\S+)/;
    expect(link.exec(second.out)?.[1]).not.toBe(link.exec(first.out)?.[1]);
  });
});

describe('what can go wrong', () => {
  it.each(['error', 'description'] as const)('an address that has an account, told in %s', async (where) => {
    const desk = await Desk.start({ dialect: { emailRegistered: where } });
    desk.simulator.registerAccount({ email: EMAIL });
    await desk.registered();
    const done = await desk.run(`auth claim --email=${EMAIL}`);
    expect(done.codes).toEqual(['api-invalid-request']);
    expect(done.said).toContain('E-Mail Address Already Has an Account');
  });

  it('shows the once-only token when it cannot be saved', async () => {
    const desk = await Desk.start();
    const { claimToken } = await desk.registered();
    const done = await desk.run(`auth claim --email=${EMAIL}`, {
      onWait: async () => {
        desk.simulator.human.claim({ claimToken, email: EMAIL });
        await rm(desk.path);
        await mkdir(desk.path);
      },
    });
    expect(done.code).toBe(1);
    const token = /ot_pat_[A-Za-z0-9_-]+/.exec(done.out)?.[0] ?? '';
    expect(await desk.ask(token)).toBe(200);
    expect(done.err).toContain('otform auth login -force -token-stdin');
  });

  it('does not put the token into the credentials of another account', async () => {
    const desk = await Desk.start();
    const { claimToken } = await desk.registered();
    const done = await desk.run(`auth claim --email=${EMAIL}`, {
      onWait: async () => {
        desk.simulator.human.claim({ claimToken, email: EMAIL });
        await desk.save({ apiToken: 'ot_pat_stranger_stranger' });
      },
    });
    expect(done.code).toBe(1);
    expect(await desk.saved()).toEqual({ apiToken: 'ot_pat_stranger_stranger' });
    expect(done.out).toMatch(/ot_pat_[A-Za-z0-9]{12,}/);
  });

  it.each<[name: string, content: unknown, line: string, code: string]>([
    ['nothing is saved', {}, 'auth claim', 'nothing-to-claim'],
    ['there is no claim token', { apiToken: 'ot_pat_a_b' }, 'auth claim', 'nothing-to-claim'],
    ['the claim token is of another server', { claimToken: 'ot_clm_a' }, 'auth claim', 'claim-other-server'],
    [
      'another registration is saved',
      { apiToken: 'ot_pat_a_b' },
      'auth claim --claim-token=ot_clm_x --email=a@b.c',
      'credentials-exist',
    ],
  ])('sends nothing when %s', async (_name, content, line, code) => {
    const desk = await Desk.start();
    await mkdir(desk.folder, { recursive: true });
    await desk.save(content);
    expect((await desk.run(line)).codes).toEqual([code]);
    expect(desk.agentCalls()).toEqual([]);
  });

  it('needs an address the first time', async () => {
    const desk = await Desk.start();
    await desk.registered();
    expect((await desk.run('auth claim')).codes).toEqual(['usage']);
  });

  it('warns when the environment still has the dead token', async () => {
    const desk = await Desk.start();
    const { apiToken, claimToken } = await desk.registered();
    const done = await desk.run(`auth claim --email=${EMAIL}`, {
      ...claimedAt(desk, claimToken, 1),
      env: { OT_API_TOKEN: apiToken },
    });
    expect(done.code).toBe(0);
    expect(done.err).toContain('OT_API_TOKEN is set and wins');
  });

  it('draws a QR code on a terminal, and none elsewhere or when told not to', async () => {
    const desk = await Desk.start();
    await desk.registered();
    const shown = await desk.run(`auth claim --email=${EMAIL} --wait=false`, { tty: true });
    expect(shown.out).toMatch(/[█▀▄]{10}/);
    expect((await desk.run('auth claim --wait=false')).out).not.toMatch(/[█▀▄]/);
    expect((await desk.run('auth claim --wait=false --qr=false', { tty: true })).out).not.toMatch(/[█▀▄]/);
  });
});
