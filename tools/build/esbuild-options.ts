import type { BuildOptions } from 'esbuild';
import { ROOT } from './places.ts';

/**
 * What all bundles share. Not minified: stack traces of a bug report must be readable, and V8 parses functions only
 * when they are called.
 */
export const SHARED_OPTIONS = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20.18',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
} as const satisfies BuildOptions;

/** CommonJS output has no `import.meta.url`; sources may use it. */
export const COMMONJS_OPTIONS = {
  format: 'cjs',
  define: { 'import.meta.url': '__otformModuleUrl' },
  banner: { js: "const __otformModuleUrl = require('node:url').pathToFileURL(__filename).href;" },
} as const satisfies BuildOptions;

/** CommonJS packages inside an ES module bundle still `require` Node's own modules. */
export const ES_MODULE_OPTIONS = {
  format: 'esm',
  banner: {
    js: "import { createRequire as __otformCreateRequire } from 'node:module';\nconst require = __otformCreateRequire(import.meta.url);",
  },
} as const satisfies BuildOptions;
