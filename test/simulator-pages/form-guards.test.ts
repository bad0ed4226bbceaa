import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { attributes, html } from '../../src/simulator/pages/html.ts';
import { liveJob, readyDraft, start } from '../simulator/harness.ts';
import { fieldsOf, statusOf } from '../simulator/probe.ts';
import { beginCeremony } from './ceremony.ts';
import { PlainBrowser } from './plain-browser.ts';

const HOSTILE = `</title></textarea><script>alert(1)</script><img src=x onerror=alert(1)>"'\``;

describe('forms', () => {
  it('are taken once', async () => {
    const simulator = await start();
    const browser = new PlainBrowser(simulator);
    const page = await browser.open('/');
    const before = simulator.clock.now();
    await browser.submit(page, '/dashboard/clock/advance', { step: 'hour' });
    const again = await browser.submit(page, '/dashboard/clock/advance', { step: 'hour' });
    expect(again.status).toBe(403);
    expect(simulator.clock.now() - before).toBe(3_600_000);
  });

  it.each([
    ['without a token', { formToken: '' }, {}],
    ['with a made-up token', { formToken: 'x' }, {}],
    ['from another site', {}, { origin: 'https://evil.example' }],
    ['from another local server', {}, { origin: 'http://127.0.0.1:9' }],
    ['from a sandboxed page', {}, { origin: 'null' }],
    ['that the browser calls foreign', {}, { 'sec-fetch-site': 'cross-site' }],
    ['that the browser calls a neighbour’s', {}, { 'sec-fetch-site': 'same-site' }],
  ])('%s change nothing', async (_name, typed, headers) => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const browser = new PlainBrowser(simulator);
    const page = await browser.open(`/job-post/review?jobId=${jobId}`);
    const answer = await browser.submit(page, '/job-post/publish', typed, { headers });
    expect(answer.status).toBe(403);
    expect(statusOf(simulator, jobId)).toBe('DRAFT');
  });

  it('are taken as forms only', async () => {
    const simulator = await start();
    const jobId = await readyDraft(simulator);
    const browser = new PlainBrowser(simulator);
    const page = await browser.open(`/job-post/review?jobId=${jobId}`);
    const headers = { 'content-type': 'text/plain' };
    expect((await browser.submit(page, '/job-post/publish', {}, { headers })).status).toBe(415);
    expect((await browser.open('/job-post/publish')).status).toBe(405);
    expect(statusOf(simulator, jobId)).toBe('DRAFT');
  });
});

describe('pages', () => {
  it('answer loopback names only', async () => {
    const simulator = await start();
    const status = await new Promise((resolve, reject) => {
      const call = request(`${simulator.url}/`, { headers: { host: 'evil.example' } }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      call.on('error', reject);
      call.end();
    });
    expect(status).toBe(403);
  });

  it('send a policy without scripts, frames or assets of other origins', async () => {
    const simulator = await start();
    const { headers } = await new PlainBrowser(simulator).open('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`default-src 'none'`);
    expect(policy).toContain(`form-action 'self'`);
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(policy).not.toContain('script');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('answer HEAD without a body', async () => {
    const simulator = await start();
    const answer = await fetch(`${simulator.url}/`, { method: 'HEAD', headers: { connection: 'close' } });
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it('escape everything that came from outside', async () => {
    const simulator = await start();
    const jobId = await liveJob(simulator);
    simulator.human.editDraft(jobId, {
      jobTitle: HOSTILE,
      jobDescription: HOSTILE,
      languages: [HOSTILE],
      labelingSoftware: HOSTILE,
    });
    simulator.human.addProposal(jobId, { displayName: HOSTILE });
    const { path } = await beginCeremony(simulator, { agentName: HOSTILE });
    const browser = new PlainBrowser(simulator);
    await fetch(`${simulator.url}/api/%3Cscript%3E?q=<script>`, { headers: { connection: 'close' } });
    const query = encodeURIComponent(HOSTILE);
    const pages = [
      '/',
      `/?path=${query}&method=${query}&status=${query}&jobs=${query}&done=${query}`,
      `/claim?token=${query}`,
      path,
      `/job-post?jobId=${jobId}&saved=${query}`,
      `/job-post?jobId=${query}`,
      `/job-post/review?jobId=${jobId}`,
      `/jobs/x--${jobId}`,
      `/jobs/x--${jobId}/apply`,
    ];
    for (const target of pages) {
      const page = await browser.open(target);
      expect(page.html, target).not.toMatch(/<script|<img|onerror=alert\(1\)>"/i);
    }
    const editor = await browser.open(`/job-post?jobId=${jobId}`);
    const before = fieldsOf(simulator, jobId);
    await browser.submit(editor, '/job-post');
    expect(fieldsOf(simulator, jobId)).toEqual(before);
  });
});

describe('html', () => {
  it.each([
    ['text', html`<p>${'<b>&"\'`'}</p>`.text, '<p>&#60;b&#62;&#38;&#34;&#39;&#96;</p>'],
    ['markup', html`<p>${html`<b>x</b>`}</p>`.text, '<p><b>x</b></p>'],
    ['lists', html`${['<', html`<i>`, 1, null, false]}`.text, '&#60;<i>1'],
    ['attributes', attributes({ a: '"', b: true, c: false, d: null, e: 0 }).text, ' a="&#34;" b e="0"'],
  ])('escapes %s', (_name, made, expected) => {
    expect(made).toBe(expected);
  });
});
