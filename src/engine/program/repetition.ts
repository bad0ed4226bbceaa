import type { AttributePath } from '../../provider/diagnostics.ts';
import { isObjectValue, isUnknown, type Value } from '../../provider/values.ts';
import type { ResourceBlock } from '../config/config-model.ts';
import { describeValue } from '../convert.ts';
import { evaluateJson, type Scope } from '../expression/evaluate.ts';
import { configError, Problem } from '../problem.ts';
import type { Repetition } from './scope.ts';

/** How a block repeats, which decides why an instance that is left over goes. */
export type RepetitionMode = 'single' | 'count' | 'for_each';

export interface Expansion {
  readonly mode: RepetitionMode;
  readonly instances: readonly Repetition[];
}

const NOTHING: Repetition = { index: undefined, value: { value: null, sensitive: [] } };

function fail(block: ResourceBlock, argument: 'count' | 'for_each', why: string): never {
  throw new Problem(
    configError(
      `invalid-${argument.replace('_', '-')}`,
      argument === 'count' ? 'Invalid count Argument' : 'Invalid for_each Argument',
      `${block.address}: ${argument} ${why}.`,
      { address: block.address, attribute: [argument] },
    ),
  );
}

function expandCount(block: ResourceBlock, value: Value): Expansion {
  if (isUnknown(value))
    fail(block, 'count', 'depends on values that are known only after apply. Apply those first with -target');
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0) {
    return fail(
      block,
      'count',
      `must be a whole number, zero or more; got ${describeValue(value)} ${String(count)}`,
    );
  }
  const instances = Array.from({ length: count }, (_, index): Repetition => ({ ...NOTHING, index }));
  return { mode: 'count', instances };
}

function expandForEach(block: ResourceBlock, value: Value, sensitive: readonly AttributePath[]): Expansion {
  if (isUnknown(value))
    fail(
      block,
      'for_each',
      'depends on values that are known only after apply. Apply those first with -target',
    );
  if (sensitive.some((path) => path.length === 0))
    fail(block, 'for_each', 'is sensitive, and its keys would show in addresses');
  if (isObjectValue(value)) {
    const keys = Object.keys(value).sort();
    const instances = keys.map(
      (index): Repetition => ({
        index,
        value: {
          value: value[index] ?? null,
          sensitive: sensitive.filter((path) => path[0] === index).map((path) => path.slice(1)),
        },
      }),
    );
    return { mode: 'for_each', instances };
  }
  if (!Array.isArray(value))
    return fail(block, 'for_each', `must be a map or a set of strings, got ${describeValue(value)}`);
  const keys = value.map((item: Value) => {
    if (typeof item === 'string') return item;
    return fail(
      block,
      'for_each',
      `must be a map or a set of strings, and one element is ${describeValue(item)}`,
    );
  });
  if (new Set(keys).size !== keys.length) fail(block, 'for_each', 'must not hold the same string twice');
  const instances = keys
    .sort()
    .map((index): Repetition => ({ index, value: { value: index, sensitive: [] } }));
  return { mode: 'for_each', instances };
}

/** The instances of a block. Raises `Problem` when their keys are not known or not valid. */
export function expand(block: ResourceBlock, scope: Scope): Expansion {
  const sensitive: AttributePath[] = [];
  if (block.count !== undefined) return expandCount(block, evaluateJson(block.count, scope, ['count'], []));
  if (block.forEach === undefined) return { mode: 'single', instances: [NOTHING] };
  const value = evaluateJson(block.forEach, scope, [], sensitive);
  return expandForEach(block, value, sensitive);
}
