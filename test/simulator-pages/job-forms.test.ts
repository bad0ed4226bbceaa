import { describe, expect, it } from 'vitest';
import type { Simulator } from '../../src/simulator/index.ts';
import { call, liveJob, readyDraft, start } from '../simulator/harness.ts';
import { fieldsOf, statusOf } from '../simulator/probe.ts';
import { pathOf } from './ceremony.ts';
import { PlainBrowser, readable } from './plain-browser.ts';

const FULL = {
  jobTitle: 'Label "street" signs & <lights>',
  jobDescription: '\nFirst line\n\n  indented, with ümlauts and 日本\n',
  languages: ['English', 'Spanish'],
  countries: ['Korea, Republic of'],
  headcount: 3,
};

async function editorOf(simulator: Simulator, jobId: string) {
  const browser = new PlainBrowser(simulator);
  return { browser, page: await browser.open(`/job-post?jobId=${jobId}`) };
}

describe('draft editor', () => {
  it('is where draftUrl and reviewUrl lead, and names what is missing with links to its fields', async () => {
    const simulator = await start();
    const { body } = await call(simulator, 'POST', '/job-drafts', { rawJobDescription: 'Label 500 images.' });
    const gaps: readonly { field: string }[] = body.missingFields ?? body.validation.missingFields;
    const browser = new PlainBrowser(simulator);
    for (const link of [body.draftUrl, body.reviewUrl]) {
      const page = await browser.open(pathOf(link));
      expect(page.status).toBe(200);
      expect(gaps.length).toBeGreaterThan(1);
      for (const { field } of gaps) {
        expect(page.html).toContain(`<a href="#${field}">`);
        expect(page.html).toContain(`id="${field}"`);
      }
    }
  });

  it('changes nothing when a form is sent as it was shown', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator, FULL);
    const before = fieldsOf(simulator, jobId);
    const { browser, page } = await editorOf(simulator, jobId);
    const saved = await browser.submit(page, '/job-post');
    expect(readable(saved)).toContain('Nothing was changed');
    expect(fieldsOf(simulator, jobId)).toEqual(before);
  });

  it('saves just the fields that a person changed, and the API shows them', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator, FULL);
    const before = fieldsOf(simulator, jobId);
    const { browser, page } = await editorOf(simulator, jobId);
    const saved = await browser.submit(page, '/job-post', {
      jobTitle: 'Other signs',
      languages: 'English\r\nGerman, French',
      headcount: '',
    });
    expect(readable(saved)).toContain('3 fields were changed.');
    const { headcount: _, ...rest } = before;
    const now = { ...rest, jobTitle: 'Other signs', languages: ['English', 'German', 'French'] };
    expect(fieldsOf(simulator, jobId)).toEqual(now);
    const { body } = await call(simulator, 'GET', '/jobs/mine');
    expect(body.jobs.map(({ title }: { title: string }) => title)).toContain('Other signs');
  });

  it('saves nothing when one field is wrong, and keeps every text as it was typed', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator, FULL);
    const before = fieldsOf(simulator, jobId);
    const { browser, page } = await editorOf(simulator, jobId);
    const typed = { jobTitle: 'Half done', headcount: '2.5', pricePerLabel: '0,05' };
    const answer = await browser.submit(page, '/job-post', typed);
    expect(answer.status).toBe(422);
    expect(answer.html).toContain('<title>Error: ');
    expect(answer.html).toContain('<a href="#headcount">');
    expect(answer.html).toContain('<a href="#pricePerLabel">');
    expect(answer.forms.find(({ action }) => action === '/job-post')?.fields).toMatchObject(typed);
    expect(fieldsOf(simulator, jobId)).toEqual(before);
  });

  it('does not overwrite what changed while the page was open, unless the person saves again', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator, FULL);
    const { browser, page } = await editorOf(simulator, jobId);
    await call(simulator, 'PATCH', `/job-drafts/${jobId}`, { jobTitle: 'By the agent' });
    const refused = await browser.submit(page, '/job-post', { jobTitle: 'By a person' });
    expect(readable(refused)).toContain('The job was changed elsewhere');
    expect(fieldsOf(simulator, jobId).jobTitle).toBe('By the agent');
    await browser.submit(refused, '/job-post');
    expect(fieldsOf(simulator, jobId).jobTitle).toBe('By a person');
  });

  it.each(['/job-post', '/job-post?jobId=nope', '/job-post/review?jobId=nope', '/jobs/x--nope'])(
    'says that there is nothing at %s',
    async (path) => {
      const simulator = await start();
      const page = await new PlainBrowser(simulator).open(path);
      expect(page.status).toBe(404);
      expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    },
  );
});

