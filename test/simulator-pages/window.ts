import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { Simulator } from '../../src/simulator/index.ts';

const PATH = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

/** Whether there is a Chromium to test with. */
export const HAS_CHROMIUM = existsSync(PATH);

/** Said once when there is none, so that a green run does not hide that nobody looked. */
export const ABSENT = `No Chromium at ${PATH}: the browser tests are skipped. Set CHROMIUM_PATH to run them.\n`;

const ARTEFACTS = fileURLToPath(new URL('../../test-artefacts/simulator-pages/', import.meta.url));

const FOCUS = readFileSync(new URL('in-page-focus.js', import.meta.url), 'utf8');

const ARGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** A Chromium with a new, empty profile. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: PATH, args: ARGS });
}

/** A window on a simulator, and what it asked of the network. */
export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Fails unless every request went to the simulator, and nothing was logged as an error. */
  expectQuiet(): void;
}

/** A window without cookies, closed after the test; 1280 pixels wide unless told otherwise. */
export async function openWindow(
  browser: Browser,
  simulator: Simulator,
  options: { readonly width?: number; readonly javaScript?: boolean } = {},
): Promise<Window> {
  const context = await browser.newContext({
    baseURL: simulator.url,
    viewport: { width: options.width ?? 1280, height: 900 },
    javaScriptEnabled: options.javaScript ?? true,
    // A smooth scroll to a section is waited for before each click.
    reducedMotion: 'reduce',
  });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const asked: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('dialog', (dialog) => complaints.push(`dialog ${dialog.message()}`));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Chromium logs the status of a page that refuses a form; anything else is about its markup or policy.
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
      complaints.push(message.text());
  });
  return {
    page,
    context,
    expectQuiet: () => {
      expect(complaints).toEqual([]);
      expect(asked.filter((url) => !url.startsWith(`${simulator.url}/`) && url !== 'data:,')).toEqual([]);
    },
  };
}

/** Keeps a picture of the whole page under `test-artefacts`. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(ARTEFACTS, { recursive: true });
  await page.screenshot({ path: `${ARTEFACTS}${name}.png`, fullPage: true });
}

/** What has the keyboard: its label for a control, its text otherwise, and the ring around it. */
export function focused(page: Page): Promise<{ readonly name: string; readonly ring: string }> {
  return page.evaluate(FOCUS);
}

/** Presses Tab until the element with this name has the keyboard; raises when it cannot be reached. */
export async function tabTo(page: Page, name: string): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at.name === name) return;
    seen.push(at.name);
  }
  throw new Error(`Tab does not lead to ${name}; it leads to ${seen.join(', ')}`);
}
