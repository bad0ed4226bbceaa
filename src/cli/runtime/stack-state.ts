import { readFile } from 'node:fs/promises';
import type { StackLocation } from '../../engine/engine.ts';
import { statePathOf } from '../../engine/run/locate-state.ts';
import { readStateFile, type StateFile } from '../../state/index.ts';
import type { CommandContext } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { loadLastProgram, oneStack } from '../program/program.ts';

export interface StackState {
  readonly stack: StackLocation;
  /** Absolute path of the state file. */
  readonly path: string;
}

/**
 * Where the state of the stack is. Reads only the backend block, so that looking into a state works even for a stack
 * that the embedded engine cannot run.
 */
export async function locateState(context: CommandContext): Promise<StackState> {
  const { dir, flags, io, interruption } = context;
  const program = await loadLastProgram(dir, flags, io, interruption.signal);
  const stack = oneStack(program, flags.text('stack'), context.name);
  return { stack, path: statePathOf(stack, await backendPath(stack)) };
}

/** The state of the stack, null when there is none yet. */
export async function readStackState(
  context: CommandContext,
): Promise<StackState & { readonly state: StateFile | null }> {
  const located = await locateState(context);
  return { ...located, state: await readStateFile(located.path) };
}

/** `path` of the local backend, null without a backend block; other backends are refused. */
async function backendPath(stack: StackLocation): Promise<string | null> {
  let root: unknown;
  try {
    root = JSON.parse(await readFile(stack.configPath, 'utf8'));
  } catch (error) {
    throw configError(
      'invalid-stack-file',
      'Invalid Stack File',
      `${stack.configPath}: ${error instanceof Error ? error.message : String(error)}. Synthesise the stack again.`,
    );
  }
  const backend = first(member(first(member(root, 'terraform')), 'backend'));
  if (backend === undefined) return null;
  if (typeof backend === 'object' && backend !== null && 'local' in backend) {
    const path = member(first(backend.local), 'path');
    return typeof path === 'string' ? path : 'terraform.tfstate';
  }
  const type = Object.keys(Object(backend))[0] ?? 'unknown';
  throw configError(
    'unsupported-backend',
    'Unsupported Backend',
    `Stack "${stack.name}" keeps its state in backend "${type}", which otform does not read. Use terraform in the folder of ${stack.configPath}, e.g.\n    terraform state list`,
  );
}

/** JSON configuration may hold a block as an object or as a list of one. */
function first(value: unknown): unknown {
  return Array.isArray(value) ? value[0] : value;
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}
