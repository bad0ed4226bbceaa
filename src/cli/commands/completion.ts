import { renderCompletion } from '../args/completion.ts';
import type { Command } from '../command.ts';

/** `otform completion SHELL`. */
export const completionCommand: Command = async ({ io, positionals }) => {
  io.stdout.write(renderCompletion(positionals[0] ?? ''));
  return 0;
};
