import { mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { writeEsWrapper } from './es-wrapper.ts';
import { COMMONJS_OPTIONS, SHARED_OPTIONS } from './esbuild-options.ts';
import { hasSource, ROOT } from './places.ts';

/** Parts that programs and tests may import, each `otform/<part>`. */
const PARTS = ['engine', 'provider', 'simulator'] as const;

/**
 * One CommonJS bundle for all parts, so that they share their classes; a part is evaluated when it is first asked for.
 */
export async function buildLibrary(dist: string): Promise<Metafile[]> {
  const parts = PARTS.filter((part) => hasSource(`${part}/index.ts`));
  if (parts.length === 0) return [];
  const getters = parts.map((part) => `get ${part}() { return require('./src/${part}/index.ts'); }`);
  const result = await build({
    ...SHARED_OPTIONS,
    ...COMMONJS_OPTIONS,
    stdin: { contents: `module.exports = { ${getters.join(', ')} };`, resolveDir: ROOT, loader: 'js' },
    outfile: join(dist, 'library.cjs'),
  });
  const built: Record<string, object> = createRequire(import.meta.url)(join(dist, 'library.cjs'));
  for (const part of parts) {
    const folder = join(dist, part);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'index.cjs'), `module.exports = require('../library.cjs').${part};\n`);
    await writeEsWrapper(join(folder, 'index.js'), './index.cjs', Object.keys(built[part] ?? {}));
  }
  return [result.metafile];
}
