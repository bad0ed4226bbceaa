import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { writeEsWrapper } from './es-wrapper.ts';
import { SHARED_OPTIONS } from './esbuild-options.ts';
import { source } from './places.ts';

/**
 * `otform` and `otform/cdktn`: the same source over either base library. `cdktn` is the maintained fork; it keeps
 * every name, so the import is all that differs.
 */
export async function buildConstructs(dist: string): Promise<Metafile[]> {
  const variants = [
    { folder: 'constructs', library: 'cdktf' },
    { folder: 'cdktn', library: 'cdktn' },
  ] as const;
  const results = await Promise.all(
    variants.map(({ folder, library }) =>
      build({
        ...SHARED_OPTIONS,
        format: 'cjs',
        entryPoints: [source('constructs/index.ts')],
        outfile: join(dist, folder, 'index.cjs'),
        alias: { cdktf: library },
        external: [library, 'constructs'],
      }),
    ),
  );
  const built: object = createRequire(import.meta.url)(join(dist, 'constructs', 'index.cjs'));
  for (const { folder } of variants) {
    await writeEsWrapper(join(dist, folder, 'index.js'), './index.cjs', Object.keys(built));
  }
  return results.map((result) => result.metafile);
}
