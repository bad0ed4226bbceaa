import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';
import { claimTests } from './chromium-claim.ts';
import { jobTests } from './chromium-jobs.ts';
import { looksTests } from './chromium-looks.ts';
import { ABSENT, HAS_CHROMIUM, launch } from './window.ts';

if (!HAS_CHROMIUM) process.stderr.write(ABSENT);

describe.skipIf(!HAS_CHROMIUM)('in Chromium', () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser?.close());

  const running = (): Browser => {
    if (browser === undefined) throw new Error('Chromium did not start');
    return browser;
  };
  describe('the claim ceremony', () => claimTests(running));
  describe('a person', () => jobTests(running));
  describe('the pages', () => looksTests(running));
});
