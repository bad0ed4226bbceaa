import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newConsumer, packOtform, ROOT, runNode } from './consumer.ts';

const manifest: {
  version: string;
  bin: { otform: string };
  exports: Record<string, string | { import: { types: string; default: string } }>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
} = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

/** Entries that a program imports by name, with the parts of this checkout that exist. */
const ENTRIES = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([entry]) => entry.replace(/^\./, 'otform'));

const folders: string[] = [];
let esm = '';
let cjs = '';

beforeAll(async () => {
  const pack = mkdtempSync(join(tmpdir(), 'otform-pack-'));
  const tarball = await packOtform(pack);
  esm = newConsumer(tarball, 'module');
  cjs = newConsumer(tarball, 'commonjs');
  folders.push(pack, esm, cjs);
});

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

test('the package holds what it promises, and no sources', () => {
  const packed = join(esm, 'node_modules', 'otform');
  for (const target of Object.values(manifest.exports)) {
    const files = typeof target === 'string' ? [target] : [target.import.types, target.import.default];
    for (const file of files) expect(existsSync(join(packed, file)), file).toBe(true);
  }
  for (const folder of ['src', 'test', 'tools', 'node_modules']) {
    expect(existsSync(join(packed, folder)), folder).toBe(false);
  }
  expect(readFileSync(join(packed, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8')).toMatch(
    /^Software by others/,
  );
});

test.each(ENTRIES)('%s is one module, whichever way it is loaded', (entry) => {
  const program = `
    import { createRequire } from 'node:module';
    import * as imported from '${entry}';
    const required = createRequire(import.meta.url)('${entry}');
    const names = Object.keys(required).sort();
    if (names.length === 0) throw new Error('exports nothing');
    for (const name of names) {
      if (imported[name] !== required[name]) throw new Error(name + ' differs');
    }
    if (String(Object.keys(imported).sort()) !== String(names)) throw new Error('names differ');
    console.log('same');
  `;
  expect(runNode(esm, ['--input-type=module', '-e', program])).toBe('same');
  const commonJs = `import('${entry}').then((m) => console.log(Object.keys(m).every((n) => m[n] === require('${entry}')[n])))`;
  expect(runNode(cjs, ['-e', commonJs])).toBe('true');
});

const PROGRAM = readFileSync(join(ROOT, 'examples', 'quickstart', 'main.ts'), 'utf8');

test.each([
  ['ES module', 'module', 'cdktf'],
  ['CommonJS', 'commonjs', 'cdktf'],
  ['ES module over cdktn', 'module', 'cdktn'],
  ['CommonJS over cdktn', 'commonjs', 'cdktn'],
])('the quickstart runs in a new project: %s', (_name, type, library) => {
  const folder = type === 'module' ? esm : cjs;
  const program =
    library === 'cdktf'
      ? PROGRAM
      : PROGRAM.replace("from 'cdktf'", "from 'cdktn'").replace("from 'otform'", "from 'otform/cdktn'");
  writeFileSync(join(folder, 'main.ts'), program);
  runNode(folder, ['--import', 'otform/register', 'main.ts']);
  const output = join(folder, 'cdktf.out', 'stacks', 'quickstart', 'cdk.tf.json');
  const { resource } = JSON.parse(readFileSync(output, 'utf8'));
  expect(resource.opentrain_job['image-labels']).toMatchObject({
    data_volume: 10_000,
    idempotency_key: 'quickstart.image-labels',
  });
});

test.each([
  ['nodenext', 'module'],
  ['nodenext', 'commonjs'],
  ['node16', 'module'],
  ['node16', 'commonjs'],
])('types resolve under %s in a project of type %s', (resolution, type) => {
  const folder = type === 'module' ? esm : cjs;
  const uses = ENTRIES.map((entry, index) => `import * as e${index} from '${entry}';\nvoid e${index};`);
  const wrong = "import { Pay } from 'otform';\n// @ts-expect-error a price is a number\nPay.perHour('18');";
  writeFileSync(join(folder, 'types.ts'), [...uses, wrong, ''].join('\n'));
  writeFileSync(join(folder, 'main.ts'), PROGRAM);
  const options = {
    module: resolution,
    moduleResolution: resolution,
    target: 'es2023',
    strict: true,
    noEmit: true,
    types: ['node'],
    skipLibCheck: true,
  };
  const files = ['types.ts', 'main.ts'];
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files }));
  expect(runNode(folder, [join('node_modules', 'typescript', 'bin', 'tsc'), '-p', '.'])).toBe('');
});

test('the command of the package tells its version', () => {
  const bin = join(esm, 'node_modules', 'otform', manifest.bin.otform);
  expect(readFileSync(bin, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(statSync(bin).mode & 0o111).not.toBe(0);
  expect(runNode(esm, [bin, '--version'])).toContain(manifest.version);
});

test('every dependency is pinned and explained', () => {
  const explained = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8');
  for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/);
    expect(explained, name).toContain(`\`${name}\``);
  }
});
