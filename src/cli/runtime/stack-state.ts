import type { StackLocation } from '../../engine/engine.ts';
import { locateState as locate } from '../../engine/run/locate-state.ts';
import { readStateFile, type StateFile } from '../../state/index.ts';
import type { CommandContext } from '../command.ts';
import { loadLastProgram, oneStack } from '../program/program.ts';

export interface StackState {
  readonly stack: StackLocation;
  /** Absolute path of the state file. */
  readonly path: string;
}

/** Where the state of the stack is. Works even for a stack that the embedded engine cannot run. */
export async function locateState(context: CommandContext): Promise<StackState> {
  const { dir, flags, io, interruption } = context;
  const program = await loadLastProgram(dir, flags, io, interruption.signal);
  const stack = oneStack(program, flags.text('stack'), context.name);
  return { stack, path: await locate(stack) };
}

/** The state of the stack, null when there is none yet. */
export async function readStackState(
  context: CommandContext,
): Promise<StackState & { readonly state: StateFile | null }> {
  const located = await locateState(context);
  return { ...located, state: await readStateFile(located.path) };
}
