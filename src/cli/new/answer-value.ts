import { tryFieldByAttribute, tryFieldByKey } from '../../contract/index.ts';

/** What an answer may be, as far as the server or the contract tells. */
export interface AnswerKind {
  /** Update key, e.g. `pricePerLabel`. */
  readonly key: string;
  readonly type: 'text' | 'number' | 'list' | 'enum';
  /** The server's values where it gave some, else the contract's. */
  readonly values: readonly string[];
  readonly whole: boolean;
  readonly aboveZero: boolean;
}

export type Answer = { readonly value: unknown } | { readonly problem: string };

/** Kind of an update key. `values` are the server's, which win over the contract's. */
export function answerKind(key: string, values: readonly string[] | null = null): AnswerKind {
  const field = tryFieldByKey(key);
  const allowed = values !== null && values.length > 0 ? values : (field?.enumValues ?? []);
  const type =
    field?.type === 'number'
      ? 'number'
      : field?.type === 'string_set'
        ? 'list'
        : allowed.length > 0
          ? 'enum'
          : 'text';
  return {
    key,
    type,
    values: allowed,
    whole: field?.integer === true,
    aboveZero: field?.unit === 'USD' || field?.integer === true,
  };
}

/** Update key of what a user typed: `pricePerLabel` or `price_per_label`; other names stay as they are. */
export function updateKeyOf(name: string): string {
  return tryFieldByAttribute(name)?.key ?? name;
}

/** Reads a typed answer. An enum may be given by its number in the list; a number may have thousands separators. */
export function readAnswer(kind: AnswerKind, typed: string): Answer {
  const text = typed.trim();
  if (text === '') return { problem: 'an answer is needed' };
  if (kind.type === 'number') return readNumber(kind, text);
  if (kind.type === 'list') {
    const items = text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
    return items.length === 0 ? { problem: 'name at least one, separated by commas' } : { value: items };
  }
  if (kind.type === 'enum') return readChoice(kind, text);
  return { value: text };
}

function readNumber(kind: AnswerKind, text: string): Answer {
  const bare = text.replace(/^\$\s*/, '');
  const isNumber = /^-?(\d{1,3}(,\d{3})+|\d+(_\d+)*)(\.\d+)?$|^-?\.\d+$/.test(bare);
  const value = isNumber ? Number(bare.replace(/[,_]/g, '')) : Number.NaN;
  if (!Number.isFinite(value)) return { problem: `"${text}" is not a number` };
  return checkNumber(kind, value);
}

function checkNumber(kind: AnswerKind, value: number): Answer {
  if (kind.whole && !Number.isInteger(value)) return { problem: 'it must be a whole number' };
  if (kind.aboveZero && value <= 0) return { problem: 'it must be more than 0' };
  return value < 0 ? { problem: 'it must not be negative' } : { value };
}

function readChoice(kind: AnswerKind, text: string): Answer {
  const byNumber = /^\d+$/.test(text) ? kind.values[Number(text) - 1] : undefined;
  const spelled = text.toUpperCase().replace(/[\s-]+/g, '_');
  const value = byNumber ?? kind.values.find((one) => one === text || one.toUpperCase() === spelled);
  return value === undefined ? { problem: `"${text}" is none of ${kind.values.join(', ')}` } : { value };
}

/** Checks a value of an answers file, which has JSON types already; text is read as if it were typed. */
export function checkAnswer(kind: AnswerKind, value: unknown): Answer {
  if (tryFieldByKey(kind.key) === undefined)
    return value === null ? { problem: 'null is no answer' } : { value };
  if (typeof value === 'string') return kind.type === 'text' ? textAnswer(value) : readAnswer(kind, value);
  if (kind.type === 'number' && typeof value === 'number') return checkNumber(kind, value);
  const isTexts = Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
  if (kind.type === 'list' && isTexts) return { value };
  const expected =
    kind.type === 'number'
      ? 'a number'
      : kind.type === 'list'
        ? 'a list of texts'
        : kind.type === 'enum'
          ? `one of ${kind.values.join(', ')}`
          : 'a text';
  return { problem: `expected ${expected}, got ${JSON.stringify(value)}` };
}

/** A text from a file keeps its spaces and lines. */
function textAnswer(value: string): Answer {
  return value.trim() === '' ? { problem: 'an answer is needed' } : { value };
}
