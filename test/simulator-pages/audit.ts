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

/** What is wrong with the page for somebody who cannot see it well, or at all; empty for a good page. */
export async function complaintsAbout(page: Page): Promise<readonly string[]> {
  const seen: Seen = await page.evaluate(look);
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

/** Runs in the page. */
function look(): Seen {
  const all = [...document.querySelectorAll<HTMLElement>('body *')];
  const ids = all.map(({ id }) => id).filter((id) => id !== '');
  const named = (control: HTMLElement) => {
    const labels = [...((control as HTMLInputElement).labels ?? [])];
    const by = (control.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => document.getElementById(id));
    const text = [...labels, ...by].map((element) => element?.textContent ?? '').join('');
    const own = control.matches('input,select,textarea') ? '' : control.textContent;
    return `${text}${own}${control.getAttribute('aria-label') ?? ''}`.trim() !== '';
  };
  const controls = all.filter((element) =>
    element.matches(
      'input:not([type=hidden]),select,textarea,button,a,summary,form[aria-label],nav,[tabindex="0"]',
    ),
  );
  const referred = all.flatMap((element) =>
    ['for', 'aria-labelledby', 'aria-describedby'].flatMap(
      (name) => element.getAttribute(name)?.split(' ') ?? [],
    ),
  );
  const anchors = all
    .map((element) => element.getAttribute('href') ?? '')
    .filter((href) => href.startsWith('#'))
    .map((href) => href.slice(1));
  const groundOf = (element: Element): string => {
    for (let at: Element | null = element; at !== null; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (backgroundColor !== 'rgba(0, 0, 0, 0)') return backgroundColor;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = all
    .filter((element) =>
      [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== ''),
    )
    .filter((element) => element.checkVisibility() && element.closest('.visually-hidden') === null)
    .map((element) => {
      const style = getComputedStyle(element);
      const size = Number.parseFloat(style.fontSize);
      return {
        text: (element.textContent ?? '').trim().slice(0, 40),
        ink: style.color,
        ground: groundOf(element),
        large: size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700),
      };
    });
  return {
    unnamed: controls.filter((control) => !named(control)).map(({ outerHTML }) => outerHTML.slice(0, 120)),
    repeatedIds: ids.filter((id, index) => ids.indexOf(id) !== index),
    danglingIds: [...referred, ...anchors].filter((id) => id !== '' && document.getElementById(id) === null),
    landmarks: ['body > header', 'main', 'body > footer'].map(
      (name) => document.querySelectorAll(name).length,
    ),
    headings: [...document.querySelectorAll('h1,h2,h3,h4')].map(({ tagName }) => Number(tagName.slice(1))),
    texts,
    wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
}
