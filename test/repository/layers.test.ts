import { expect, test } from 'vitest';
import { checkLayers, importsOf } from '../../tools/checks/layers.ts';

const VIOLATIONS: readonly (readonly [string, string, string, string])[] = [
  ['static import', 'src/contract/a.ts', "import { x } from '../api/x.ts';", 'contract may not import api'],
  [
    'type-only import',
    'src/provider/a.ts',
    "import type { Plan } from '../engine/plan.ts';",
    'provider may not import engine',
  ],
  ['side-effect import', 'src/state/a.ts', "import '../engine/a.ts';", 'state may not import engine'],
  ['re-export', 'src/api/index.ts', "export * from '../provider/a.ts';", 'api may not import provider'],
  [
    'import over several lines',
    'src/simulator/deep/a.ts',
    "import {\n  a,\n  b,\n} from '../../api/api.ts';",
    'simulator may not import api',
  ],
  [
    'dynamic import',
    'src/engine/a.ts',
    "const x = await import('../cli/main.ts');",
    'engine may not import cli',
  ],
  [
    'import type expression',
    'src/constructs/a.ts',
    "type X = import('../state/a.ts').X;",
    'constructs may not',
  ],
  ['require', 'src/plugin/a.ts', "const x = require('../state/a.ts');", 'plugin may not import state'],
  [
    'a package in constructs',
    'src/constructs/a.ts',
    "import fs from 'node:fs';",
    'may not import the package',
  ],
  ['a package in contract', 'src/contract/a.ts', "import { z } from 'zod';", 'may not import the package'],
  [
    'CDKTF outside constructs',
    'src/engine/a.ts',
    "import { App } from 'cdktf';",
    'only constructs know CDKTF',
  ],
  ['gRPC outside the plugin', 'src/provider/a.ts', "import g from '@grpc/grpc-js';", 'only the plugin'],
  [
    'HTTP outside the client',
    'src/provider/a.ts',
    "import { request } from 'undici';",
    'only api talks HTTP',
  ],
  ['the built package', 'src/cli/a.ts', "import { Job } from 'otform';", 'imports the built package'],
  ['a file outside src', 'src/cli/a.ts', "import { x } from '../../tools/build.ts';", 'outside src'],
  [
    'the plugin from the command',
    'src/cli/a.ts',
    "import { servePlugin } from '../plugin/serve.ts';",
    'cli may not import plugin',
  ],
  ['an unknown part', 'src/helpers/a.ts', '', 'src/helpers is in no layer'],
];

test.each(VIOLATIONS)('%s against the arrows is caught', (_name, path, text, part) => {
  const mistakes = checkLayers([{ path, text }]);
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0]).toContain(path);
  expect(mistakes[0]).toContain(part);
});

test.each([
  ['along an arrow', 'src/engine/a.ts', "import { x } from '../provider/x.ts';"],
  ['within a part', 'src/engine/deep/a.ts', "import { x } from '../plan.ts';"],
  ['lazily from the command line', 'src/cli/a.ts', "await import('../simulator/index.ts');"],
  [
    'named in a comment',
    'src/contract/a.ts',
    "// import { x } from '../api/x.ts';\n/* import '../api/y.ts' */",
  ],
  ['in a program written as text', 'src/cli/a.ts', "const p = `\nimport { Job } from 'otform';\n`;"],
  ['after an interpolation', 'src/api/a.ts', "const p = `${`${{ a: 1 }.a}`}\nimport '../cli/a.ts';\n`;"],
  [
    'after a quote in a regular expression',
    'src/api/a.ts',
    "const r = /[`/]/;\nconst p = `\nimport 'undici`;",
  ],
  ['the way in that a part has', 'src/cli/a/b.ts', "import { x } from '../../plugin/install.ts';"],
  ['a test that goes anywhere', 'test/a.test.ts', "import { x } from '../src/cli/main.ts';"],
])('an import %s is allowed', (_name, path, text) => {
  expect(checkLayers([{ path, text }])).toEqual([]);
});

test('an import after template texts and regular expressions is still found', () => {
  const text =
    "const a = `x ${b} \\` y`;\nconst r = /[`'\"/]/.test(a) ? 1 / 2 : 3;\nimport x from '../cli/x.ts';\n";
  expect(checkLayers([{ path: 'src/api/a.ts', text }])).toEqual([
    'src/api/a.ts:3: imports "../cli/x.ts", but api may not import cli',
  ]);
});

test('imports are found with their lines', () => {
  const text =
    "import a from 'a';\n\nimport {\n  b,\n} from './b.ts';\nexport const c = () => import('./c.ts');\n";
  expect(importsOf(text)).toEqual([
    { specifier: 'a', line: 1 },
    { specifier: './b.ts', line: 5 },
    { specifier: './c.ts', line: 6 },
  ]);
});
