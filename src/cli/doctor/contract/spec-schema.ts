import { asList, asObject, asText, type JsonObject, member } from './json-values.ts';
import type { SpecReader } from './spec-reader.ts';

/** Schemas inside one another by allOf, anyOf and oneOf that are looked at. */
const MAX_NESTING = 12;

/** What a schema says of one value, over all its branches. */
export interface SchemaFacts {
  /** False: the document says nothing about the value, so nothing follows from what is missing. */
  readonly described: boolean;
  readonly types: ReadonlySet<string>;
  /** Undefined: not a closed list. */
  readonly values: readonly string[] | undefined;
  /** Keys of an object, with their schemas; of several branches all. */
  readonly keys: ReadonlyMap<string, readonly unknown[]>;
  /** Keys that every branch of the schema requires. */
  readonly required: ReadonlySet<string>;
  /** Other keys than those named are refused. */
  readonly closed: boolean;
  readonly items: readonly unknown[];
  /** Plain constraints by name; the first branch that has one. */
  readonly facets: ReadonlyMap<string, unknown>;
  /** A reference leads nowhere, or a bound was reached: what is not found may still be there. */
  readonly partial: boolean;
}

const FACETS = ['format', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum', 'default'];

interface Collected {
  described: boolean;
  readonly types: Set<string>;
  values: string[] | undefined;
  readonly keys: Map<string, unknown[]>;
  closed: boolean;
  readonly items: unknown[];
  readonly facets: Map<string, unknown>;
  partial: boolean;
}

/** Everything the document says of the value of these schemas. References and branches are followed, within bounds. */
export function schemaFacts(reader: SpecReader, schemas: readonly unknown[]): SchemaFacts {
  const into: Collected = {
    described: false,
    types: new Set(),
    values: undefined,
    keys: new Map(),
    closed: false,
    items: [],
    facets: new Map(),
    partial: false,
  };
  const required = schemas.map((schema) => collect(reader, schema, into, MAX_NESTING, new Set()));
  return { ...into, required: intersection(required) };
}

/** The schemas at a path of keys: `jobs[].id`. Null when a described object on the way has no such key. */
export function schemasAt(
  reader: SpecReader,
  roots: readonly unknown[],
  path: string,
): { readonly schemas: readonly unknown[] } | { readonly missing: true } | { readonly undescribed: true } {
  let schemas = roots;
  const steps = path === '' ? [] : path.replaceAll('[]', '.[]').split('.');
  for (const step of steps) {
    const facts = schemaFacts(reader, schemas);
    if (step === '[]') {
      if (facts.items.length === 0) return { undescribed: true };
      schemas = facts.items;
      continue;
    }
    const found = facts.keys.get(step);
    if (found === undefined) {
      return facts.keys.size > 0 && !facts.partial ? { missing: true } : { undescribed: true };
    }
    schemas = found;
  }
  return schemas.length === 0 ? { undescribed: true } : { schemas };
}

/** Adds one schema to what is known; returns the keys that it requires. */
function collect(
  reader: SpecReader,
  raw: unknown,
  into: Collected,
  nesting: number,
  seen: ReadonlySet<unknown>,
): ReadonlySet<string> {
  const schema = nesting > 0 && reader.spend(1) ? asObject(reader.resolve(raw)) : undefined;
  // `true` and `false` are schemas too, and say nothing of keys.
  if (schema === undefined) into.partial ||= typeof raw !== 'boolean';
  if (schema === undefined || seen.has(schema)) return new Set();
  const inner = new Set([...seen, schema]);
  addOwn(reader, schema, into);
  const required = new Set<string>();
  for (const key of asList(schema.required)) if (typeof key === 'string') required.add(key);
  for (const branch of asList(schema.allOf)) {
    for (const key of collect(reader, branch, into, nesting - 1, inner)) required.add(key);
  }
  const choices = [...asList(schema.anyOf), ...asList(schema.oneOf)].filter((choice) => !isNull(choice));
  if (choices.length > 0) {
    const each = choices.map((choice) => collect(reader, choice, into, nesting - 1, inner));
    for (const key of intersection(each)) required.add(key);
  }
  for (const choice of [...asList(schema.anyOf), ...asList(schema.oneOf)]) {
    if (isNull(choice)) into.types.add('null');
  }
  return required;
}

function addOwn(reader: SpecReader, schema: JsonObject, into: Collected): void {
  const types = typeof schema.type === 'string' ? [schema.type] : asList(schema.type);
  for (const type of types) if (typeof type === 'string') into.types.add(type);
  if (schema.nullable === true) into.types.add('null');
  const values = schema.const === undefined ? schema.enum : [schema.const];
  if (Array.isArray(values)) {
    into.values ??= [];
    for (const value of values) if (value !== null) into.values.push(String(value));
  }
  const properties = Object.entries(asObject(schema.properties) ?? {});
  const affordable = reader.spend(properties.length);
  into.partial ||= !affordable;
  for (const [key, value] of affordable ? properties : []) {
    const known = into.keys.get(key);
    if (known === undefined) into.keys.set(key, [value]);
    else known.push(value);
  }
  if (schema.additionalProperties === false) into.closed = true;
  if (schema.items !== undefined) into.items.push(schema.items);
  for (const facet of FACETS) {
    const value = member(schema, facet);
    if (value !== undefined && !into.facets.has(facet)) into.facets.set(facet, value);
  }
  if (types.length > 0 || Array.isArray(values) || into.keys.size > 0) into.described = true;
}

function isNull(schema: unknown): boolean {
  return asText(member(schema, 'type')) === 'null';
}

function intersection(sets: readonly ReadonlySet<string>[]): ReadonlySet<string> {
  const [first, ...others] = sets;
  return new Set([...(first ?? [])].filter((key) => others.every((set) => set.has(key))));
}
