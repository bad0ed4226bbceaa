import { access } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import type { Command } from '../command.ts';
import { writeProject } from '../scaffold/write-project.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';

const NEEDED = ['otform', 'cdktf', 'constructs'];

/** The step that adds what a package.json of the user's own does not have yet; none when it has all. */
async function missingPackages(folder: string): Promise<readonly string[]> {
  const installed = await Promise.all(
    NEEDED.map((name) =>
      access(join(folder, 'node_modules', name)).then(
        () => true,
        () => false,
      ),
    ),
  );
  const missing = NEEDED.filter((_name, index) => installed[index] === false);
  return missing.length === 0 ? [] : [`npm install ${missing.join(' ')}`];
}

/** `otform init [DIR]`. */
export const initCommand: Command = async ({ dir, positionals, io, style }) => {
  const target = resolve(dir, positionals[0] ?? '.');
  const { written, kept } = await writeProject(target);
  const where = relative(dir, target);
  io.stdout.write(`${style.bold(style.green('Project ready.'))} Written: ${written.join(', ')}\n`);
  if (kept.length > 0) io.stdout.write(`Left as they were: ${kept.join(', ')}\n`);
  const steps = [
    ...(where === '' ? [] : [`cd ${sanitiseLine(where)}`]),
    ...(kept.includes('package.json') ? await missingPackages(target) : ['npm install']),
    'npx otform plan --simulator',
    'npx otform apply --simulator',
  ];
  io.stdout.write(`\nNext:\n${steps.map((step) => `    ${step}\n`).join('')}`);
  return 0;
};
