import type { AttributePath, Diagnostic } from '../../provider/diagnostics.ts';
import type { Schema } from '../../provider/schema-model.ts';
import { isObjectValue, type ObjectValue, type Value } from '../../provider/values.ts';
import type { JsonObject, Lifecycle } from '../config/config-model.ts';
import { convertConfig } from '../convert.ts';
import { evaluateJson, type Scope } from '../expression/evaluate.ts';
import { Problem, placed } from '../problem.ts';

export interface EvaluatedBlock {
  readonly config: ObjectValue;
  readonly sensitivePaths: readonly AttributePath[];
}

/** A block's attributes as an object of `schema`. Null only with errors; every attribute is tried. */
export function evaluateBlock(
  attributes: JsonObject,
  schema: Schema,
  scope: Scope,
  address: string,
  into: Diagnostic[],
): EvaluatedBlock | null {
  const before = into.length;
  const entries: [string, Value][] = [];
  const sensitivePaths: AttributePath[] = [];
  for (const [name, value] of Object.entries(attributes)) {
    try {
      entries.push([name, evaluateJson(value, scope, [name], sensitivePaths)]);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      into.push(placed(error.diagnostic, { address, attribute: [name] }));
    }
  }
  if (into.length > before) return null;
  const config = convertConfig(Object.fromEntries(entries), schema, { address, diagnostics: into });
  if (into.length > before) return null;
  for (const [name, attribute] of Object.entries(schema.attributes)) {
    if (attribute.sensitive === true) sensitivePaths.push([name]);
  }
  return { config, sensitivePaths: unique(sensitivePaths) };
}

function unique(paths: readonly AttributePath[]): AttributePath[] {
  return [...new Map(paths.map((path) => [JSON.stringify(path), path])).values()];
}

function at(value: Value | undefined, path: AttributePath): Value | undefined {
  let current = value;
  for (const step of path) {
    if (isObjectValue(current))
      current = Object.hasOwn(current, String(step)) ? current[String(step)] : undefined;
    else if (Array.isArray(current) && typeof step === 'number') current = current[step] as Value | undefined;
    else return undefined;
  }
  return current;
}

function withValue(value: Value, path: AttributePath, next: Value | undefined): Value {
  const [step, ...rest] = path;
  if (step === undefined) return next ?? null;
  if (Array.isArray(value) && typeof step === 'number') {
    if (step >= value.length) return value;
    return value.map((item: Value, index) => (index === step ? withValue(item, rest, next) : item));
  }
  if (!isObjectValue(value)) return value;
  const name = String(step);
  const inner = withValue(value[name] ?? null, rest, next);
  if (rest.length === 0 && next === undefined) {
    return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
  }
  return { ...value, [name]: inner };
}

/** The config with ignored attributes as they are in the prior state, so that nothing about them is planned. */
export function ignoreChanges(
  config: ObjectValue,
  prior: ObjectValue,
  lifecycle: Lifecycle,
  schema: Schema,
): ObjectValue {
  if (lifecycle.ignoreChanges === 'all') {
    const entries = Object.entries(schema.attributes).map(([name, attribute]): [string, Value] => [
      name,
      attribute.computed === true && attribute.optional !== true ? null : (prior[name] ?? null),
    ]);
    return Object.fromEntries(entries);
  }
  let ignored: Value = config;
  for (const path of lifecycle.ignoreChanges) {
    const [name] = path;
    if (typeof name !== 'string' || !Object.hasOwn(schema.attributes, name)) continue;
    const value = at(prior, path);
    ignored = withValue(ignored, path, path.length === 1 ? (value ?? null) : value);
  }
  return ignored as ObjectValue;
}
