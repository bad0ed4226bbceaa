import type { AttributePath } from '../../provider/diagnostics.ts';
import { didYouMean } from '../../provider/near-names.ts';
import { ExactNumber, isObjectValue, isUnknown, UNKNOWN, type Value } from '../../provider/values.ts';
import type { JsonValue } from '../../state/model.ts';
import { formatPath, pathsOverlap } from '../attribute-path.ts';
import { formatNumber } from '../number-text.ts';
import { configError, Problem } from '../problem.ts';
import { FUNCTIONS, InvalidArgument, UnsupportedArgument } from './functions.ts';
import { type Reference, tryResolveRoot } from './reference.ts';
import type { Expression, ObjectEntry, Step } from './syntax.ts';
import { unsupportedExpression } from './syntax-problem.ts';
import type { TemplateCache } from './template-cache.ts';

/** What a name stands for. `sensitive` lists the places inside `value` that must not be shown; `[]` is all of it. */
export interface Resolved {
  readonly value: Value;
  readonly sensitive: readonly AttributePath[];
}

/** Everything references can name at one place of the program. `resolve` raises `Problem`. */
export interface Scope {
  readonly templates: TemplateCache;
  resolve(reference: Reference, text: string): Resolved;
}

export interface Evaluated {
  readonly value: Value;
  readonly sensitive: boolean;
}

function fail(summary: string, detail: string): never {
  throw new Problem(configError('invalid-reference', summary, detail));
}

function stepKey(step: Step, scope: Scope): string | number | typeof UNKNOWN {
  if (step.kind === 'attribute') return step.name;
  const { value } = evaluate(step.key, scope);
  if (isUnknown(value) || typeof value === 'string' || typeof value === 'number') return value;
  return fail('Invalid Index', 'An index must be a number or a string.');
}

function descend(value: Value, key: string | number, text: string): Value {
  if (isUnknown(value)) return UNKNOWN;
  if (value === null) {
    return fail(
      'Attempt to Get Attribute From Null Value',
      `${text}: there is nothing to take ${JSON.stringify(key)} from.`,
    );
  }
  if (Array.isArray(value)) {
    const index = typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : key;
    const item = typeof index === 'number' ? value[index] : undefined;
    if (item !== undefined) return item;
    return fail(
      'Invalid Index',
      `${text}: the list has ${value.length} elements, none at ${JSON.stringify(key)}.`,
    );
  }
  if (isObjectValue(value)) {
    const name = String(key);
    const item = Object.hasOwn(value, name) ? value[name] : undefined;
    if (item !== undefined) return item;
    return fail(
      'Unsupported Attribute',
      `${text}: there is no attribute ${JSON.stringify(name)}.${didYouMean(name, Object.keys(value))}`,
    );
  }
  return fail('Unsupported Attribute', `${text}: a ${typeof value} has no attributes.`);
}

function evaluateTraversal(expression: Extract<Expression, { kind: 'traversal' }>, scope: Scope): Evaluated {
  const reference = tryResolveRoot(expression.root, expression.steps);
  if (reference === null)
    fail('Invalid Reference', `${expression.text} names no resource, variable or local.`);
  const resolved = scope.resolve(reference, expression.text);
  let value = resolved.value;
  const path: (string | number)[] = [];
  let keyUnknown = false;
  for (const step of reference.kind === 'unsupported' ? [] : reference.steps) {
    const key = stepKey(step, scope);
    if (isUnknown(key)) {
      keyUnknown = true;
      value = UNKNOWN;
      break;
    }
    path.push(key);
    value = descend(value, key, expression.text);
  }
  const sensitive = keyUnknown
    ? resolved.sensitive.length > 0
    : resolved.sensitive.some((place) => pathsOverlap(place, path));
  return { value, sensitive };
}

function templateText(value: Value, shown: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number' || value instanceof ExactNumber) return formatNumber(value);
  const got = value === null ? 'null' : Array.isArray(value) ? 'a list' : 'an object';
  return fail(
    'Invalid Template Interpolation',
    `${shown} is ${got}, and only strings, numbers and bools fit into text.`,
  );
}

