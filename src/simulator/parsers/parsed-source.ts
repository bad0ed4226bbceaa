import type { ImportFormat } from '../../contract/index.ts';
import { preview } from './preview.ts';

/** Content that the parser saw and could not place [D job-drafts/create; the name `valuePreview` is inferred]. */
export interface UnmappedField {
  path: string;
  reason: string;
  valuePreview: string;
}

/** What a parser made of a source. */
export interface ParsedSource {
  /** Values under update keys of the contract's field table. */
  fields: Record<string, unknown>;
  /** Update keys whose value is a guess, an approximation, or one end of a range. */
  lowConfidence: string[];
  unmapped: UnmappedField[];
  warnings: string[];
  /** Name, version and format of the parser. The real server's content is not documented [U]. */
  parser: Record<string, unknown>;
}

const PARSER_NAME = 'otform-simulator';
const PARSER_VERSION = '1';

/** Most entries of `unmapped` and of `warnings`: a hostile source must not make an unbounded answer. */
const MAX_REPORTED = 100;

/** Gathers the result of one parse. The first value of a key stays; a later, different one makes it doubtful. */
export class FieldCollector {
  readonly #fields = new Map<string, unknown>();
  readonly #low = new Set<string>();
  readonly #unmapped: UnmappedField[] = [];
  readonly #warnings: string[] = [];

  get(key: string): unknown {
    return this.#fields.get(key);
  }

  has(key: string): boolean {
    return this.#fields.has(key);
  }

  isLow(key: string): boolean {
    return this.#low.has(key);
  }

  set(key: string, value: unknown, low = false): void {
    if (this.#fields.has(key)) {
      if (this.#fields.get(key) === value) return;
      this.#low.add(key);
      this.warn(`${key}: more than one value in the source; kept the first, ignored ${preview(value)}.`);
      return;
    }
    this.#fields.set(key, value);
    if (low) this.#low.add(key);
  }

  /** Adds to a list field; order of first mention, no duplicates. */
  add(key: string, value: string, low = false): void {
    const list = this.#fields.get(key);
    if (!Array.isArray(list)) this.#fields.set(key, [value]);
    else if (!list.includes(value)) list.push(value);
    if (low) this.#low.add(key);
  }

  markLow(key: string): void {
    if (this.#fields.has(key)) this.#low.add(key);
  }

  unmapped(path: string, reason: string, value: unknown): void {
    if (this.#unmapped.length >= MAX_REPORTED) return;
    this.#unmapped.push({ path, reason, valuePreview: preview(value) });
  }

  warn(message: string): void {
    if (this.#warnings.length >= MAX_REPORTED || this.#warnings.includes(message)) return;
    this.#warnings.push(message);
  }

  finish(format: ImportFormat): ParsedSource {
    return {
      fields: Object.fromEntries(this.#fields),
      lowConfidence: [...this.#low],
      unmapped: this.#unmapped,
      warnings: this.#warnings,
      parser: { name: PARSER_NAME, version: PARSER_VERSION, format },
    };
  }
}
