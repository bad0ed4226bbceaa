import { z } from 'zod';
import {
  ExactNumber,
  isObjectValue,
  isUnknown,
  type ObjectValue,
  UNKNOWN,
  type Value,
} from '../provider/values.ts';
import type { JsonValue } from '../state/index.ts';
import type { Plan } from './plan-model.ts';

/**
 * Wire form of values: JSON, where the one-key object `{"$": …}` stands for what JSON lacks. An object that has this
 * very shape itself is wrapped too, so that nothing a program can write is mistaken for a mark.
 */
const MARK = '$';

function encodeValue(value: Value): JsonValue {
  if (isUnknown(value)) return { [MARK]: 'unknown' };
  if (value instanceof ExactNumber) return { [MARK]: { number: value.text } };
  if (Array.isArray(value)) return value.map((item: Value) => encodeValue(item));
  if (!isObjectValue(value)) return value as JsonValue;
  const object = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encodeValue(item)]));
  return Object.hasOwn(value, MARK) ? { [MARK]: { object } } : object;
}

function decodeValue(json: JsonValue): Value {
  if (Array.isArray(json)) return json.map((item: JsonValue) => decodeValue(item));
  if (typeof json !== 'object' || json === null) return json as Value;
  const object = json as { readonly [key: string]: JsonValue };
  if (!Object.hasOwn(object, MARK)) return decodeObject(object);
  const mark = object[MARK];
  if (mark === 'unknown') return UNKNOWN;
  if (typeof mark === 'object' && mark !== null && !Array.isArray(mark)) {
    const { number, object: wrapped } = mark as { readonly number?: JsonValue; readonly object?: JsonValue };
    if (typeof number === 'string') return new ExactNumber(number);
    if (typeof wrapped === 'object' && wrapped !== null && !Array.isArray(wrapped)) {
      return decodeObject(wrapped as { readonly [key: string]: JsonValue });
    }
  }
  throw new PlanDecodeError(`a value has an unknown mark ${JSON.stringify(mark)}`);
}

function decodeObject(object: { readonly [key: string]: JsonValue }): ObjectValue {
  return Object.fromEntries(Object.entries(object).map(([key, item]) => [key, decodeValue(item)]));
}

/** A plan payload that is not one. The plan file's checksum held, so another version or a bug wrote it. */
export class PlanDecodeError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PlanDecodeError';
  }
}

const value = z.unknown().transform((json) => decodeValue((json ?? null) as JsonValue));
const object = value.transform((decoded): ObjectValue => {
  if (isObjectValue(decoded)) return decoded;
  throw new PlanDecodeError('an object is expected where there is none');
});
const optionalObject = value.transform((decoded): ObjectValue | null => {
  if (decoded === null || isObjectValue(decoded)) return decoded;
  throw new PlanDecodeError('an object or null is expected where there is neither');
});
const text = z.string();
const texts = z.array(text);
const path = z.array(z.union([text, z.number()]));
const severity = z.enum(['error', 'warning']);
const diagnostic = z.object({
  severity,
  code: text,
  summary: text,
  detail: text,
  origin: z.enum(['config', 'api', 'environment', 'bug']),
  address: text.optional(),
  attribute: path.optional(),
});
const effects = z.object({
  createsDraft: z.boolean(),
  publishes: z.boolean(),
  liveEdit: texts,
  draftEdit: texts,
  closes: z.boolean(),
  abandons: z.boolean(),
});
const change = z.object({
  address: text,
  previousAddress: text.optional(),
  mode: z.enum(['managed', 'data']),
  type: text,
  name: text,
  index: z.union([text, z.number()]).optional(),
  action: z.enum(['no-op', 'create', 'update', 'delete', 'replace', 'forget', 'read']),
  actionReason: z
    .enum([
      'replace_because_cannot_update',
      'replace_by_request',
      'replace_by_triggers',
      'replace_because_tainted',
      'delete_because_no_resource_config',
      'delete_because_count_index',
      'delete_because_each_key',
      'delete_because_wrong_repetition',
    ])
    .optional(),
  prior: optionalObject,
  priorPrivate: text.nullable(),
  config: optionalObject,
  planned: optionalObject,
  plannedPrivate: text.nullable(),
  replacePaths: z.array(path),
  createBeforeDestroy: z.boolean(),
  effects,
  importId: text.optional(),
  deposed: text.optional(),
  dependencies: texts,
  sensitivePaths: z.array(path).optional(),
});
const output = z.object({
  name: text,
  action: z.enum(['no-op', 'create', 'update', 'delete']),
  before: value.optional(),
  after: value.optional(),
  sensitive: z.boolean(),
  type: z.unknown().optional(),
});
const plan = z.object({
  formatVersion: z.literal(1),
  otformVersion: text,
  stack: text,
  mode: z.enum(['normal', 'destroy', 'refresh-only']),
  createdAt: text,
  state: z.object({ path: text, lineage: text.nullable(), serial: z.number().int().nonnegative() }),
  configHash: text,
  targets: texts,
  excludes: texts,
  variables: object,
  sensitiveVariables: texts.optional(),
  changes: z.array(change),
  drift: z.array(change),
  outputs: z.array(output),
  configuration: z.unknown().optional(),
  diagnostics: z.array(diagnostic),
  publishes: z.number().int().nonnegative(),
  publishLimit: z.number().nullable(),
  pendingSettlements: texts,
});

function encodeChange(entry: Plan['changes'][number]): object {
  const encode = (item: ObjectValue | null) => (item === null ? null : encodeValue(item));
  return {
    ...entry,
    prior: encode(entry.prior),
    config: encode(entry.config),
    planned: encode(entry.planned),
  };
}

/** A plan as the text of a plan file. Values keep their unknowns and exact numbers. */
export function encodePlan(entry: Plan): string {
  return JSON.stringify({
    ...entry,
    variables: encodeValue(entry.variables),
    changes: entry.changes.map(encodeChange),
    drift: entry.drift.map(encodeChange),
    outputs: entry.outputs.map(({ before, after, ...rest }) => ({
      ...rest,
      ...(before === undefined ? {} : { before: encodeValue(before) }),
      ...(after === undefined ? {} : { after: encodeValue(after) }),
    })),
  });
}

/** Reads what `encodePlan` wrote. Raises `PlanDecodeError` naming the place. */
export function decodePlan(payload: string): Plan {
  let json: unknown;
  try {
    json = JSON.parse(payload);
  } catch (error) {
    throw new PlanDecodeError(error instanceof Error ? error.message : String(error));
  }
  const parsed = plan.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new PlanDecodeError(
      `${issue?.path.map(String).join('.') ?? ''}: ${issue?.message ?? 'not a plan'}`,
    );
  }
  return withoutUndefined(parsed.data) as Plan;
}

/** zod gives optional keys as present and undefined; the model wants them absent, except an output's two sides. */
function withoutUndefined(decoded: z.infer<typeof plan>): unknown {
  const clean = <T extends object>(entry: T): T =>
    Object.fromEntries(Object.entries(entry).filter(([, item]) => item !== undefined)) as T;
  return {
    ...clean(decoded),
    changes: decoded.changes.map(clean),
    drift: decoded.drift.map(clean),
    outputs: decoded.outputs.map((entry) => ({ ...clean(entry), before: entry.before, after: entry.after })),
    diagnostics: decoded.diagnostics.map(clean),
  };
}
