import { isObjectValue, isUnknown, isWhollyKnown, type Value, valuesEqual } from '../../provider/values.ts';
import { blockAddress } from '../address.ts';
import { evaluate, type Scope } from '../expression/evaluate.ts';
import { tryResolveRoot } from '../expression/reference.ts';
import type { Expression, Step } from '../expression/syntax.ts';
import type { ResourceChange } from '../plan-model.ts';

function valueAt(value: Value | undefined, steps: readonly Step[]): Value | undefined {
  let current = value;
  for (const step of steps) {
    if (isUnknown(current)) return current;
    const key = step.kind === 'attribute' ? step.name : step.key.kind === 'literal' ? step.key.value : null;
    if (Array.isArray(current) && typeof key === 'number') current = current[key] as Value | undefined;
    else if (isObjectValue(current) && typeof key === 'string') current = current[key];
    else return undefined;
  }
  return current;
}

function changes(change: ResourceChange, steps: readonly Step[]): boolean {
  if (change.action !== 'update' && change.action !== 'replace') return false;
  if (steps.length === 0) return true;
  const before = valueAt(change.prior ?? undefined, steps);
  const after = valueAt(change.planned ?? undefined, steps);
  return !valuesEqual(before, after) || (after !== undefined && !isWhollyKnown(after));
}

/**
 * Whether one of `replace_triggered_by` changes in this plan: a whole resource when it is updated or replaced, an
 * attribute when its value differs or is not known yet. Raises `Problem` for an index that cannot be evaluated.
 */
export function isTriggered(
  triggers: readonly Expression[],
  scope: Scope,
  changesOf: (block: string) => readonly ResourceChange[],
): boolean {
  return triggers.some((trigger) => {
    if (trigger.kind !== 'traversal') return false;
    const reference = tryResolveRoot(trigger.root, trigger.steps);
    if (reference?.kind !== 'resource') return false;
    const [first, ...rest] = reference.steps;
    const all = changesOf(blockAddress(reference));
    if (first?.kind !== 'index') return all.some((change) => changes(change, reference.steps));
    const index = evaluate(first.key, scope).value;
    return all.some((change) => change.index === index && changes(change, rest));
  });
}
