import { relative, resolve } from 'node:path';
import type { Command } from '../command.ts';
import { writeProject } from '../scaffold/write-project.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';

/** `otform init [DIR]`. */
export const initCommand: Command = async ({ dir, positionals, io, style }) => {
  const target = resolve(dir, positionals[0] ?? '.');
  const { written, kept } = await writeProject(target);
  const where = relative(dir, target);
  io.stdout.write(`${style.bold(style.green('Project ready.'))} Written: ${written.join(', ')}\n`);
  if (kept.length > 0) io.stdout.write(`Left as they were: ${kept.join(', ')}\n`);
  const steps = [
    ...(where === '' ? [] : [`cd ${sanitiseLine(where)}`]),
    kept.includes('package.json') ? 'npm install otform cdktf constructs' : 'npm install',
    'npx otform plan --simulator',
    'npx otform apply --simulator',
  ];
  io.stdout.write(`\nNext:\n${steps.map((step) => `    ${step}\n`).join('')}`);
  return 0;
};
