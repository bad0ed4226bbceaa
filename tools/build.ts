import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { buildCli } from './build/cli.ts';
import { buildConstructs } from './build/constructs.ts';
import { buildDeclarations } from './build/declarations.ts';
import { buildLibrary } from './build/library.ts';
import { writeNotices } from './build/notices.ts';
import { DIST } from './build/places.ts';
import { buildPlugin } from './build/plugin.ts';

/** Node resolves `tsx` from where this file lies, so a user needs no loader of their own. */
const REGISTER = `// Lets Node load TypeScript by stripping the types; nothing is type-checked on the run path.\nimport 'tsx';\n`;

async function buildRegister(dist: string): Promise<Metafile[]> {
  await writeFile(join(dist, 'register.js'), REGISTER);
  return [];
}

async function buildTypes(dist: string): Promise<Metafile[]> {
  await buildDeclarations(dist);
  return [];
}

const PARTS: Readonly<Record<string, (dist: string) => Promise<Metafile[]>>> = {
  register: buildRegister,
  constructs: buildConstructs,
  library: buildLibrary,
  cli: buildCli,
  plugin: buildPlugin,
  types: buildTypes,
};

/**
 * Makes `dist/` from scratch, in a folder beside it that takes its place when everything is there: a build that fails
 * leaves the old one, and nobody meets half of one. With names of parts, only those are made again, in place.
 */
export async function build(names: readonly string[] = []): Promise<void> {
  const unknown = names.find((name) => PARTS[name] === undefined);
  if (unknown !== undefined) {
    throw new Error(`There is no part "${unknown}" to build. Parts: ${Object.keys(PARTS).join(', ')}.`);
  }
  if (names.length > 0) {
    await mkdir(DIST, { recursive: true });
    for (const name of names) await PARTS[name]?.(DIST);
    return;
  }
  const fresh = `${DIST}.new-${process.pid}`;
  const old = `${DIST}.old-${process.pid}`;
  try {
    await mkdir(fresh, { recursive: true });
    // All are awaited, also after a failure: a part that still writes could not be cleaned up.
    const results = await Promise.allSettled(Object.values(PARTS).map((part) => part(fresh)));
    const failures = results.filter((result) => result.status === 'rejected').map((result) => result.reason);
    if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join('\n'));
    const metafiles = results.flatMap((result) => (result.status === 'fulfilled' ? result.value : []));
    await writeNotices(fresh, metafiles);
    await rename(DIST, old).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    await rename(fresh, DIST);
  } finally {
    await Promise.all([fresh, old].map((folder) => rm(folder, { recursive: true, force: true })));
  }
}
