import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { renderCliReference } from '../../src/cli/args/reference.ts';
import { QUICKSTART_PROGRAM } from '../../src/cli/scaffold/project.ts';
import { ROOT } from '../build/places.ts';
import { applyPicture } from './apply-picture.ts';
import { constructsSections } from './constructs-page.ts';
import { coverageSections } from './coverage-page.ts';
import { fenced, fillSections } from './markdown.ts';
import { providerPages } from './provider-pages.ts';
import { simulatorSections } from './simulator-page.ts';
import { troubleshootingSections } from './troubleshooting-page.ts';

async function filled(path: string, sections: Readonly<Record<string, string>>): Promise<string> {
  return fillSections(await readFile(join(ROOT, path), 'utf8'), sections);
}

/** Every generated file of the documentation with its text, by its path from the root of the repository. */
export async function documentationFiles(): Promise<Readonly<Record<string, string>>> {
  const provider = Object.entries(await providerPages()).map(
    ([path, text]) => [`docs/provider/${path}`, text] as const,
  );
  return {
    'docs/cli.md': renderCliReference(),
    'docs/constructs.md': await filled('docs/constructs.md', constructsSections()),
    'docs/getting-started.md': await filled('docs/getting-started.md', {
      program: fenced('ts', QUICKSTART_PROGRAM),
    }),
    'docs/simulator.md': await filled('docs/simulator.md', await simulatorSections()),
    'docs/api-coverage.md': await filled('docs/api-coverage.md', coverageSections()),
    'docs/troubleshooting.md': await filled('docs/troubleshooting.md', await troubleshootingSections()),
    'docs/images/apply.svg': await applyPicture(),
    ...Object.fromEntries(provider),
  };
}
