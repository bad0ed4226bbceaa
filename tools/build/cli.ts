import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { ES_MODULE_OPTIONS, SHARED_OPTIONS } from './esbuild-options.ts';
import { hasSource, source } from './places.ts';

const SHEBANG = '#!/usr/bin/env node\n';

/**
 * The `otform` command: ES modules, split so that each command loads what it needs. Chunks lie beside the entry,
 * because sources find package.json relative to themselves.
 */
export async function buildCli(dist: string): Promise<Metafile[]> {
  if (!hasSource('cli/main.ts')) return [];
  const result = await build({
    ...SHARED_OPTIONS,
    ...ES_MODULE_OPTIONS,
    entryPoints: { main: source('cli/main.ts') },
    outdir: join(dist, 'cli'),
    splitting: true,
    external: ['cdktf', 'cdktn', 'constructs', 'esbuild', 'tsx'],
  });
  const entry = join(dist, 'cli', 'main.js');
  const text = await readFile(entry, 'utf8');
  if (!text.startsWith('#!')) await writeFile(entry, SHEBANG + text);
  await chmod(entry, 0o755);
  return [result.metafile];
}
