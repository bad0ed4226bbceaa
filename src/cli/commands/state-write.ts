import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { moveInState, removeFromState, type StateEdit } from '../../engine/state-operations.ts';
import { journalPath, parseState, readJournal, type StateFile, StateStore } from '../../state/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { configError, DiagnosticError, environmentError } from '../diagnostic-error.ts';
import { locateState } from '../runtime/stack-state.ts';
import { otformVersion } from '../version.ts';
import { plainText } from '../views/diagnostic-text.ts';

/** `otform state mv SOURCE DESTINATION`. */
export const stateMvCommand: Command = async (context) => {
  const [source = '', destination = ''] = context.positionals;
  await edit(context, (state) => moveInState(state, source, destination));
  context.io.stdout.write(`Moved ${plainText(source)} to ${plainText(destination)}. No job was changed.\n`);
  return 0;
};

/** `otform state rm ADDRESS`. */
export const stateRmCommand: Command = async (context) => {
  const [address = ''] = context.positionals;
  const touched = await edit(context, (state) => removeFromState(state, [address]));
  for (const gone of touched) context.io.stdout.write(`Removed ${plainText(gone)}\n`);
  context.io.stdout.write(
    'The jobs stay as they are on OpenTrain. A program that still declares them would post them again: remove them there, or import them.\n',
  );
  return 0;
};

/** `otform state push [-force] FILE`. */
export const statePushCommand: Command = async (context) => {
  const [file = ''] = context.positionals;
  const text = file === '-' ? await readAll(context) : await readText(resolve(context.dir, file));
  const candidate = parseState(text, file === '-' ? 'standard input' : file);
  const { path } = await locateState(context);
  await withLock(context, path, (store) => store.push(candidate, { force: context.flags.on('force') }));
  context.io.stdout.write(`Pushed serial ${candidate.serial} to ${plainText(path)}.\n`);
  return 0;
};

async function edit(
  context: CommandContext,
  change: (state: StateFile) => StateEdit,
): Promise<readonly string[]> {
  const { path } = await locateState(context);
  return withLock(context, path, async (store) => {
    // What a cut-off run did is not in the state yet: editing now would lose the ID of a job.
    if ((await readJournal(journalPath(path))) !== null) {
      throw environmentError(
        'journal-left',
        'An Earlier Run Was Cut Off',
        `${journalPath(path)} holds what it did. Nothing was changed. Settle it first:\n    otform refresh`,
      );
    }
    const state = await store.load();
    if (state === null) {
      throw configError('no-state', 'No State Yet', `${path} does not exist, so there is nothing to change.`);
    }
    const edited = change(state);
    if ('error' in edited) throw new DiagnosticError(edited.error);
    await store.checkpoint(edited.state);
    return edited.changed;
  });
}

async function withLock<T>(
  context: CommandContext,
  path: string,
  work: (store: StateStore) => Promise<T>,
): Promise<T> {
  const { flags, name, io, interruption } = context;
  const store = new StateStore(path, { locking: flags.on('lock') });
  await store.lock(
    { operation: name, version: otformVersion() },
    {
      timeoutMs: flags.number('lock-timeout') ?? 0,
      signal: interruption.signal,
      onWait: (holder) =>
        io.stderr.write(
          `Waiting for the state lock${holder === null ? '' : ` of ${plainText(holder.who)}`}...\n`,
        ),
    },
  );
  try {
    return await work(store);
  } finally {
    await store.unlock();
  }
}

async function readText(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw environmentError(
      'file-unreadable',
      'Cannot Read File',
      `${path}: ${error instanceof Error ? error.message : String(error)}.`,
    );
  });
}

async function readAll({ io }: CommandContext): Promise<string> {
  let text = '';
  for await (const chunk of io.stdin) text += chunk.toString();
  return text;
}
