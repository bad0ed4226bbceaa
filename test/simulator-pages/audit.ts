import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { contrast } from './contrast.ts';

interface Seen {
  readonly unnamed: readonly string[];
  readonly repeatedIds: readonly string[];
  readonly danglingIds: readonly string[];
  readonly landmarks: readonly number[];
  readonly headings: readonly number[];
  readonly texts: readonly {
    readonly text: string;
    readonly ink: string;
    readonly ground: string;
    readonly large: boolean;
  }[];
  readonly wider: number;
}

const LOOK = readFileSync(new URL('in-page-audit.js', import.meta.url), 'utf8');

/** What is wrong with the page for somebody who cannot see it well, or at all; empty for a good page. */
export async function complaintsAbout(page: Page): Promise<readonly string[]> {
  const seen: Seen = await page.evaluate(LOOK);
  const jumps = seen.headings.filter((level, index) => level > (seen.headings[index - 1] ?? 0) + 1);
  return [
    ...seen.unnamed.map((control) => `without a name: ${control}`),
    ...seen.repeatedIds.map((id) => `id twice: ${id}`),
    ...seen.danglingIds.map((id) => `leads nowhere: ${id}`),
    ...(seen.landmarks.every((count) => count === 1) ? [] : [`landmarks: ${seen.landmarks.join(', ')}`]),
    ...(seen.headings.filter((level) => level === 1).length === 1 ? [] : ['not one main heading']),
    ...jumps.map((level) => `heading ${level} skips a level`),
    ...seen.texts
      .filter(({ ink, ground, large }) => contrast(ink, ground) < (large ? 3 : 4.5))
      .map(({ text, ink, ground }) => `hard to read: ${text} (${ink} on ${ground})`),
    ...(seen.wider > 0 ? [`${seen.wider} pixels wider than the window`] : []),
  ];
}
