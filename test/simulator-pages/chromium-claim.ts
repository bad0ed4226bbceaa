import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { call, start } from '../simulator/harness.ts';
import { beginCeremony, OWNER, poll, wrongCode } from './ceremony.ts';
import { focused, openWindow, tabTo } from './window.ts';

const heading = (page: Page) => page.locator('h1').innerText();

/** Signs in and types a code with the keyboard alone; the page is open already. */
async function typeCode(page: Page, code: string): Promise<void> {
  await tabTo(page, 'Six-digit code');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  await page.waitForLoadState();
}

async function signIn(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await tabTo(page, 'E-mail address');
  await page.keyboard.type(OWNER);
  await tabTo(page, 'Sign in or create account');
  await page.keyboard.press('Enter');
  await page.getByLabel('Six-digit code').waitFor();
}

/** The claim ceremony, with a person in the browser and the agent at the API. */
export function claimTests(browser: () => Browser): void {
  it('is gone through with the keyboard, a wrong code on the way', async () => {
    const simulator = await start();
    const { claimToken, token, path, code } = await beginCeremony(simulator);
    const { page, expectQuiet } = await openWindow(browser(), simulator);
    await signIn(page, path);
    await typeCode(page, wrongCode(code));
    const slip = page.getByRole('alert').getByRole('link');
    expect(await slip.innerText()).toBe('That is not the code. 4 tries are left.');
    expect(await page.title()).toMatch(/^Error: /);
    const field = page.getByLabel('Six-digit code');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await tabTo(page, 'That is not the code. 4 tries are left.');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await focused(page)).name).toBe('Six-digit code');
    expect((await poll(simulator, claimToken)).body.error).toBe('authorization_pending');
    await page.keyboard.type(code);
    await page.keyboard.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await heading(page)).toBe('Account claimed');
    const granted = await poll(simulator, claimToken);
    expect(granted.status).toBe(200);
    const me = await call(simulator, 'GET', '/auth/me', undefined, { token: granted.body.access_token });
    expect(me.body.actor.email).toBe(OWNER);
    expect((await call(simulator, 'GET', '/auth/me', undefined, { token })).status).toBe(401);
    await page.reload();
    expect(await page.getByText('has fetched it').count()).toBe(1);
    expectQuiet();
  });

  it('is gone through without JavaScript', async () => {
    const simulator = await start();
    const { claimToken, path, code } = await beginCeremony(simulator);
    const { page } = await openWindow(browser(), simulator, { javaScript: false });
    await page.goto(path);
    await page.getByLabel('E-mail address').fill(OWNER);
    await page.getByRole('button', { name: 'Sign in or create account' }).click();
    await page.getByLabel('Six-digit code').fill(code);
    await page.getByRole('button', { name: 'Claim this account' }).click();
    expect(await heading(page)).toBe('Account claimed');
    expect((await poll(simulator, claimToken)).status).toBe(200);
  });

  it('is declined, and the agent hears of it', async () => {
    const simulator = await start({ dialect: { pollAfterDecline: 'access_denied' } });
    const { claimToken, path } = await beginCeremony(simulator);
    const { page, expectQuiet } = await openWindow(browser(), simulator);
    await signIn(page, path);
    await tabTo(page, 'Decline');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Claim declined' }).waitFor();
    expect((await poll(simulator, claimToken)).body.error).toBe('access_denied');
    expectQuiet();
  });

  it('expires while the person looks for the code', async () => {
    const simulator = await start();
    const { claimToken, path, code } = await beginCeremony(simulator);
    const { page } = await openWindow(browser(), simulator);
    await signIn(page, path);
    simulator.clock.advance(30 * 60_000);
    await typeCode(page, code);
    await page.getByRole('heading', { name: 'This claim link has expired' }).waitFor();
    expect((await poll(simulator, claimToken)).status).toBe(400);
  });
}
