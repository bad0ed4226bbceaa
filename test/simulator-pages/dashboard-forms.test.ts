import { describe, expect, it } from 'vitest';
import { call, liveJob, readyDraft, start } from '../simulator/harness.ts';
import { beginCeremony } from './ceremony.ts';
import { PlainBrowser, readable } from './plain-browser.ts';

describe('dashboard', () => {
  it('lists jobs, accounts, claims and requests, and never a whole token', async () => {
    const simulator = await start();
    await readyDraft(simulator, { jobTitle: 'A draft' });
    await liveJob(simulator, { jobTitle: 'A live one' });
    const { token, claimToken } = await beginCeremony(simulator);
    const page = await new PlainBrowser(simulator).open('/');
    const text = readable(page);
    for (const words of ['A draft', 'A live one', 'Label bot', 'Claim open', 'POST', '/api/agent/identity']) {
      expect(text).toContain(words);
    }
    expect(text).toContain(`export OT_API_BASE_URL=${simulator.url}`);
    expect(text).toMatch(/export OT_API_TOKEN=ot_pat_\S{4}\*{8}\S{4}/);
    for (const secret of [simulator.token, token, claimToken]) expect(page.html).not.toContain(secret);
  });

  it('leads to the claim page as the mail would, without its token on the page', async () => {
    const simulator = await start();
    const { path } = await beginCeremony(simulator);
    const browser = new PlainBrowser(simulator);
    const page = await browser.open('/');
    expect(page.html).not.toContain('ot_cat_');
    const link = /href="(\/claim\/mail\?registration=[^"]+)"/.exec(page.html)?.[1];
    expect((await browser.open(link ?? '')).path).toBe(path);
  });

  it('moves and sets the clock', async () => {
    const simulator = await start();
    const browser = new PlainBrowser(simulator);
    const before = simulator.clock.now();
    const moved = await browser.submit(await browser.open('/'), '/dashboard/clock/advance', { step: 'day' });
    expect(simulator.clock.now() - before).toBe(86_400_000);
    await browser.submit(moved, '/dashboard/clock/set', { time: '2031-02-03T04:05:06' });
    expect(new Date(simulator.clock.now()).toISOString()).toBe('2031-02-03T04:05:06.000Z');
    const slip = await browser.submit(await browser.open('/'), '/dashboard/clock/set', { time: 'noon' });
    expect([slip.status, slip.html.includes('<a href="#time">')]).toEqual([422, true]);
    expect(new Date(simulator.clock.now()).toISOString()).toBe('2031-02-03T04:05:06.000Z');
  });

  it('arms a fault that the next request meets, and removes it', async () => {
    const simulator = await start();
    const browser = new PlainBrowser(simulator);
    const typed = { method: 'GET', path: '/jobs/mine', type: 'status', status: '503', count: '' };
    const armed = await browser.submit(await browser.open('/'), '/dashboard/faults', typed);
    expect((await call(simulator, 'GET', '/jobs/mine')).status).toBe(503);
    expect(readable(armed)).toContain('Answer with an error status: 503');
    await browser.submit(await browser.open('/'), '/dashboard/faults/clear');
    expect((await call(simulator, 'GET', '/jobs/mine')).status).toBe(200);
  });

  it.each([
    [{ path: 'jobs' }, 'path'],
    [{ status: '200' }, 'status'],
    [{ type: 'latency', ms: 'long' }, 'ms'],
    [{ nth: '0' }, 'nth'],
    [{ count: '-1' }, 'count'],
    [{ type: 'gremlin' }, 'type'],
  ])('arms nothing from %j', async (typed, field) => {
    const simulator = await start();
    const browser = new PlainBrowser(simulator);
    const page = await browser.submit(await browser.open('/'), '/dashboard/faults', typed);
    expect([page.status, page.html.includes(`<a href="#fault-${field}">`)]).toEqual([422, true]);
    expect(simulator.faults.list()).toEqual([]);
  });

  it('switches the dialect and goes back to the default', async () => {
    const simulator = await start();
    const browser = new PlainBrowser(simulator);
    const initial = { ...simulator.dialect };
    const changed = await browser.submit(await browser.open('/'), '/dashboard/dialect', {
      'dialect-pollAfterDecline': 'access_denied',
    });
    expect(simulator.dialect).toEqual({ ...initial, pollAfterDecline: 'access_denied' });
    const slip = await browser.submit(changed, '/dashboard/dialect', { 'dialect-slowDown': 'never' });
    expect(slip.status).toBe(422);
    await browser.submit(await browser.open('/'), '/dashboard/dialect/reset');
    expect(simulator.dialect).toEqual(initial);
  });

  it('filters and empties the request log, in which pages never are', async () => {
    const simulator = await start();
    await call(simulator, 'GET', '/jobs/mine');
    await call(simulator, 'GET', '/nothing');
    const browser = new PlainBrowser(simulator);
    const found = await browser.open('/?method=GET&path=/api/**&status=404');
    expect(readable(found)).toContain('Newest 1 of 1 that match; 2 since start');
    await browser.open('/claim');
    await browser.open('/favicon.ico');
    expect(simulator.log.total).toBe(2);
    await browser.submit(await browser.open('/'), '/dashboard/log/clear');
    expect(simulator.log.entries()).toEqual([]);
  });

  it('pages through many jobs', async () => {
    const simulator = await start();
    for (let number = 1; number <= 51; number += 1) {
      await call(simulator, 'POST', '/job-drafts', { rawJobDescription: `Job ${number}.` });
    }
    const browser = new PlainBrowser(simulator);
    expect(readable(await browser.open('/'))).toContain('51 jobs, newest first, page 1 of 2');
    expect(readable(await browser.open('/?jobs=2'))).toContain('page 2 of 2');
    expect(readable(await browser.open('/?jobs=999999'))).toContain('page 2 of 2');
    expect(readable(await browser.open('/?jobs=-1'))).toContain('page 1 of 2');
  });
});
