import type { Browser } from 'playwright-core';
import { afterEach, expect, it } from 'vitest';
import { OtformWorld } from '../scenarios/otform-runner.ts';
import { titled } from '../scenarios/program.ts';
import { call, liveJob, readyDraft, start } from '../simulator/harness.ts';
import { fieldsOf, statusOf } from '../simulator/probe.ts';
import { openWindow } from './window.ts';

const HOSTILE = '<script>document.title="owned"</script><img src=x onerror="alert(1)">';
const IMAGES = 'opentrain_job.images';

/** A person at the editor, the review page and the dashboard. */
export function jobTests(browser: () => Browser): void {
  let world: OtformWorld | null = null;
  afterEach(async () => {
    await world?.stop();
    world = null;
  });

  it('an edit in the editor is seen by the API, and otform plans to undo it', async () => {
    world = await OtformWorld.start({ name: 'edited-in-the-browser', steps: [] });
    world.project.declare({ jobs: { images: titled('Images') } });
    const applied = await world.otform(['apply', '-auto-approve']);
    expect(applied.code, applied.output).toBe(0);
    expect((await world.otform(['plan', '-detailed-exitcode'])).code).toBe(0);
    world.simulator.clock.advance(3_600_000);
    const { page, expectQuiet } = await openWindow(browser(), world.simulator);
    await page.goto(`/job-post?jobId=${world.id(IMAGES)}`);
    await page.getByLabel('Job title').fill('Renamed in the browser');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('One field was changed.').waitFor();
    const { body } = await call(world.simulator, 'GET', '/jobs/mine');
    expect(body.jobs[0].title).toBe('Renamed in the browser');
    const planned = await world.otform(['plan', '-detailed-exitcode']);
    expect(planned.code).toBe(2);
    expect(planned.output).toContain('Objects have changed outside of');
    expect(planned.output).toMatch(/job_title\s+= "Renamed in the browser" -> "Images"/);
    expectQuiet();
  });

  it('publishes, applies for and closes a job without JavaScript', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const { page } = await openWindow(browser(), simulator, { javaScript: false });
    await page.goto(`/job-post?jobId=${jobId}`);
    await page.getByRole('link', { name: 'Review and publish' }).click();
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByText('The job is live.').waitFor();
    expect(statusOf(simulator, jobId)).toBe('OPEN');
    await page.getByRole('link', { name: 'Apply' }).click();
    await page.getByLabel('Your name').fill('Maria G.');
    await page.getByRole('button', { name: 'Send application' }).click();
    await page.getByText('Application sent').waitFor();
    await page.goto(`/job-post/review?jobId=${jobId}`);
    await page.getByText('Close this job…').click();
    await page.getByRole('button', { name: 'Close job' }).click();
    await page.getByText('This job is over.').waitFor();
    expect(statusOf(simulator, jobId)).toBe('ARCHIVED');
  });

  it('shows a hostile title as text, and saves it back unchanged', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    const description = `\n${HOSTILE}</textarea>\r\n\ttabs & “quotes” `;
    simulator.human.editDraft(jobId, { jobTitle: HOSTILE, jobDescription: description });
    const before = fieldsOf(simulator, jobId);
    const { page, expectQuiet } = await openWindow(browser(), simulator);
    for (const path of [
      '/',
      `/job-post/review?jobId=${jobId}`,
      `/jobs/x--${jobId}`,
      `/jobs/x--${jobId}/apply`,
      `/job-post?jobId=${jobId}`,
    ]) {
      await page.goto(path);
      expect(await page.locator('script,img').count(), path).toBe(0);
      expect(await page.locator('body').innerText()).toContain('<script>');
      expect(await page.title()).not.toBe('owned');
    }
    expect(await page.getByLabel('Job title').inputValue()).toBe(HOSTILE);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Nothing was changed').waitFor();
    expect(fieldsOf(simulator, jobId)).toEqual(before);
    expectQuiet();
  });

  it('the dashboard moves the clock, arms a fault and switches the dialect', async () => {
    const simulator = await start();
    const before = simulator.clock.now();
    const { page, expectQuiet } = await openWindow(browser(), simulator);
    await page.goto('/');
    await page.getByRole('button', { name: '1 hour' }).click();
    await page.getByText('The clock was moved.').waitFor();
    expect(simulator.clock.now() - before).toBe(3_600_000);
    const form = page.getByRole('form', { name: 'Add a fault' });
    await form.getByLabel('Path').fill('/jobs/mine');
    await form.getByRole('button', { name: 'Add fault' }).click();
    await page.getByText('1 armed').waitFor();
    expect((await call(simulator, 'GET', '/jobs/mine')).status).toBe(503);
    expect((await call(simulator, 'GET', '/jobs/mine')).status).toBe(200);
    await page.getByRole('button', { name: /^Remove fault on/ }).click();
    await page.getByText('No fault is armed').waitFor();
    await page.getByText(/switches, 0 changed/).click();
    await page.getByRole('combobox', { name: 'pollAfterDecline' }).selectOption('access_denied');
    await page.getByRole('button', { name: 'Save dialect' }).click();
    await page.getByText(/switches, 1 changed/).waitFor();
    expect(simulator.dialect.pollAfterDecline).toBe('access_denied');
    const filter = page.getByRole('form', { name: 'Filter requests' });
    await filter.getByLabel('Status').fill('503');
    await filter.getByRole('button', { name: 'Filter' }).click();
    await page.getByText('Newest 1 of 1 that match').waitFor();
    expectQuiet();
  });
}
