import type { Command } from '../command.ts';
import { loadProgram } from '../program/program.ts';

/** `otform synth`: runs the program and lists what it wrote. */
export const synthCommand: Command = async ({ dir, flags, io, interruption, reporter, style }) => {
  const { synthesized } = await loadProgram(dir, flags, io, interruption.signal);
  if (flags.on('json')) {
    const stacks = synthesized.stacks.map(({ name, configPath, dependencies }) => ({
      name,
      path: configPath,
      dependencies,
    }));
    io.stdout.write(`${JSON.stringify({ output: synthesized.dir, stacks }, null, 2)}\n`);
    return 0;
  }
  reporter.report(synthesized.diagnostics);
  io.stdout.write(`${style.bold(`Stacks written (${synthesized.stacks.length}):`)}\n`);
  for (const stack of synthesized.stacks) io.stdout.write(`  ${stack.name}  ${stack.configPath}\n`);
  return 0;
};
