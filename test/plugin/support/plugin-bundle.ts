import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export type PluginEntry = 'test' | 'real';

const ENTRIES = {
  test: fileURLToPath(new URL('./test-plugin-main.ts', import.meta.url)),
  real: fileURLToPath(new URL('../../../src/plugin/main.ts', import.meta.url)),
};

/** Bundles a plugin into one CommonJS script with a shebang, as it is shipped; answers its path. */
export async function bundlePlugin(entry: PluginEntry, folder: string): Promise<string> {
  const outfile = join(folder, 'terraform-provider-opentrain');
  await build({
    entryPoints: [ENTRIES[entry]],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    define: { 'import.meta.url': '__moduleUrl' },
    banner: {
      js: "#!/usr/bin/env node\nconst __moduleUrl = require('node:url').pathToFileURL(__filename).href;",
    },
    logLevel: 'error',
  });
  await chmod(outfile, 0o755);
  return outfile;
}
