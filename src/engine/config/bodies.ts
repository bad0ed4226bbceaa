import type { JsonValue } from '../../state/model.ts';
import { configError, Problem } from '../problem.ts';
import type { JsonObject } from './config-model.ts';

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The refusal of a shape; `where` is the block's path in the file, e.g. `resource.opentrain_job.a`. */
export function wrongShape(where: string, expected: string): Problem {
  return new Problem(
    configError(
      'invalid-block',
      'Invalid Block',
      `${where} must be ${expected}. Synthesise the stack again.`,
    ),
  );
}

/**
 * Bodies of a block: Terraform's JSON syntax allows one object or an array of objects wherever a block may repeat.
 * Raises `Problem` for any other shape.
 */
export function bodies(value: JsonValue | undefined, where: string): JsonObject[] {
  if (value === undefined || value === null) return [];
  const list: readonly JsonValue[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (!isJsonObject(item)) throw wrongShape(where, 'an object or an array of objects');
    return item;
  });
}

/** Entries of a labelled block (`resource.TYPE`, `variable.NAME`), comments (`//`) left out. */
export function labelled(value: JsonValue | undefined, where: string): [string, JsonValue][] {
  return bodies(value, where).flatMap((body) => Object.entries(body).filter(([label]) => label !== '//'));
}

/** The one body of a block that must not repeat. */
export function singleBody(value: JsonValue, where: string): JsonObject {
  const [first, ...more] = bodies(value, where);
  if (first === undefined || more.length > 0) throw wrongShape(where, 'one object');
  return first;
}

export function stringField(body: JsonObject, key: string, where: string): string | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw wrongShape(`${where}.${key}`, 'a string');
  return value;
}

export function boolField(body: JsonObject, key: string, where: string): boolean | undefined {
  const value = body[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 'false') return value === 'true';
  throw wrongShape(`${where}.${key}`, 'true or false');
}

export function listField(body: JsonObject, key: string, where: string): readonly JsonValue[] {
  const value = body[key];
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw wrongShape(`${where}.${key}`, 'an array');
  return value;
}
