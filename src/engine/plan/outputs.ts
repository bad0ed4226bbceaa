import type { AttributePath } from '../../provider/diagnostics.ts';
import { isWhollyKnown, type Value, valuesEqual } from '../../provider/values.ts';
import type { StateOutput } from '../../state/index.ts';
import { jsonEqual } from '../../state/json-text.ts';
import { evaluateJson } from '../expression/evaluate.ts';
import type { OutputChange, PlanMode } from '../plan-model.ts';
import { configError, Problem, placed } from '../problem.ts';
import { RunScope, type RunValues } from '../program/scope.ts';
import { fromJson } from '../state-values.ts';
import type { PlanRun } from './plan-run.ts';
import type { Selection } from './selection.ts';
import { typeOfOutput } from './value-type.ts';

function change(name: string, before: StateOutput | undefined, after: OutputChange): OutputChange {
  if (before === undefined) return after;
  const same =
    after.after !== undefined &&
    isWhollyKnown(after.after) &&
    valuesEqual(fromJson(before.value), after.after) &&
    (before.sensitive ?? false) === after.sensitive &&
    jsonEqual(before.type, after.type);
  return { ...after, name, action: same ? 'no-op' : 'update', before: fromJson(before.value) };
}

function removed(name: string, before: StateOutput): OutputChange {
  return {
    name,
    action: 'delete',
    before: fromJson(before.value),
    after: undefined,
    sensitive: before.sensitive ?? false,
  };
}

/** One evaluated output; null with errors, which are reported. */
export function evaluateOutput(
  run: Pick<PlanRun, 'program' | 'diagnostics'>,
  values: RunValues,
  name: string,
): { readonly value: Value; readonly sensitive: boolean; readonly type: OutputChange['type'] } | null {
  const output = run.program.config.outputs.get(name);
  if (output === undefined) return null;
  const at = { address: `output.${name}` };
  try {
    const sensitive: AttributePath[] = [];
    const value = evaluateJson(output.value, new RunScope(values), [], sensitive);
    if (sensitive.length > 0 && !output.sensitive) {
      throw new Problem(
        configError(
          'sensitive-output',
          'Output Refers to Sensitive Values',
          `output.${name} shows a sensitive value. Mark it as sensitive in the program if that is meant.`,
        ),
      );
    }
    return { value, sensitive: output.sensitive, type: typeOfOutput(run.program, output.value, value) };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    run.diagnostics.push(placed(error.diagnostic, at));
    return null;
  }
}

/** Changes of outputs. With a target, outputs that depend on anything left out stay as they are. */
export function planOutputs(
  run: PlanRun,
  values: RunValues,
  selection: Selection,
  mode: PlanMode,
): OutputChange[] {
  const stored = run.state.outputs;
  const changes: OutputChange[] = [];
  if (mode !== 'destroy') {
    for (const name of [...run.program.config.outputs.keys()].sort()) {
      const needs = run.program.references.outputs.get(name) ?? [];
      if (!selection.isEverything && !needs.every((address) => selection.includesBlock(address))) continue;
      const evaluated = evaluateOutput(run, values, name);
      if (evaluated === null) continue;
      const { value, sensitive, type } = evaluated;
      const before = Object.hasOwn(stored, name) ? stored[name] : undefined;
      // Terraform does not store outputs that are null.
      if (value === null) {
        if (before !== undefined) changes.push(removed(name, before));
        continue;
      }
      const created: OutputChange = {
        name,
        action: 'create',
        before: undefined,
        after: value,
        sensitive,
        ...(type === undefined ? {} : { type }),
      };
      changes.push(change(name, before, created));
    }
  }
  if (!selection.isEverything) return changes;
  for (const [name, before] of Object.entries(stored)) {
    if (mode !== 'destroy' && run.program.config.outputs.has(name)) continue;
    changes.push(removed(name, before));
  }
  return changes;
}
