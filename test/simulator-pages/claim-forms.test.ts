import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/index.ts';
import { call, start } from '../simulator/harness.ts';
import { beginCeremony, OWNER, poll, restart, wrongCode } from './ceremony.ts';
import { PlainBrowser, type PlainPage, readable } from './plain-browser.ts';

async function signedIn(simulator: Simulator, path: string) {
  const browser = new PlainBrowser(simulator);
  const page = await browser.submit(await browser.open(path), '/claim/sign-in', { email: OWNER });
  return { browser, page };
}

const heading = (page: PlainPage) => /<h1>([^<]*)<\/h1>/.exec(page.html)?.[1];

describe('claim page', () => {
  it('hands the account to the person who signs in and types the code', async () => {
    const simulator = await start();
    const { token, claimToken, path, code } = await beginCeremony(simulator);
    const { browser, page } = await signedIn(simulator, path);
    expect(readable(page)).toContain('Label bot');
    expect((await poll(simulator, claimToken)).body.error).toBe('authorization_pending');
    const typed = `${code.slice(0, 3)} ${code.slice(3)}`;
    const done = await browser.submit(page, '/claim/confirm', { code: typed });
    expect([done.status, heading(done)]).toEqual([200, 'Account claimed']);
    expect(readable(done)).toContain('has not fetched it yet');
    expect((await call(simulator, 'GET', '/auth/me', undefined, { token })).status).toBe(401);
    const granted = await poll(simulator, claimToken);
    const me = await call(simulator, 'GET', '/auth/me', undefined, { token: granted.body.access_token });
    expect(me.body.actor.email).toBe(OWNER);
    const again = await browser.open(path);
    expect(readable(again)).toContain('has fetched it');
    expect(again.html).not.toContain(granted.body.access_token);
  });

  it('counts wrong codes down, then locks the link until the agent begins again', async () => {
    const simulator = await start();
    const { claimToken, path, code } = await beginCeremony(simulator);
    const { browser, page: first } = await signedIn(simulator, path);
    let page = first;
    for (const left of ['4 tries are left', '3 tries are left', '2 tries are left', 'One try is left']) {
      page = await browser.submit(page, '/claim/confirm', { code: wrongCode(code) });
      expect(page.status).toBe(422);
      expect(readable(page)).toContain(`That is not the code. ${left}.`);
    }
    page = await browser.submit(page, '/claim/confirm', { code: wrongCode(code) });
    expect(heading(page)).toBe('Too many wrong codes');
    const fresh = await restart(simulator, claimToken);
    expect(heading(await browser.open(path))).toBe('This claim link was replaced');
    page = await browser.submit(await browser.open(fresh.path), '/claim/confirm', { code: fresh.code });
    expect(heading(page)).toBe('Account claimed');
  });

  it.each(['', '12345', '1234567', '12a456', '１２３４５６'])(
    'takes %j for a slip, not for a try',
    async (code) => {
      const simulator = await start();
      const { path } = await beginCeremony(simulator);
      const { browser, page } = await signedIn(simulator, path);
      const answer = await browser.submit(page, '/claim/confirm', { code });
      expect(answer.status).toBe(422);
      expect(readable(answer)).toContain('Enter the six digits of the code. Step');
      expect(readable(answer)).toContain('5 tries are left.');
    },
  );

  it.each([
    ['other@example.com', 'This claim is for o…r@example.com. Use exactly that address.'],
    ['owner@example.com.evil.example', 'This claim is for o…r@example.com. Use exactly that address.'],
    ['nobody', 'Enter an e-mail address, such as name@example.com.'],
    [' ', 'Enter an e-mail address, such as name@example.com.'],
  ])('does not sign in %j', async (email, message) => {
    const simulator = await start();
    const { path } = await beginCeremony(simulator);
    const browser = new PlainBrowser(simulator);
    const page = await browser.submit(await browser.open(path), '/claim/sign-in', { email });
    expect(page.status).toBe(422);
    expect(page.html).toContain('<a href="#email">');
    expect(readable(page)).toContain(message);
    expect(browser.cookie).toBe('');
    // The page must not tell a stranger the address that it asks for.
    expect(page.html.replaceAll(email, '')).not.toContain('owner@');
  });

  it('keeps out a person who is signed in with the address of another account', async () => {
    const simulator = await start();
    simulator.registerAccount({ claimed: true, email: 'other@example.com' });
    const { path, code } = await beginCeremony(simulator);
    const browser = new PlainBrowser(simulator);
    const form = await browser.open(path);
    const page = await browser.submit(form, '/claim/sign-in', { email: 'other@example.com' });
    expect(heading(page)).toBe('This claim is for another address');
    const body = new URLSearchParams({
      ...page.forms.find(({ action }) => action === '/claim/sign-out')?.fields,
      code,
    });
    expect(heading(await browser.post('/claim/confirm', body.toString()))).toBe(
      'This claim is for another address',
    );
    const next = await browser.submit(await browser.open(path), '/claim/sign-out');
    expect([heading(next), browser.cookie]).toEqual(['Sign in to claim an account', '']);
  });

  it('ends when the person declines, and the agent may begin again', async () => {
    const simulator = await start({ dialect: { pollAfterDecline: 'access_denied' } });
    const { claimToken, path } = await beginCeremony(simulator);
    const { browser, page } = await signedIn(simulator, path);
    expect(heading(await browser.submit(page, '/claim/decline'))).toBe('Claim declined');
    expect((await poll(simulator, claimToken)).body.error).toBe('access_denied');
    const fresh = await restart(simulator, claimToken);
    expect(heading(await browser.open(fresh.path))).toBe('Confirm that this is your agent');
  });

  it('can be declined by nobody but the person it is for', async () => {
    const simulator = await start({ dialect: { pollAfterDecline: 'access_denied' } });
    const { claimToken, path } = await beginCeremony(simulator);
    const browser = new PlainBrowser(simulator);
    const page = await browser.open(path);
    const fields = page.forms.find(({ action }) => action === '/claim/sign-in')?.fields ?? {};
    await browser.post('/claim/decline', new URLSearchParams(fields).toString());
    expect((await poll(simulator, claimToken)).body.error).toBe('authorization_pending');
  });

  it('expires by the simulator’s clock, before and after signing in', async () => {
    const simulator = await start();
    const { claimToken, path, code } = await beginCeremony(simulator);
    const { browser, page } = await signedIn(simulator, path);
    expect(readable(page)).toContain('30 minutes');
    simulator.clock.advance(30 * 60_000);
    const late = await browser.submit(page, '/claim/confirm', { code });
    expect(heading(late)).toBe('This claim link has expired');
    expect(heading(await new PlainBrowser(simulator).open(path))).toBe('This claim link has expired');
    expect((await poll(simulator, claimToken)).status).toBe(400);
    expect(simulator.dump().accounts.filter(({ claimed }) => claimed)).toHaveLength(1);
  });

  it('leads from the bare page to the claim of a pasted link', async () => {
    const simulator = await start();
    const { path } = await beginCeremony(simulator);
    const browser = new PlainBrowser(simulator);
    const bare = await browser.open('/claim');
    expect([bare.status, heading(bare)]).toEqual([200, 'Claim an agent’s account']);
    const pasted = `  ${simulator.url}${path} `;
    const found = await browser.open(`/claim?token=${encodeURIComponent(pasted)}`);
    expect([found.path, heading(found)]).toEqual([path, 'Sign in to claim an account']);
    const nonsense = await browser.open('/claim?token=hello');
    expect([nonsense.status, nonsense.html.includes('<a href="#token">')]).toEqual([422, true]);
    expect((await browser.open('/claim?token=ot_cat_nothing')).status).toBe(404);
  });
});
