import { isJsonObject } from './json-text.ts';
import type { JsonValue } from './model.ts';
import { stateErrors } from './state-errors.ts';

export type JsonObject = { readonly [key: string]: JsonValue };

/** Reads typed members of parsed JSON; a wrong type becomes a `StateError` that names the JSON path. */
export class ShapeReader {
  readonly #where: string;
  constructor(where: string) {
    this.#where = where;
  }

  object(value: JsonValue | undefined, path: string): JsonObject {
    if (!isJsonObject(value)) throw this.#wrong(path, 'an object', value);
    return value;
  }

  array(value: JsonValue | undefined, path: string): readonly JsonValue[] {
    if (!Array.isArray(value)) throw this.#wrong(path, 'an array', value);
    return value;
  }

  text(value: JsonValue | undefined, path: string): string {
    if (typeof value !== 'string') throw this.#wrong(path, 'text', value);
    return value;
  }

  /** Own member or undefined: keys such as `__proto__` must not reach the prototype. */
  member(object: JsonObject, key: string): JsonValue | undefined {
    return Object.hasOwn(object, key) ? object[key] : undefined;
  }

  textOr(value: JsonValue | undefined, path: string, fallback: string): string {
    return value === undefined || value === null ? fallback : this.text(value, path);
  }

  flag(value: JsonValue | undefined, path: string): boolean {
    if (value === undefined || value === null) return false;
    if (typeof value !== 'boolean') throw this.#wrong(path, 'true or false', value);
    return value;
  }

  count(value: JsonValue | undefined, path: string): number {
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw this.#wrong(path, 'a whole number of 0 or more', value);
    }
    return value;
  }

  texts(value: JsonValue | undefined, path: string): readonly string[] {
    if (value === undefined || value === null) return [];
    return this.array(value, path).map((item, index) => this.text(item, `${path}[${index}]`));
  }

  fail(path: string, expected: string, got: JsonValue | undefined): never {
    throw this.#wrong(path, expected, got);
  }

  #wrong(path: string, expected: string, got: JsonValue | undefined): Error {
    return stateErrors.shape(this.#where, path, expected, got);
  }
}
