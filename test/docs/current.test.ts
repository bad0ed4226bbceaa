import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { OPEN_QUESTIONS } from '../../src/contract/index.ts';
import { ROOT } from '../../tools/build/places.ts';
import { diagnosticCodes } from '../../tools/docs/diagnostic-codes.ts';
import { GENERATED_DOCS } from '../../tools/docs/generate-docs.ts';
import { fillSections, table } from '../../tools/docs/markdown.ts';
import { documentationFiles } from '../../tools/docs/pages.ts';
import { QUESTION_DIALECTS } from '../../tools/docs/question-dialects.ts';
import { terminalPicture } from '../../tools/docs/terminal-picture.ts';
import { REMEDIES } from '../../tools/docs/troubleshooting-page.ts';

const files = Object.entries(await documentationFiles());

test.each(files)('%s is what `npm run generate` writes', (path, text) => {
  expect(existsSync(join(ROOT, path)), 'run npm run generate').toBe(true);
  expect(readFileSync(join(ROOT, path), 'utf8')).toBe(text);
});

test('the check for a clean tree looks at every generated file', () => {
  const outside = files
    .map(([path]) => path)
    .filter((path) => !GENERATED_DOCS.some((folder) => path === folder || path.startsWith(`${folder}/`)));
  expect(outside).toEqual([]);
});

test('every diagnostic has a remedy, and every remedy a diagnostic', async () => {
  const raised = (await diagnosticCodes()).map(({ code }) => code);
  const documented = Object.values(REMEDIES).flatMap((remedies) => Object.keys(remedies));
  expect(
    raised.filter((code) => !documented.includes(code)),
    'write a remedy into tools/docs/remedies and run npm run generate',
  ).toEqual([]);
  expect(
    documented.filter((code) => !raised.includes(code)),
    'the code is raised nowhere: remove its remedy',
  ).toEqual([]);
  expect(new Set(documented).size).toBe(documented.length);
});

test('dialects are named for questions that exist', () => {
  const ids = OPEN_QUESTIONS.map(({ id }) => id);
  expect(Object.keys(QUESTION_DIALECTS).filter((id) => !ids.includes(id))).toEqual([]);
});

test('a section of a page is replaced, and nothing else of it', () => {
  const page = 'before\n<!-- generated: rows -->\nold\n<!-- end -->\nafter\n';
  const filled = fillSections(page, { rows: table(['a'], [['x | y']]) });
  expect(filled).toBe(
    'before\n<!-- generated: rows -->\n\n| a |\n|---|\n| x \\| y |\n\n<!-- end -->\nafter\n',
  );
  expect(fillSections(filled, { rows: table(['a'], [['x | y']]) })).toBe(filled);
  expect(() => fillSections(page, {})).toThrow('nothing is generated for the section "rows"');
  expect(() => fillSections('no section', { rows: '' })).toThrow('no section rows');
});

test('a picture of a terminal wraps, colours and escapes', () => {
  const mark = String.fromCharCode(27);
  const text = `ab${mark}[1;32mcd<&>${mark}[0mx`;
  const svg = terminalPicture(text, { columns: 4, title: 't', label: 'l' });
  expect(svg).toContain('fill="#56d364" font-weight="bold">cd</tspan>');
  expect(svg).toContain('font-weight="bold">&lt;&amp;&gt;</tspan>');
  expect(svg.match(/<text y=/g)).toHaveLength(2);
  expect(() => terminalPicture(`${mark}[45mx`, { columns: 4, title: 't', label: 'l' })).toThrow(
    'no colour code 45',
  );
});
