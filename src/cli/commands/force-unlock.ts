import { forceUnlock } from '../../state/index.ts';
import type { Command } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';
import { locateState } from '../runtime/stack-state.ts';
import { askForYes, canAsk } from '../terminal/prompt.ts';
import { plainText } from '../views/diagnostic-text.ts';

/** `otform force-unlock [-force] ID`. */
export const forceUnlockCommand: Command = async (context) => {
  const { flags, io, positionals, style, interruption } = context;
  const [id = ''] = positionals;
  if (!flags.on('force') && !canAsk(io, flags.on('input'))) {
    throw environmentError(
      'approval-needed',
      'Approval Needed',
      `There is no terminal to ask on. Nothing was changed. If no other run can be alive:\n    otform force-unlock -force ${id}`,
    );
  }
  const { path } = await locateState(context);
  if (!flags.on('force')) {
    const question = {
      title: 'Do you really want to force-unlock?',
      lines: [
        `otform will remove the lock ${plainText(id)} on ${plainText(path)}.`,
        'Two runs at once on the same state can post jobs twice.',
      ],
    };
    if (!(await askForYes(io, style, question, interruption.signal))) {
      io.stdout.write('force-unlock cancelled. The lock is still there.\n');
      return interruption.exitCode ?? 1;
    }
  }
  const holder = await forceUnlock(path, id);
  io.stdout.write(
    `${style.bold(style.green('The state has been unlocked.'))} The lock was of ${plainText(`${holder.who} (${holder.operation}, ${holder.created})`)}.\n`,
  );
  return 0;
};
