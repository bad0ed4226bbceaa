import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ROOT } from '../build/places.ts';
import { documentationFiles } from './pages.ts';

/** What this writes; `docs/provider` holds nothing else. */
export const GENERATED_DOCS = [
  'docs/cli.md',
  'docs/getting-started.md',
  'docs/constructs.md',
  'docs/simulator.md',
  'docs/api-coverage.md',
  'docs/troubleshooting.md',
  'docs/images',
  'docs/provider',
] as const;

/** Writes the generated documentation. Pages with sections of ours keep what people wrote around them. */
export async function generateDocs(): Promise<void> {
  const files = await documentationFiles();
  await rm(join(ROOT, 'docs', 'provider'), { recursive: true, force: true });
  for (const [path, text] of Object.entries(files)) {
    const file = join(ROOT, path);
    await mkdir(dirname(file), { recursive: true });
    const before = await readFile(file, 'utf8').catch(() => null);
    if (before !== text) await writeFile(file, text);
  }
}
