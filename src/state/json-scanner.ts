/** Where a text stops being JSON. `offset` counts UTF-16 units from the start of the text. */
export class JsonSyntaxError extends Error {
  readonly offset: number;
  /** The text ended before the value did. */
  readonly isTruncated: boolean;
  constructor(message: string, offset: number, isTruncated: boolean) {
    super(message);
    this.name = 'JsonSyntaxError';
    this.offset = offset;
    this.isTruncated = isTruncated;
  }
}

/** Deeper than any state; shallow enough that no recursion over parsed values overflows the stack. */
export const MAX_DEPTH = 500;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const ESCAPES = new Set([...'"\\/bfnrt'].map((char) => char.charCodeAt(0)));

/**
 * Walks JSON text once, strictly, without building values: the caller takes the source slices it wants to keep.
 * Needed because `JSON.parse` rounds numbers that doubles cannot hold and forgets how the text was written.
 */
export class JsonScanner {
  readonly text: string;
  position: number;
  #depth = 0;

  constructor(text: string) {
    this.text = text;
    this.position = 0;
  }

  /** First character code of the next token, or NaN at the end. */
  peek(): number {
    this.#skipSpace();
    return this.text.charCodeAt(this.position);
  }

  /** Skips one value of any kind and returns its source text. */
  value(): string {
    const first = this.peek();
    const start = this.position;
    if (first === 0x7b) this.object(() => this.skip());
    else if (first === 0x5b) this.array(() => this.skip());
    else this.#scalar(first);
    return this.text.slice(start, this.position);
  }

  skip(): void {
    const first = this.peek();
    if (first === 0x7b) this.object(() => this.skip());
    else if (first === 0x5b) this.array(() => this.skip());
    else this.#scalar(first);
  }

  /** Walks an object; `member` must consume the value of each key. */
  object(member: (key: string) => void): void {
    this.#open(0x7b);
    if (this.peek() === 0x7d) {
      this.#close();
      return;
    }
    for (;;) {
      if (this.peek() !== QUOTE) this.#fail('expected a quoted key');
      const start = this.position;
      this.#string();
      const key = JSON.parse(this.text.slice(start, this.position)) as string;
      if (this.peek() !== 0x3a) this.#fail('expected ":"');
      this.position += 1;
      member(key);
      const next = this.peek();
      if (next === 0x7d) break;
      if (next !== 0x2c) this.#fail('expected "," or "}"');
      this.position += 1;
    }
    this.#close();
  }

  /** Walks an array; `element` must consume each value. */
  array(element: () => void): void {
    this.#open(0x5b);
    if (this.peek() === 0x5d) {
      this.#close();
      return;
    }
    for (;;) {
      element();
      const next = this.peek();
      if (next === 0x5d) break;
      if (next !== 0x2c) this.#fail('expected "," or "]"');
      this.position += 1;
    }
    this.#close();
  }

  /** Fails unless only white space is left. */
  end(): void {
    if (!Number.isNaN(this.peek())) this.#fail('unexpected text after the value');
  }

  #open(bracket: number): void {
    if (this.peek() !== bracket) this.#fail(`expected "${String.fromCharCode(bracket)}"`);
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) this.#fail(`nested deeper than ${MAX_DEPTH} levels`);
    this.position += 1;
  }

  #close(): void {
    this.#depth -= 1;
    this.position += 1;
  }

  #scalar(first: number): void {
    if (first === QUOTE) this.#string();
    else if (first === 0x2d || (first >= 0x30 && first <= 0x39)) this.#number();
    else this.#literal();
  }

  #string(): void {
    const { text } = this;
    let at = this.position + 1;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) at = this.#escape(at);
      else if (code >= 0x20) at += 1;
      else {
        this.position = at;
        this.#fail(Number.isNaN(code) ? 'unexpected end' : 'control character in a string');
      }
    }
    this.position = at + 1;
  }

  #escape(backslash: number): number {
    const kind = this.text.charCodeAt(backslash + 1);
    if (ESCAPES.has(kind)) return backslash + 2;
    if (kind === 0x75) {
      for (let at = backslash + 2; at < backslash + 6; at += 1) {
        if (!/[0-9a-fA-F]/.test(this.text.charAt(at))) {
          this.position = Math.min(at, this.text.length);
          this.#fail('invalid \\u escape');
        }
      }
      return backslash + 6;
    }
    this.position = Math.min(backslash + 1, this.text.length);
    return this.#fail('invalid escape in a string');
  }

  #number(): void {
    const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.text);
    if (match === null) {
      this.position += 1;
      this.#fail('invalid number');
    } else this.position += match[0].length;
  }

  #literal(): void {
    for (const word of ['true', 'false', 'null']) {
      if (this.text.startsWith(word, this.position)) {
        this.position += word.length;
        return;
      }
    }
    const rest = this.text.slice(this.position, this.position + 5);
    if (['true', 'false', 'null'].some((word) => word.startsWith(rest))) this.position += rest.length;
    this.#fail('expected a value');
  }

  #skipSpace(): void {
    let code = this.text.charCodeAt(this.position);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) {
      this.position += 1;
      code = this.text.charCodeAt(this.position);
    }
  }

  #fail(message: string): never {
    const isTruncated = this.position >= this.text.length;
    throw new JsonSyntaxError(isTruncated ? 'unexpected end' : message, this.position, isTruncated);
  }
}

/** Source slices of the members of an object's text; the last of repeated keys wins, as in every JSON reader. */
export function memberSlices(objectText: string): Map<string, string> {
  const slices = new Map<string, string>();
  const scanner = new JsonScanner(objectText);
  scanner.object((key) => {
    slices.set(key, scanner.value());
  });
  return slices;
}
