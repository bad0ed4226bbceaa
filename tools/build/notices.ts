import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';
import { ROOT } from './places.ts';

const PACKAGE_FOLDER = /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\//;

/** Folders, relative to the root, of the packages whose code is inside the bundles. */
export function bundledPackages(metafiles: readonly Metafile[]): string[] {
  const folders = new Set<string>();
  for (const metafile of metafiles) {
    for (const [input] of Object.entries(metafile.inputs)) {
      const folder = PACKAGE_FOLDER.exec(input)?.[1];
      if (folder !== undefined) folders.add(folder);
    }
  }
  return [...folders].sort();
}

async function notice(folder: string): Promise<string> {
  const manifest: { name: string; version: string; license?: string } = JSON.parse(
    await readFile(join(ROOT, folder, 'package.json'), 'utf8'),
  );
  const names = await readdir(join(ROOT, folder));
  const licence = names.find((name) => /^licen[cs]e(\.|$)/i.test(name));
  const text = licence === undefined ? '' : await readFile(join(ROOT, folder, licence), 'utf8');
  return `${manifest.name} ${manifest.version} (${manifest.license ?? 'see text'})\n\n${text.trim()}\n`;
}

/** Writes the licence texts of everything that the bundles contain, as those licences ask. */
export async function writeNotices(dist: string, metafiles: readonly Metafile[]): Promise<void> {
  const texts = await Promise.all(bundledPackages(metafiles).map(notice));
  const head = 'Software by others that is part of the files in this folder.\n';
  await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), [head, ...texts].join(`\n${'-'.repeat(80)}\n`));
}
