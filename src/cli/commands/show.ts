import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { providerSchema } from '../../provider/schema.ts';
import { readStateFile, type State } from '../../state/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';
import { loadPlan } from '../runtime/saved-plan.ts';
import { readStackState } from '../runtime/stack-state.ts';
import { planJson } from '../views/plan-json.ts';
import { planText } from '../views/plan-text.ts';
import { SchemaLookup } from '../views/schema-lookup.ts';
import { stateJson } from '../views/state-json.ts';
import { stateText } from '../views/state-text.ts';

/** `otform show [-json] [FILE]`. */
export const showCommand: Command = async (context) => {
  const [file] = context.positionals;
  if (file === undefined) {
    showState(context, (await readStackState(context)).state);
    return 0;
  }
  const path = resolve(context.dir, file);
  if (await isSavedPlan(path)) await showPlan(context, path);
  else showState(context, await readStateFile(path));
  return 0;
};

function showState({ flags, io }: CommandContext, state: State | null): void {
  const schema = new SchemaLookup(providerSchema);
  if (flags.on('json')) io.stdout.write(`${JSON.stringify(stateJson(state, schema))}\n`);
  else io.stdout.write(state === null ? 'No state.\n' : stateText(state, schema));
}

async function showPlan({ flags, io, style, reporter }: CommandContext, path: string): Promise<void> {
  const plan = await loadPlan(path);
  const schema = new SchemaLookup(providerSchema);
  if (flags.on('json')) {
    io.stdout.write(`${JSON.stringify(planJson(plan, schema))}\n`);
    return;
  }
  io.stdout.write(planText(plan, schema, style));
  reporter.report(plan.diagnostics);
}

/** Saved plans start with a line that says so, Terraform's are zip archives; anything else is read as a state. */
async function isSavedPlan(path: string): Promise<boolean> {
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(32), 0, 32, 0);
      const head = buffer.toString('latin1', 0, bytesRead);
      return head.startsWith('otform saved plan') || head.startsWith('PK\u0003\u0004');
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw environmentError(
      'file-unreadable',
      'Cannot Read File',
      `${path}: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}
