import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { Command, CommandContext } from '../command.ts';
import { DiagnosticError } from '../diagnostic-error.ts';
import { chooseStack, matching } from '../program/choose-stack.ts';
import { loadProgram, stackLocation } from '../program/program.ts';
import { openEngine } from '../runtime/engine-session.ts';
import { stackName } from '../runtime/plan-options.ts';
import { diagnosticJson } from '../views/json-lines.ts';

/** `otform validate [STACK]`: every stack, or those the name fits. Makes no request. */
export const validateCommand: Command = async (context) => {
  const diagnostics = await validate(context);
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  if (context.flags.on('json')) {
    const document = {
      format_version: '1.0',
      valid: errors === 0,
      error_count: errors,
      warning_count: diagnostics.length - errors,
      diagnostics: diagnostics.map(diagnosticJson),
    };
    context.io.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return errors === 0 ? 0 : 1;
  }
  context.reporter.report(diagnostics);
  if (errors > 0) return context.interruption.exitCode ?? 1;
  const { green, bold } = context.style;
  const more = diagnostics.length > 0 ? ', but there are warnings as shown above' : '';
  context.io.stdout.write(`${bold(green('Success!'))} The program is valid${more}.\n`);
  return 0;
};

async function validate(context: CommandContext): Promise<readonly Diagnostic[]> {
  const found: Diagnostic[] = [];
  try {
    const program = await loadProgram(context.dir, context.flags, context.io, context.interruption.signal);
    found.push(...program.synthesized.diagnostics);
    const name = stackName(context);
    const fitting =
      name === undefined ? program.synthesized.stacks : matching(program.synthesized.stacks, name);
    const stacks = fitting.length > 0 ? fitting : [chooseStack(program.synthesized, name, 'validate')];
    const session = await openEngine(context, () => {});
    try {
      for (const stack of stacks)
        found.push(...(await session.engine.validate(stackLocation(program, stack))));
    } finally {
      await session.close();
    }
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    found.push(...error.diagnostics);
  }
  return found;
}