function evaluateList(items: readonly Expression[], scope: Scope): Evaluated {
  const results = items.map((item) => evaluate(item, scope));
  return {
    value: results.map(({ value }) => value),
    sensitive: results.some(({ sensitive }) => sensitive),
  };
}

function evaluateObject(entries: readonly ObjectEntry[], scope: Scope): Evaluated {
  const members: [string, Value][] = [];
  let unknown = false;
  let sensitive = false;
  for (const entry of entries) {
    const key = evaluate(entry.key, scope);
    const member = evaluate(entry.value, scope);
    sensitive ||= key.sensitive || member.sensitive;
    if (isUnknown(key.value)) unknown = true;
    else members.push([templateText(key.value, 'An object key'), member.value]);
  }
  return { value: unknown ? UNKNOWN : Object.fromEntries(members), sensitive };
}

function evaluateCall(call: Extract<Expression, { kind: 'call' }>, scope: Scope): Evaluated {
  const { value, sensitive } = evaluate(call.argument, scope);
  const work = FUNCTIONS.get(call.name);
  if (work === undefined) throw new Error(`no function ${call.name}`);
  try {
    return { value: work(value), sensitive };
  } catch (error) {
    if (error instanceof InvalidArgument) {
      const why = sensitive ? 'its argument, which is sensitive, does not convert' : error.message;
      return fail('Invalid Function Argument', `${call.text}: ${why}.`);
    }
    if (error instanceof UnsupportedArgument)
      throw unsupportedExpression(error.message, call.text, scope.templates.remedy);
    throw error;
  }
}

/** Raises `Problem`. A template with an unknown part is unknown; one with a sensitive part is sensitive. */
export function evaluate(expression: Expression, scope: Scope): Evaluated {
  if (expression.kind === 'literal') return { value: expression.value, sensitive: false };
  if (expression.kind === 'traversal') return evaluateTraversal(expression, scope);
  if (expression.kind === 'list') return evaluateList(expression.items, scope);
  if (expression.kind === 'object') return evaluateObject(expression.entries, scope);
  if (expression.kind === 'call') return evaluateCall(expression, scope);
  let text = '';
  let unknown = false;
  let sensitive = false;
  for (const part of expression.parts) {
    const result = evaluate(part, scope);
    sensitive ||= result.sensitive;
    if (isUnknown(result.value)) unknown = true;
    else text += templateText(result.value, part.kind === 'traversal' ? part.text : 'A part');
  }
  return { value: unknown ? UNKNOWN : text.normalize('NFC'), sensitive };
}

/**
 * A JSON value with its templates evaluated. `sensitivePaths` collects the places that came from sensitive values.
 * Raises `Problem` with the attribute path inside `value` where the parser or evaluator stopped.
 */
export function evaluateJson(
  value: JsonValue,
  scope: Scope,
  path: AttributePath,
  sensitivePaths: AttributePath[],
): Value {
  if (typeof value === 'string') {
    const result = at(path, () => evaluate(scope.templates.parse(value), scope));
    if (result.sensitive) sensitivePaths.push(path);
    return result.value;
  }
  if (Array.isArray(value)) {
    return value.map((item: JsonValue, index) => evaluateJson(item, scope, [...path, index], sensitivePaths));
  }
  if (typeof value !== 'object' || value === null) return value as null | boolean | number;
  const entries: [string, Value][] = [];
  for (const [key, item] of Object.entries(value)) {
    const name = at(path, () => evaluate(scope.templates.parse(key), scope)).value;
    if (isUnknown(name)) return UNKNOWN;
    if (typeof name !== 'string') fail('Invalid Object Key', `${formatPath(path)}: ${key} is not text.`);
    entries.push([name, evaluateJson(item, scope, [...path, name], sensitivePaths)]);
  }
  return Object.fromEntries(entries);
}

function at<T>(path: AttributePath, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem && error.diagnostic.attribute === undefined) {
      throw new Problem({ ...error.diagnostic, attribute: path });
    }
    throw error;
  }
}
