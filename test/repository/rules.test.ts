import { expect, test } from 'vitest';
import { checkContents } from '../../tools/checks/contents.ts';
import { checkSizes, MAX_LINES } from '../../tools/checks/sizes.ts';

function fileOf(path: string, lines: number) {
  return { path, text: 'x\n'.repeat(lines) };
}

test('a long file is caught, a generated one is not', () => {
  const files = [
    fileOf('src/cli/long.ts', MAX_LINES + 1),
    fileOf('src/cli/full.ts', MAX_LINES),
    fileOf('src/cli/short.ts', 10),
    fileOf('src/cli/small.ts', 10),
    fileOf('test/long.test.ts', MAX_LINES + 1),
    fileOf('src/constructs/gen/job.ts', 5_000),
    fileOf('docs/long.md', 5_000),
    fileOf('src/cli/tiny.ts', 1),
  ];
  expect(checkSizes(files)).toEqual([
    expect.stringContaining('src/cli/long.ts: 451 lines'),
    expect.stringContaining('test/long.test.ts: 451 lines'),
  ]);
});

test('many middling files are caught by their median', () => {
  const files = [1, 2, 3].map((index) => fileOf(`src/cli/file${index}.ts`, 200));
  expect(checkSizes(files)).toEqual(['src: median of 200 lines, the limit is 150']);
});

// Put together here, so that the check does not find them in this file.
const FORBIDDEN: readonly (readonly [string, string, string])[] = [
  ['a registry host', ['https://registry', 'npmjs', 'org/x'].join('.'), 'package registry'],
  ['a home folder', `cd /${'home'}/builder/project`, 'somebody’s machine'],
  ['a checkout folder', `/${'work'}/main/src`, 'somebody’s machine'],
  ['a cloud key', `AKIA${'ABCD1234'.repeat(2)}`, 'cloud key'],
  ['a private key', `-----BEGIN ${'PRIVATE KEY'}-----`, 'private key'],
  ['an access token', `ot_pat_${'aB3dE5fG7hJ9'}${'kL2mN4pQ6rS8'}`, 'holds a token'],
];

test.each(FORBIDDEN)('%s is caught', (_name, text, why) => {
  const mistakes = checkContents([{ path: 'docs/a.md', text: `first\n${text}\n` }]);
  expect(mistakes).toEqual([expect.stringMatching(/^docs\/a\.md:2: /)]);
  expect(mistakes[0]).toContain(why);
});

test.each([
  ['the prefix of a token', 'Tokens begin with ot_pat_ or ot_clm_.'],
  ['a token that says it is made up', 'ot_pat_simulatorsimulatorsimulator'],
  ['a path in a container', '/usr/local/bin/terraform'],
  ['a made-up home folder', '/home/you/project'],
])('%s is no leak', (_name, text) => {
  expect(checkContents([{ path: 'docs/a.md', text }])).toEqual([]);
});
