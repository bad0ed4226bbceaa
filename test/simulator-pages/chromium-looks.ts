import type { Browser, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/index.ts';
import { call, liveJob, readyDraft, start } from '../simulator/harness.ts';
import { complaintsAbout } from './audit.ts';
import { beginCeremony, OWNER, wrongCode } from './ceremony.ts';
import { focused, openWindow, picture } from './window.ts';

const TEXT =
  'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. ' +
  'English required, prior image annotation experience preferred. Two-week project.';

/** Every page at the width of a desk and of a phone: a picture of each, and nothing to complain about. */
export function looksTests(browser: () => Browser): void {
  it.each([1280, 400])('every page can be read and used at %i pixels', async (width) => {
    const simulator = await start();
    const { page, expectQuiet } = await openWindow(browser(), simulator, { width });
    const complaints: string[] = [];
    const look = async (name: string) => {
      await picture(page, `${name}-${width}`);
      complaints.push(...(await complaintsAbout(page)).map((complaint) => `${name}: ${complaint}`));
    };
    await page.goto('/');
    await look('dashboard-empty');
    await lookAtClaim(simulator, page, look);
    await lookAtJobs(simulator, page, look);
    await page.goto('/?dialect');
    await page.getByText('Body of request').first().click();
    await look('dashboard');
    expect(complaints).toEqual([]);
    expectQuiet();
  });

  it('whatever has the keyboard shows it', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const { page } = await openWindow(browser(), simulator);
    await page.goto(`/job-post?jobId=${jobId}`);
    await page.keyboard.press('Tab');
    expect((await focused(page)).name).toBe('Skip to content');
    expect((await page.locator('.skip').boundingBox())?.x).toBeGreaterThanOrEqual(0);
    for (let presses = 0; presses < 30; presses += 1) {
      await page.keyboard.press('Tab');
      const { name, ring } = await focused(page);
      expect(ring, name).toBe('solid 3px');
    }
  });
}

type Look = (name: string) => Promise<void>;

async function lookAtClaim(simulator: Simulator, page: Page, look: Look): Promise<void> {
  await page.goto('/claim');
  await look('claim-bare');
  const { path, code } = await beginCeremony(simulator);
  await page.goto(path);
  await look('claim-sign-in');
  await page.getByLabel('E-mail address').fill('other@example.com');
  await page.getByRole('button', { name: 'Sign in or create account' }).click();
  await look('claim-wrong-address');
  await page.getByLabel('E-mail address').fill(OWNER);
  await page.getByRole('button', { name: 'Sign in or create account' }).click();
  await look('claim-code');
  await page.getByLabel('Six-digit code').fill(wrongCode(code));
  await page.getByRole('button', { name: 'Claim this account' }).click();
  await look('claim-wrong-code');
  await page.getByLabel('Six-digit code').fill(code);
  await page.getByRole('button', { name: 'Claim this account' }).click();
  await look('claim-done');
  const declined = await beginCeremony(simulator, {
    agentName: 'A very long name of an agent that nobody would ever give to one',
    email: 'second@example.com',
  });
  simulator.clock.advance(30 * 60_000);
  await page.goto(declined.path);
  await look('claim-expired');
}

async function lookAtJobs(simulator: Simulator, page: Page, look: Look): Promise<void> {
  const draft = await call(simulator, 'POST', '/job-drafts', { rawJobDescription: TEXT });
  await page.goto(draft.body.draftUrl);
  await look('editor');
  await page.getByLabel('Headcount').fill('many');
  await page.getByRole('button', { name: 'Save changes' }).click();
  await look('editor-mistake');
  await page.goto(`/job-post/review?jobId=${draft.body.jobId}`);
  await look('review');
  const jobId = await liveJob(simulator, { languages: ['English', 'Spanish'] });
  await page.goto(`/jobs/x--${jobId}?published=1`);
  await look('job');
  await page.goto(`/jobs/x--${jobId}/apply`);
  await look('apply');
  simulator.human.closeJob(await liveJob(simulator, { jobTitle: 'Unbreakable'.repeat(9) }));
  const closed = simulator.dump().jobs.find(({ status }) => status === 'ARCHIVED')?.id;
  const answer = await page.goto(`/jobs/x--${closed}`);
  expect(answer?.status()).toBe(404);
  await look('job-closed');
  await page.goto(`/job-post/review?jobId=${closed}`);
  await look('review-closed');
  simulator.faults.add({ method: 'GET', path: '/jobs/mine', fault: { type: 'status', status: 503 } });
  await call(simulator, 'GET', '/jobs/mine');
}
