import { spawnSync } from 'node:child_process';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from './places.ts';

const RELATIVE_TS = /(from\s+|import\()(['"])(\.{1,2}\/[^'"]+)\.ts\2/g;

async function declarationFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.d.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function rewrite(folder: string, change: (text: string) => string): Promise<void> {
  for (const file of await declarationFiles(folder)) {
    const text = await readFile(file, 'utf8');
    const changed = change(text);
    if (changed !== text) await writeFile(file, changed);
  }
}

/**
 * Declarations in three copies: ES module, CommonJS, and over `cdktn`. A declaration file takes its module kind from
 * the package.json next to it, so the same text serves both kinds, and consumers under `nodenext` see the right one.
 */
export async function buildDeclarations(dist: string): Promise<void> {
  const esm = join(dist, 'types', 'esm');
  const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
  const result = spawnSync(
    process.execPath,
    [tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', esm],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  if (result.status !== 0) {
    throw new Error(`Declarations could not be emitted: ${result.stdout}${result.stderr}`);
  }
  await rewrite(esm, (text) => text.replace(RELATIVE_TS, '$1$2$3.js$2'));
  for (const [kind, library, folder] of [
    ['commonjs', 'cdktf', 'cjs'],
    ['module', 'cdktn', 'cdktn-esm'],
    ['commonjs', 'cdktn', 'cdktn-cjs'],
  ] as const) {
    const target = join(dist, 'types', folder);
    await rm(target, { recursive: true, force: true });
    const parts = library === 'cdktn' ? ['constructs', 'contract'] : [''];
    for (const part of parts) await cp(join(esm, part), join(target, part), { recursive: true });
    await writeFile(join(target, 'package.json'), `${JSON.stringify({ type: kind })}\n`);
    if (library !== 'cdktf') {
      await rewrite(target, (text) => text.replace(/(['"])cdktf\1/g, `$1${library}$1`));
    }
  }
}
