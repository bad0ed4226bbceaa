import { UsageError } from '../args/usage-error.ts';
import type { Command } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { readStackState } from '../runtime/stack-state.ts';
import { outputsText, valueText } from '../views/outputs-text.ts';
import { outputsJson } from '../views/state-json.ts';
import { stateOutputs } from '../views/state-text.ts';

/** `otform output [-json|-raw] [NAME]`. */
export const outputCommand: Command = async (context) => {
  const { flags, io, positionals } = context;
  const [name] = positionals;
  if (flags.on('json') && flags.on('raw'))
    throw new UsageError('-json and -raw exclude each other.', 'output');
  if (flags.on('raw') && name === undefined)
    throw new UsageError('-raw needs the NAME of one output.', 'output');
  const { state, path } = await readStackState(context);
  const outputs = state?.outputs ?? {};
  if (name === undefined) {
    if (flags.on('json'))
      io.stdout.write(`${JSON.stringify(state === null ? {} : outputsJson(state), null, 2)}\n`);
    else if (state !== null && Object.keys(outputs).length > 0)
      io.stdout.write(outputsText(stateOutputs(state)));
    else
      io.stdout.write(
        `There are no outputs in ${path}. Outputs appear after the first apply that declares them.\n`,
      );
    return 0;
  }
  const output = Object.hasOwn(outputs, name) ? outputs[name] : undefined;
  if (state === null || output === undefined) {
    const known = Object.keys(outputs).sort();
    throw configError(
      'output-unknown',
      'No Such Output',
      `There is no output "${name}" in ${path}.${known.length > 0 ? ` There are: ${known.join(', ')}.` : ' There are none yet: apply first.'}`,
    );
  }
  if (flags.on('json')) {
    io.stdout.write(`${JSON.stringify(output.value)}\n`);
  } else if (flags.on('raw')) {
    if (typeof output.value === 'object') {
      throw configError(
        'output-not-raw',
        'Output Is Not a Text',
        `"${name}" is a list or an object, or null. Use -json.`,
      );
    }
    // Asked for raw: the exact text, for scripts.
    io.stdout.write(String(output.value));
  } else {
    io.stdout.write(`${valueText(stateOutputs(state)[name]?.value ?? null, output.type)}\n`);
  }
  return 0;
};
