import { resolve } from 'node:path';
import { planHasChanges } from '../../engine/plan-model.ts';
import { hasErrors } from '../../provider/diagnostics.ts';
import type { Command } from '../command.ts';
import { loadProgram, oneStack } from '../program/program.ts';
import { openEngine } from '../runtime/engine-session.ts';
import { operationView, watched } from '../runtime/operation.ts';
import { planOptions, stackName } from '../runtime/plan-options.ts';
import { savePlan } from '../runtime/saved-plan.ts';

/** `otform plan`: shows what apply would do. Writes nothing but the file of -out. */
export const planCommand: Command = async (context) => {
  const { flags, reporter, dir, interruption, io } = context;
  const options = planOptions(context);
  const name = stackName(context);
  const plainView = operationView(context);
  const program = await loadProgram(dir, flags, io, interruption.signal);
  const stack = oneStack(program, name, 'plan');
  const view = watched(context, plainView);
  const session = await openEngine(context, (event) => view.event(event));
  try {
    if (session.notice !== undefined) view.notice(session.notice);
    reporter.report(program.synthesized.diagnostics);
    const { plan, diagnostics } = await session.engine.plan(stack, options);
    if (plan === null || hasErrors(diagnostics) || interruption.signal.aborted) {
      reporter.report(diagnostics);
      return interruption.exitCode ?? 1;
    }
    view.plan(plan, session.schema);
    reporter.report(diagnostics);
    const out = flags.text('out');
    if (out !== undefined) await savePlan(resolve(dir, out), plan);
    view.planDone(plan, out);
    return flags.on('detailed-exitcode') && planHasChanges(plan) ? 2 : 0;
  } finally {
    await session.close();
  }
};
