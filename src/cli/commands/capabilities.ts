import { hasErrors } from '../../provider/diagnostics.ts';
import type { ObjectValue } from '../../provider/values.ts';
import type { Command } from '../command.ts';
import { openEngine } from '../runtime/engine-session.ts';
import { plainText } from '../views/diagnostic-text.ts';
import { valueJson } from '../views/json-lines.ts';
import { valueText } from '../views/outputs-text.ts';

/** `otform capabilities [-json]`. */
export const capabilitiesCommand: Command = async (context) => {
  const { flags, io, reporter } = context;
  const session = await openEngine(context, (event) => {
    if (event.type === 'waiting') io.stderr.write(`${plainText(event.message)}\n`);
  });
  try {
    if (session.notice !== undefined) io.stderr.write(`${session.notice}\n`);
    const { state, diagnostics } = await session.engine.readDataSource('opentrain_capabilities', {});
    reporter.report(diagnostics);
    if (state === null || hasErrors(diagnostics)) return context.interruption.exitCode ?? 1;
    io.stdout.write(flags.on('json') ? `${JSON.stringify(valueJson(state), null, 2)}\n` : humanText(state));
    return 0;
  } finally {
    await session.close();
  }
};

function humanText(state: ObjectValue): string {
  return Object.keys(state)
    .map((name) => `${name} = ${valueText(state[name] ?? null)}\n`)
    .join('');
}
