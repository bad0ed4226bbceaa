import type { ImportTarget } from '../../engine/engine.ts';
import type { Plan } from '../../engine/plan-model.ts';
import { hasErrors } from '../../provider/diagnostics.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Command, CommandContext } from '../command.ts';
import { loadProgram, oneStack, type Program } from '../program/program.ts';
import { requireApprover } from '../runtime/approval.ts';
import { type EngineSession, openEngine } from '../runtime/engine-session.ts';
import { findMatches } from '../runtime/import-matches.ts';
import { exitCodeOf, operationView, watched } from '../runtime/operation.ts';
import { planOptions } from '../runtime/plan-options.ts';
import { askForYes } from '../terminal/prompt.ts';
import { plainText } from '../views/diagnostic-text.ts';
import type { OperationView } from '../views/operation-view.ts';

/** `otform import ADDRESS ID`, `-all` and `-generate ID [NAME]`. Writes the state; changes no job. */
export const importCommand: Command = async (context) => {
  const { flags, positionals, dir, io, interruption, reporter } = context;
  if (flags.on('generate')) {
    if (flags.on('all')) throw new UsageError('-generate and -all exclude each other.', 'import');
    return (await import('../new/generate.ts')).generateCommand(context);
  }
  const [address, id] = positionals;
  const all = flags.on('all');
  if (all ? address !== undefined : address === undefined || id === undefined) {
    throw new UsageError('import takes ADDRESS and ID, or --all and neither.', 'import');
  }
  if (all) requireApprover(context);
  const plainView = operationView(context);
  const program = await loadProgram(dir, flags, io, interruption.signal);
  const view = watched(context, plainView);
  const session = await openEngine(context, (event) => view.event(event), { passLookalikes: all });
  try {
    if (session.notice !== undefined) view.notice(session.notice);
    reporter.report(program.synthesized.diagnostics);
    const stack = oneStack(program, flags.text('stack'), 'import');
    const targets =
      address !== undefined && id !== undefined
        ? [{ address, id }]
        : await matchesToImport(context, session, program, view);
    if (targets === null) return interruption.exitCode ?? 1;
    if (targets.length === 0) return 0;
    const result = await session.engine.importResources(stack, targets, planOptions(context, 'normal'));
    reporter.report(result.diagnostics);
    view.result('import', result);
    return exitCodeOf({ ...result, unpublished: [] }, context);
  } finally {
    await session.close();
  }
};

/** Shows what was found and asks. Null: an error was reported, or the answer was no. */
async function matchesToImport(
  context: CommandContext,
  session: EngineSession,
  program: Program,
  view: OperationView,
): Promise<readonly ImportTarget[] | null> {
  const { reporter, flags, io, style, interruption } = context;
  const stack = oneStack(program, flags.text('stack'), 'import');
  const { plan, diagnostics } = await session.engine.plan(stack, planOptions(context, 'normal'));
  if (plan === null || hasErrors(diagnostics)) {
    reporter.report(diagnostics);
    return null;
  }
  const { matches, left } = await lookForMatches(session, plan, interruption.signal);
  for (const line of left) view.notice(line);
  if (matches.length === 0) {
    view.notice('No declared job has exactly one match among the jobs of the account. Nothing was changed.');
    return [];
  }
  for (const { address, id, title } of matches) view.notice(`${address} <- ${id} "${title}"`);
  if (flags.on('auto-approve')) return matches;
  const question = {
    title: `Do you want to import these ${matches.length} jobs?`,
    lines: ['otform will put them into the state as shown above. No job is changed.'],
  };
  if (await askForYes(io, style, question, interruption.signal)) return matches;
  io.stdout.write(`${plainText('Import cancelled. Nothing was changed.')}\n`);
  return null;
}

async function lookForMatches(session: EngineSession, plan: Plan, signal: AbortSignal) {
  const api = await session.openClient();
  if (api === null) return { matches: [], left: [] };
  try {
    return await findMatches(plan, api, signal);
  } finally {
    await api.dispose();
  }
}