describe('review and public page', () => {
  it('publishes, takes an application, and closes', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const browser = new PlainBrowser(simulator);
    const review = await browser.open(`/job-post/review?jobId=${jobId}`);
    const live = await browser.submit(review, '/job-post/publish');
    expect(readable(live)).toContain('The job is live.');
    expect(live.path).toBe(`/jobs/label-street-signs--${jobId}?published=1`);
    const path = `/jobs/label-street-signs--${jobId}`;
    const form = await browser.open(`${path}/apply`);
    const slip = await browser.submit(form, `${path}/apply`, { displayName: '', bidUsd: 'lots' });
    expect([slip.status, slip.html.includes('<a href="#bidUsd">')]).toEqual([422, true]);
    const sent = { displayName: 'Maria G.', bidUsd: '0.04' };
    expect(readable(await browser.submit(slip, `${path}/apply`, sent))).toContain('Application sent');
    const proposals = await call(simulator, 'GET', `/jobs/${jobId}/proposals`);
    expect(JSON.stringify(proposals.body)).toContain('Maria G.');
    await browser.submit(await browser.open(`/job-post/review?jobId=${jobId}`), '/job-post/close');
    expect(statusOf(simulator, jobId)).toBe('ARCHIVED');
    const closed = await browser.open(path);
    expect([closed.status, readable(closed).includes('This job is closed')]).toEqual([404, true]);
  });

  it('finds a job under the link of an older title', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    simulator.human.editDraft(jobId, { jobTitle: 'Other name' });
    const page = await new PlainBrowser(simulator).open(`/jobs/label-street-signs--${jobId}`);
    expect([page.status, page.path]).toEqual([200, `/jobs/other-name--${jobId}`]);
  });

  it('shows no draft to the public', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const page = await new PlainBrowser(simulator).open(`/jobs/label-street-signs--${jobId}`);
    expect(page.status).toBe(404);
    expect(page.html).not.toContain('street signs.');
  });

  it.each([
    ['a missing field', {}, { experienceLevel: null }, 'Some fields are still missing'],
    ['the daily limit', { publishQuota: 0 }, {}, 'publish'],
    ['moderation', { moderation: ['street'] }, {}, 'Not published'],
  ])('keeps %s from being published', async (_name, options, fields, words) => {
    const simulator = await start(options);
    const jobId = await readyDraft(simulator);
    if (Object.keys(fields).length > 0) simulator.human.editDraft(jobId, fields);
    const browser = new PlainBrowser(simulator);
    const review = await browser.open(`/job-post/review?jobId=${jobId}`);
    const refused = await browser.submit(review, '/job-post/publish');
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(readable(refused)).toContain('Not published');
    expect(readable(refused)).toContain(words);
    expect(statusOf(simulator, jobId)).not.toBe('OPEN');
  });

  it('lets a held job through when a person approves it', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    simulator.human.setStatus(jobId, 'PENDING_APPROVAL');
    const browser = new PlainBrowser(simulator);
    const review = await browser.open(`/job-post/review?jobId=${jobId}`);
    await browser.submit(review, '/job-post/approve');
    expect(statusOf(simulator, jobId)).toBe('OPEN');
  });
});
