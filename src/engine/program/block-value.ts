import type { AttributePath } from '../../provider/diagnostics.ts';
import type { Value } from '../../provider/values.ts';
import type { Resolved } from '../expression/evaluate.ts';
import type { RepetitionMode } from './repetition.ts';

/** One instance of a block as references see it. */
export interface InstanceValue {
  readonly index: string | number | undefined;
  readonly value: Value;
  readonly sensitive: readonly AttributePath[];
}

/** What a reference to a block is worth: an object, a list of objects with `count`, a map of them with `for_each`. */
export function combineInstances(mode: RepetitionMode, instances: readonly InstanceValue[]): Resolved {
  const [only] = instances;
  if (mode === 'single') return { value: only?.value ?? null, sensitive: only?.sensitive ?? [] };
  const sensitive = instances.flatMap((instance) =>
    instance.sensitive.map((path): AttributePath => [instance.index ?? 0, ...path]),
  );
  if (mode === 'count') return { value: instances.map((instance) => instance.value), sensitive };
  const entries = instances.map((instance): [string, Value] => [String(instance.index), instance.value]);
  return { value: Object.fromEntries(entries), sensitive };
}
