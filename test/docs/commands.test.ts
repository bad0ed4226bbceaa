import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseCommandLine } from '../../src/cli/args/parse.ts';
import { ROOT } from '../../tools/build/places.ts';
import { blocksIn, proseOf, readPages } from './pages.ts';

const pages = readPages();
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** Words as a shell would make them; what the shell takes away (comment, pipe, redirection) is left out. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(/\s+#|\s*[|;>]|\s+&&/);
  return [...command.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replaceAll(/["']/g, ''));
}

/** Command lines of the tool in a line of text: each part of a chain of its own. */
function otformLines(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => line.split(/\s*(?:&&|;|\|)\s*/))
    .map((line) => line.replace(/^\$ /, '').replace(/^npx /, ''))
    .filter((line) => /^otform( |$)/.test(line));
}

const shown = pages.flatMap((page) => {
  const fenced = blocksIn([page], ['console', 'sh']).flatMap(({ text }) => otformLines(text));
  const inline = [...proseOf(page).matchAll(/`((?:npx )?otform [^`\n]+)`/g)].flatMap(([, code = '']) =>
    otformLines(code),
  );
  return [
    ...new Set(fenced.map((line) => [page.path, line, 'whole'].join('\0'))),
    ...new Set(inline.map((line) => [page.path, line, 'mentioned'].join('\0'))),
  ]
    .map((joined) => joined.split('\0') as [string, string, 'whole' | 'mentioned'])
    .filter(([, line]) => !line.includes('…'));
});

test('there are command lines to check', () => {
  expect(shown.length).toBeGreaterThan(40);
});

/** What is wrong with a command line. In the middle of a sentence it may leave out its arguments. */
function mistakeIn(line: string, kind: 'whole' | 'mentioned'): string | null {
  const [, ...words] = wordsOf(line.replace('help COMMAND', 'help plan'));
  try {
    parseCommandLine(words);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return kind === 'mentioned' && / needs /.test(message) ? null : message;
  }
}

test.each(shown)('%s: %s (%s)', (_path, line, kind) => {
  expect(mistakeIn(line, kind)).toBeNull();
});

test.each([
  ['otform plann', 'Did you mean "plan"'],
  ['otform plan -outt=FILE', 'has no option -outt'],
  ['otform state mv ADDRESS', 'needs DESTINATION'],
])('a wrong line is noticed: %s', (line, message) => {
  expect(mistakeIn(line, 'whole')).toContain(message);
});

test.each(
  pages.flatMap((page) =>
    [...page.text.matchAll(/npm run ([a-z]+)/g)].map(([, name = '']) => [page.path, name] as const),
  ),
)('%s: npm run %s exists', (_path, name) => {
  expect(Object.keys(scripts)).toContain(name);
});
