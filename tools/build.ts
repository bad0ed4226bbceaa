import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildCli } from './build/cli.ts';
import { buildConstructs } from './build/constructs.ts';
import { buildDeclarations } from './build/declarations.ts';
import { buildLibrary } from './build/library.ts';
import { writeNotices } from './build/notices.ts';
import { DIST } from './build/places.ts';
import { buildPlugin } from './build/plugin.ts';

/** Node resolves `tsx` from where this file lies, so a user needs no loader of their own. */
const REGISTER = `// Lets Node load TypeScript by stripping the types; nothing is type-checked on the run path.\nimport 'tsx';\n`;

/** Makes `dist/` from scratch: constructs, library entries, CLI, plugin, loader and declarations. */
export async function build(): Promise<void> {
  await rm(DIST, { recursive: true, force: true });
  await mkdir(DIST, { recursive: true });
  const metafiles = await Promise.all([buildConstructs(), buildLibrary(), buildCli(), buildPlugin()]);
  await writeFile(join(DIST, 'register.js'), REGISTER);
  await buildDeclarations();
  await writeNotices(metafiles.flat());
}
