import type { ApplyOptions } from '../../engine/engine.ts';
import { type Plan, planHasChanges } from '../../engine/plan-model.ts';
import type { CommandContext } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';
import { askForYes, canAsk, type Question } from '../terminal/prompt.ts';
import type { OperationView } from '../views/operation-view.ts';
import type { SchemaLookup } from '../views/schema-lookup.ts';

const QUESTIONS: Readonly<Record<Plan['mode'], Question>> = {
  normal: {
    title: 'Do you want to perform these actions?',
    lines: ['otform will perform the actions described above.'],
  },
  destroy: {
    title: 'Do you really want to close all these jobs?',
    lines: ['otform will close the jobs as shown above. A closed job cannot be opened again.'],
  },
  'refresh-only': {
    title: 'Would you like to update the state to match OpenTrain?',
    lines: ['otform will write the changes shown above to the state. No job is changed.'],
  },
};

/** Fails at once, before anything is read or asked, where approval is needed and nobody can give it. */
export function requireApprover({ flags, io, name }: CommandContext): void {
  if (flags.on('auto-approve')) return;
  const server = flags.on('simulator') ? ' -simulator' : '';
  if (flags.on('json')) {
    throw environmentError(
      'approval-needed',
      'Approval Needed',
      `With -json nobody can be asked. Nothing was changed. Approve beforehand:\n    otform ${name} -json -auto-approve${server}`,
    );
  }
  if (canAsk(io, flags.on('input'))) return;
  throw environmentError(
    'approval-needed',
    'Approval Needed',
    `There is no terminal to ask on${flags.on('input') ? '' : ' (-input=false)'}. Nothing was changed. Approve beforehand:\n    otform ${name} -auto-approve${server}\nor apply a plan that was looked at:\n    otform plan -out=FILE${server}\n    otform apply FILE${server}`,
  );
}

/** Shows the plan, then asks; with -auto-approve only shows it. A plan without changes is not asked about. */
export function approver(
  context: CommandContext,
  view: OperationView,
  schema: SchemaLookup,
  options: { readonly automatic: boolean; readonly show: boolean },
): ApplyOptions['approve'] {
  return async (plan) => {
    if (options.show) {
      view.plan(plan, schema);
      context.reporter.report(plan.diagnostics);
    }
    // Where nobody is asked, a blank line parts the plan from what becomes of it.
    if (options.automatic && options.show && planHasChanges(plan) && !context.flags.on('json')) {
      context.io.stdout.write('\n');
    }
    if (options.automatic || (!planHasChanges(plan) && plan.pendingSettlements.length === 0)) return true;
    return askForYes(context.io, context.style, QUESTIONS[plan.mode], context.interruption.signal);
  };
}
