import type { ApplyResult } from '../../engine/engine.ts';
import type { CommandContext } from '../command.ts';
import { HumanOperationView } from '../views/human-operation-view.ts';
import { JsonOperationView } from '../views/json-operation-view.ts';
import type { OperationView } from '../views/operation-view.ts';
import { Patience } from './patience.ts';

/** The view that -json asks for, or the one for people. */
export function operationView({ flags, io, style }: CommandContext): OperationView {
  return flags.on('json') ? new JsonOperationView(io.stdout) : new HumanOperationView(io.stdout, style);
}

/** Exit code of a run that wrote, or was allowed to. */
export function exitCodeOf(result: ApplyResult, context: CommandContext): number {
  switch (result.outcome) {
    case 'interrupted':
      return context.interruption.exitCode ?? 130;
    case 'failed':
    case 'declined':
      return context.interruption.exitCode ?? 1;
    default:
      return result.unpublished.length > 0 ? 3 : 0;
  }
}

/** Watches a run from beside its view: long silences are explained, and a second interrupt can say what is unknown. */
export function watched(context: CommandContext, view: OperationView): OperationView {
  const patience = new Patience(view);
  const underWay = new Set<string>();
  context.interruption.describeUnknown = () =>
    underWay.size === 0
      ? 'No call was in flight.'
      : `Calls were in flight for ${[...underWay].join(', ')}; whether they happened is unknown. They are in the journal beside the state, and the next run settles them.`;
  return {
    notice: (text) => view.notice(text),
    plan: (plan, schema) => {
      patience.stop();
      view.plan(plan, schema);
    },
    planDone: (plan, savedTo) => view.planDone(plan, savedTo),
    result: (operation, result) => {
      patience.stop();
      view.result(operation, result);
    },
    event: (event) => {
      patience.event(event);
      if (event.type === 'apply_start') underWay.add(event.address);
      else if (event.type === 'apply_complete' || event.type === 'apply_errored')
        underWay.delete(event.address);
      view.event(event);
    },
  };
}
