import type { Plan } from '../../engine/plan-model.ts';
import { readPlanFile, writePlanFile } from '../../state/index.ts';
import { configError } from '../diagnostic-error.ts';
import { maskTokens } from '../terminal/sanitise.ts';

/** A plan file is passed around and kept, so it must hold nobody's token. */
function refuseTokens(path: string, plan: Plan, text: string): void {
  if (maskTokens(text) === text) return;
  const names = Object.entries(plan.variables)
    .filter(([, value]) => typeof value === 'string' && maskTokens(value) !== value)
    .map(([name]) => `variable "${name}"`);
  throw configError(
    'token-in-plan',
    'Plan Not Saved: It Holds a Token',
    `A saved plan keeps the values of variables, and ${names.join(', ') || 'this one'} holds an OpenTrain token. ` +
      `${path} was not written, and nothing was changed. Leave the token out of the program and set OT_API_TOKEN, ` +
      'which reaches neither plan nor state.',
  );
}

/** Saves a plan, bound to the state and program it was made from. Throws DiagnosticError for one that holds a token. */
export async function savePlan(path: string, plan: Plan): Promise<void> {
  const { encodePlan } = await import('../../engine/index.ts');
  const text = encodePlan(plan);
  refuseTokens(path, plan, text);
  await writePlanFile(path, text, {
    lineage: plan.state.lineage,
    serial: plan.state.serial,
    configHash: plan.configHash,
  });
}

/** Reads a saved plan. Throws StateError for a file that is none. */
export async function loadPlan(path: string): Promise<Plan> {
  const { decodePlan } = await import('../../engine/index.ts');
  return decodePlan((await readPlanFile(path)).payload);
}
