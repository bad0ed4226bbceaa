import type { Value } from '../../provider/values.ts';
import { tryParseNumber } from '../number-text.ts';

/** A literal that could not be read; line and column count from 1. */
export class LiteralError extends Error {
  readonly line: number;
  readonly column: number;
  constructor(message: string, line: number, column: number) {
    super(message);
    this.name = 'LiteralError';
    this.line = line;
    this.column = column;
  }
}

const SPACE = /(?:[ \t\r]|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/y;
const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\\n]|\\.)*"/y;
const WORDS: Readonly<Record<string, Value>> = { true: true, false: false, null: null };
const MAX_DEPTH = 100;

/** Literal part of HCL: strings, numbers, bools, null, lists and objects; JSON is a subset of it. */
export class LiteralParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `name = literal` lines, as in a `.tfvars` file. Raises `LiteralError`. */
  definitions(): Map<string, Value> {
    const found = new Map<string, Value>();
    for (;;) {
      this.#space(true);
      if (this.#at >= this.#text.length) return found;
      const name = this.#match(IDENTIFIER);
      if (name === null) this.#fail('A variable name is expected here.');
      this.#space(false);
      if (this.#match(/=/y) === null) this.#fail(`"=" is expected after ${name}.`);
      if (found.has(name)) this.#fail(`The variable ${name} is set twice.`);
      this.#space(false);
      found.set(name, this.#value());
      this.#space(false);
      if (this.#at < this.#text.length && this.#text[this.#at] !== '\n')
        this.#fail('A new line is expected here.');
    }
  }

  /** One literal and nothing else. Raises `LiteralError`. */
  single(): Value {
    this.#space(true);
    const value = this.#value();
    this.#space(true);
    if (this.#at < this.#text.length) this.#fail('There is more after the end of the value.');
    return value;
  }

  #value(): Value {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#fail('The value is nested too deeply.');
    const value = this.#simple() ?? this.#compound();
    this.#depth -= 1;
    return value.value;
  }

  #simple(): { readonly value: Value } | null {
    const number = this.#match(NUMBER);
    if (number !== null) return { value: tryParseNumber(number) };
    if (this.#text[this.#at] === '"') return { value: this.#string() };
    const word = this.#match(IDENTIFIER);
    if (word === null) return null;
    if (Object.hasOwn(WORDS, word)) return { value: WORDS[word] ?? null };
    return this.#fail(`Variables and functions are not allowed here: ${word}. Put text into quotes.`);
  }

  #compound(): { readonly value: Value } {
    if (this.#match(/\[/y) !== null) return { value: this.#list() };
    if (this.#match(/\{/y) !== null) return { value: this.#object() };
    if (this.#text.startsWith('<<', this.#at))
      this.#fail('Here documents are not supported; use a quoted string with \\n.');
    return this.#fail('A value is expected here.');
  }

  #list(): Value[] {
    const items: Value[] = [];
    for (;;) {
      this.#space(true);
      if (this.#match(/\]/y) !== null) return items;
      items.push(this.#value());
      this.#space(true);
      if (this.#match(/,/y) === null && this.#text[this.#at] !== ']')
        this.#fail('"," or "]" is expected here.');
    }
  }

  #object(): Value {
    const entries = new Map<string, Value>();
    for (;;) {
      this.#space(true);
      if (this.#match(/\}/y) !== null) return Object.fromEntries(entries);
      const key =
        this.#text[this.#at] === '"' ? this.#string() : (this.#match(IDENTIFIER) ?? this.#match(NUMBER));
      if (key === null) this.#fail('A key is expected here.');
      this.#space(false);
      if (this.#match(/[=:]/y) === null) this.#fail('"=" is expected after the key.');
      this.#space(true);
      entries.set(key, this.#value());
      this.#space(false);
      const end = this.#text[this.#at];
      if (end === ',' || end === '\n') this.#at += 1;
      else if (end !== '}') this.#fail('",", a new line or "}" is expected here.');
    }
  }

  #string(): string {
    const raw = this.#match(STRING);
    if (raw === null) this.#fail('The string is not closed on its line.');
    if (/(?<!\$)\$\{|(?<!%)%\{/.test(raw))
      this.#fail('Templates are not allowed here; write "$${" for a literal "${".');
    try {
      const text = JSON.parse(raw.replaceAll('\t', '\\t')) as string;
      return text.replaceAll('$${', '${').replaceAll('%%{', '%{').normalize('NFC');
    } catch {
      return this.#fail('The string has an unknown escape sequence.');
    }
  }

  #space(lines: boolean): void {
    for (;;) {
      if (this.#match(SPACE) === null && (!lines || this.#match(/\n/y) === null)) return;
    }
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null || match[0] === '') return null;
    this.#at += match[0].length;
    return match[0];
  }

  #fail(message: string): never {
    const before = this.#text.slice(0, this.#at).split('\n');
    throw new LiteralError(message, before.length, (before.at(-1)?.length ?? 0) + 1);
  }
}
