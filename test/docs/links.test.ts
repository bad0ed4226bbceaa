import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../../tools/build/places.ts';
import { proseOf, readPages } from './pages.ts';

const pages = readPages();

/** The anchor that the usual renderers give a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-');
}

function anchorsOf(path: string): readonly string[] {
  const page = pages.find((one) => one.path === path);
  if (page === undefined) return [];
  const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  const ids = [...page.text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id);
  return [...headings, ...ids];
}

test.each(pages.map((page) => [page.path, page] as const))('links of %s lead somewhere', (path, page) => {
  const broken: string[] = [];
  for (const [, target = ''] of proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target)) continue;
    const [file = '', anchor] = target.split('#');
    const resolved = file === '' ? path : posix.join(posix.dirname(path), file);
    if (!existsSync(join(ROOT, resolved))) broken.push(target);
    else if (anchor !== undefined && !anchorsOf(resolved).includes(anchor)) broken.push(target);
  }
  expect(broken).toEqual([]);
});

test('every page can be reached from the README', () => {
  const reached = new Set(['README.md']);
  for (const path of reached) {
    const page = pages.find((one) => one.path === path);
    if (page === undefined) continue;
    for (const [, target = ''] of proseOf(page).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)) {
      if (!/^[a-z]+:/.test(target)) reached.add(posix.join(posix.dirname(path), target).replace(/\/$/, ''));
    }
  }
  const listed = (path: string) => reached.has(path) || reached.has(posix.dirname(path));
  expect(pages.map(({ path }) => path).filter((path) => !listed(path))).toEqual([]);
});
