/** A piece of the source text. Positions are UTF-16 offsets into the NFC text. */
export interface Token {
  readonly kind: 'word' | 'number' | 'mark';
  readonly text: string;
  readonly lower: string;
  readonly start: number;
  readonly end: number;
  /** Runs over the whole text; a new one at `. ! ? ;`, a blank line, a bullet or a heading. */
  readonly sentence: number;
  /** Finer than a sentence: also ends at a comma, colon, bracket or dash between words. */
  readonly clause: number;
}

const SPACE = /\s/u;
const LETTER = /\p{L}/u;
const WORD = /[\p{L}\p{M}\p{N}'’]/u;
const DIGIT = /[0-9]/;
const SENTENCE_END = '.!?;';
const CLAUSE_END = ',:()[]—';

/**
 * The text as tokens, cut in one pass over its characters. Rules look at tokens through `at`, a bounded number of them
 * a position, so the work of a parse is linear in the text whatever it holds; `reads` counts it for the tests.
 */
export class TokenText {
  readonly tokens: readonly Token[];
  readonly source: string;
  /** Where the text stands in the whole source, for `unmapped`. */
  readonly path: string;
  reads = 0;

  constructor(source: string, path = 'text') {
    this.source = source;
    this.path = path;
    this.tokens = cut(source);
  }

  at(index: number): Token | undefined {
    this.reads += 1;
    return this.tokens[index];
  }

  /** Lower-case text of a token, or an empty string beyond the ends. */
  lower(index: number): string {
    return this.at(index)?.lower ?? '';
  }

  /** True if the second token starts where the first ends. */
  touches(first: number, second: number): boolean {
    const a = this.at(first);
    const b = this.at(second);
    return a !== undefined && b !== undefined && a.end === b.start;
  }

  /** Source text from one token to another, both included. */
  between(first: number, last: number): string {
    const a = this.at(first);
    const b = this.at(last);
    return a && b ? this.source.slice(a.start, b.end) : '';
  }

  /**
   * If the words stand at `index` (a hyphen or underscore between two is fine: "entry-level"), the index after them.
   */
  phrase(index: number, words: readonly string[]): number | undefined {
    let next = index;
    for (const [n, word] of words.entries()) {
      if (n > 0 && (this.lower(next) === '-' || this.lower(next) === '_')) next += 1;
      if (this.lower(next) !== word) return undefined;
      next += 1;
    }
    return next;
  }
}

function cut(source: string): Token[] {
  const tokens: Token[] = [];
  let sentence = 0;
  let clause = 0;
  let index = 0;
  const breakSentence = () => {
    sentence += 1;
    clause += 1;
  };
  while (index < source.length) {
    const char = String.fromCodePoint(source.codePointAt(index) ?? 0);
    if (SPACE.test(char)) {
      const end = endOfRun(source, index, SPACE);
      if (breaksBlock(source, index, end)) breakSentence();
      index = end;
      continue;
    }
    const kind = kindAt(source, index, char);
    const end =
      kind === 'word'
        ? endOfRun(source, index, WORD)
        : kind === 'number'
          ? endOfNumber(source, index)
          : index + char.length;
    const text = source.slice(index, end);
    tokens.push({ kind, text, lower: text.toLowerCase(), start: index, end, sentence, clause });
    index = end;
    if (kind !== 'mark') continue;
    const after = source[end];
    if (SENTENCE_END.includes(text) && (after === undefined || SPACE.test(after))) breakSentence();
    else if (CLAUSE_END.includes(text)) clause += 1;
  }
  return tokens;
}

function kindAt(source: string, index: number, char: string): Token['kind'] {
  if (LETTER.test(char)) return 'word';
  if (DIGIT.test(char)) return 'number';
  const fraction = char === '.' && DIGIT.test(source[index + 1] ?? '');
  return fraction && !WORD.test(source[index - 1] ?? ' ') ? 'number' : 'mark';
}

function endOfRun(source: string, start: number, set: RegExp): number {
  let index = start;
  while (index < source.length) {
    const char = String.fromCodePoint(source.codePointAt(index) ?? 0);
    if (!set.test(char)) break;
    index += char.length;
  }
  return index;
}

/** Digits with inner commas and points: a separator belongs to the number only if a digit follows. */
function endOfNumber(source: string, start: number): number {
  let index = start + 1;
  while (index < source.length) {
    const char = source[index] ?? '';
    const inner = (char === ',' || char === '.') && DIGIT.test(source[index + 1] ?? '');
    if (!DIGIT.test(char) && !inner) break;
    index += 1;
  }
  return index;
}

/** A blank line, or a line that starts a bullet, a heading or a `Label:`-like block, ends the sentence. */
function breaksBlock(source: string, start: number, end: number): boolean {
  const newlines = source.slice(start, Math.min(end, start + 64)).split('\n').length - 1;
  if (newlines === 0) return false;
  return newlines > 1 || '-*#•|'.includes(source[end] ?? ' ') || LABEL_LINE.test(source.slice(end, end + 48));
}

const LABEL_LINE = /^[\p{L} ]{2,40}:/u;
