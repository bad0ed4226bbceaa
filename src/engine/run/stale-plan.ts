import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { Plan } from '../plan-model.ts';
import { configError } from '../problem.ts';
import type { StartingPoint } from './leftovers.ts';
import type { OpenedStack } from './open-stack.ts';

const AGAIN = 'Nothing was changed. Make a new plan with `otform plan -out=FILE`.';

function stale(why: string): Diagnostic {
  return configError('stale-plan', 'Saved Plan Is Stale', `${why} ${AGAIN}`);
}

/** Why a saved plan must not be applied to what is there now; null when it may. */
export function staleReason(plan: Plan, opened: OpenedStack, start: StartingPoint): Diagnostic | null {
  if (plan.stack !== opened.location.name) {
    return stale(`The plan is for stack ${plan.stack}, not for ${opened.location.name}.`);
  }
  if (plan.configHash !== opened.configHash) {
    return stale('The program was synthesised again with another result after the plan was made.');
  }
  const { lineage, serial } = start.onDisk;
  if (plan.state.lineage !== lineage) {
    return stale(
      `The plan was made ${from(plan.state.lineage)}; now there is ${lineage === null ? 'none' : `one with lineage ${lineage}`}.`,
    );
  }
  if (plan.state.serial !== serial) {
    return stale(
      `The plan was made from serial ${plan.state.serial} of the state; it now is ${serial}: another run changed it.`,
    );
  }
  if (plan.pendingSettlements.join('\n') !== start.lines.join('\n')) {
    return stale(
      'Another run was interrupted after the plan was made, and what it did must be settled first.',
    );
  }
  return null;
}

function from(lineage: string | null): string {
  return lineage === null ? 'when there was no state' : `from the state with lineage ${lineage}`;
}
