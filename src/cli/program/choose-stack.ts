import { configError } from '../diagnostic-error.ts';
import type { Synthesized, SynthesizedStack } from './manifest.ts';

/** The stack a command works on: the named one, or the only one. A name may hold `*`, and must fit one stack. */
export function chooseStack(
  synthesized: Synthesized,
  name: string | undefined,
  command: string,
): SynthesizedStack {
  const { stacks } = synthesized;
  const names = stacks.map((stack) => stack.name);
  const [only, ...others] = stacks;
  if (only === undefined) {
    throw configError(
      'no-stacks',
      'The Program Has No Stacks',
      `${synthesized.dir} lists none. Nothing was changed.`,
    );
  }
  if (name === undefined) {
    if (others.length === 0) return only;
    throw configError(
      'stack-ambiguous',
      'Which Stack?',
      `The program has ${stacks.length} stacks, and a command works on one at a time:\n${commands(command, names)}\n\nNothing was changed.`,
    );
  }
  const found = matching(stacks, name);
  const [match, ...more] = found;
  if (match === undefined) {
    throw configError(
      'stack-unknown',
      'No Such Stack',
      `The program has no stack "${name}", and there is no plan file of that name. It has:\n${commands(command, names)}\n\nNothing was changed.`,
    );
  }
  if (more.length > 0) {
    throw configError(
      'stack-ambiguous',
      'Which Stack?',
      `"${name}" fits ${found.length} stacks:\n${commands(
        command,
        found.map((stack) => stack.name),
      )}\n\nNothing was changed.`,
    );
  }
  return match;
}

/** Stacks that a name or pattern fits, an exact name first. */
export function matching(stacks: readonly SynthesizedStack[], name: string): readonly SynthesizedStack[] {
  const exact = stacks.filter((stack) => stack.name === name);
  if (exact.length > 0 || !name.includes('*')) return exact;
  const pattern = new RegExp(
    `^${name
      .split('*')
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
  );
  return stacks.filter((stack) => pattern.test(stack.name));
}

function commands(command: string, names: readonly string[]): string {
  return names.map((name) => `    otform ${command} ${name}`).join('\n');
}
