import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { COMMONJS_OPTIONS, SHARED_OPTIONS } from './esbuild-options.ts';
import { hasSource, source } from './places.ts';

const SHEBANG = '#!/usr/bin/env node\n';

/** The Terraform plugin as a single file: Terraform copies it into its plugin cache, away from any node_modules. */
export async function buildPlugin(dist: string): Promise<Metafile[]> {
  if (!hasSource('plugin/main.ts')) return [];
  const outfile = join(dist, 'plugin', 'terraform-provider-opentrain.cjs');
  const result = await build({
    ...SHARED_OPTIONS,
    ...COMMONJS_OPTIONS,
    entryPoints: [source('plugin/main.ts')],
    outfile,
  });
  const text = await readFile(outfile, 'utf8');
  if (!text.startsWith('#!')) await writeFile(outfile, SHEBANG + text);
  await chmod(outfile, 0o755);
  return [result.metafile];
}
