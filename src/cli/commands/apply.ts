import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PlanMode } from '../../engine/plan-model.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Command, CommandContext } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { loadLastProgram, loadProgram, oneStack } from '../program/program.ts';
import { approver, requireApprover } from '../runtime/approval.ts';
import { openEngine } from '../runtime/engine-session.ts';
import { exitCodeOf, operationView, watched } from '../runtime/operation.ts';
import { applyOptions, planOptions, stackName } from '../runtime/plan-options.ts';
import { loadPlan } from '../runtime/saved-plan.ts';

/** `otform apply [STACK|PLANFILE]`. */
export const applyCommand: Command = async (context) => {
  const [argument] = context.positionals;
  if (argument !== undefined && (await isFile(resolve(context.dir, argument)))) {
    return applySaved(context, resolve(context.dir, argument));
  }
  if (argument !== undefined && looksLikeFile(argument)) {
    throw configError(
      'plan-file-missing',
      'No Such Plan File',
      `${argument} does not exist. Nothing was changed. Make a plan file first:\n    otform plan -out=${argument}`,
    );
  }
  return planAndApply(context, 'apply', undefined, context.flags.on('auto-approve'));
};

/** Stack names hold no slash, and plan files usually end so. */
function looksLikeFile(argument: string): boolean {
  return argument.includes('/') || /\.(plan|tfplan|otplan|otform|bin|out|json)$/.test(argument);
}

/** `otform destroy [STACK]`. */
export const destroyCommand: Command = (context) =>
  planAndApply(context, 'destroy', 'destroy', context.flags.on('auto-approve'));

/** `otform refresh [STACK]`: writes only the state, so it does not ask, as Terraform's does not. */
export const refreshCommand: Command = (context) => planAndApply(context, 'refresh', 'refresh-only', true);

async function planAndApply(
  context: CommandContext,
  operation: 'apply' | 'destroy' | 'refresh',
  mode: PlanMode | undefined,
  automatic: boolean,
): Promise<number> {
  const { flags, reporter, dir, interruption, io } = context;
  const options = planOptions(context, mode);
  const name = stackName(context);
  if (!automatic) requireApprover(context);
  const plainView = operationView(context);
  const program = await loadProgram(dir, flags, io, interruption.signal);
  const stack = oneStack(program, name, context.name);
  const view = watched(context, plainView);
  const session = await openEngine(context, (event) => view.event(event));
  try {
    if (session.notice !== undefined) view.notice(session.notice);
    reporter.report(program.synthesized.diagnostics);
    const approve = approver(context, view, session.schema, { automatic, show: true });
    const result = await session.engine.planAndApply(stack, options, applyOptions(context, approve));
    reporter.report(result.diagnostics);
    view.result(operation, result);
    return exitCodeOf(result, context);
  } finally {
    await session.close();
  }
}

/** Flags that would change what was planned; a saved plan is carried out as it is. */
const PLANNING_FLAGS = ['var', 'var-file', 'target', 'exclude', 'replace'] as const;

async function applySaved(context: CommandContext, file: string): Promise<number> {
  const { flags, reporter, dir, interruption, io } = context;
  const given = [
    ...PLANNING_FLAGS.filter((flag) => flags.list(flag).length > 0),
    ...(['destroy', 'refresh-only', 'reassert'] as const).filter((flag) => flags.on(flag)),
  ];
  if (given.length > 0) {
    throw new UsageError(
      `-${given[0]} cannot be used with a saved plan: ${file} is carried out as it was made.`,
      context.name,
    );
  }
  const plan = await loadPlan(file);
  const plainView = operationView(context);
  const program = await loadLastProgram(dir, flags, io, interruption.signal);
  const stack = oneStack(program, plan.stack, 'apply');
  const view = watched(context, plainView);
  const session = await openEngine(context, (event) => view.event(event));
  try {
    if (session.notice !== undefined) view.notice(session.notice);
    const approve = approver(context, view, session.schema, { automatic: true, show: false });
    const result = await session.engine.applySaved(stack, plan, applyOptions(context, approve));
    reporter.report(result.diagnostics);
    view.result(plan.mode === 'destroy' ? 'destroy' : 'apply', result);
    return exitCodeOf(result, context);
  } finally {
    await session.close();
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isFile() === true;
}
