import type { Plan } from '../../engine/plan-model.ts';
import { readPlanFile, writePlanFile } from '../../state/index.ts';

/** Saves a plan, bound to the state and program it was made from. */
export async function savePlan(path: string, plan: Plan): Promise<void> {
  const { encodePlan } = await import('../../engine/index.ts');
  await writePlanFile(path, encodePlan(plan), {
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
