import { tryParseNumber } from '../number-text.ts';
import { FUNCTIONS } from './functions.ts';
import { type Expression, InvalidSyntax, type ObjectEntry, type Step, UnsupportedSyntax } from './syntax.ts';

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' };

/** Nesting of brackets and quoted templates; deeper input is hostile, not a program. */
const MAX_DEPTH = 100;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Whole text as a template, as every string of Terraform's JSON syntax is read. */
  template(): Expression {
    const parts = this.#parts(null);
    return joined(parts);
  }

  /** Whole text as a bare expression, as in `depends_on` or a type-less reference. */
  expression(): Expression {
    const expression = this.#expression();
    this.#space();
    if (this.#at < this.#text.length) this.#trailing();
    return expression;
  }

  /** Literal text and `${…}` up to `end` (a closing quote) or the end of the text. */
  #parts(end: '"' | null): Expression[] {
    const text = this.#text;
    const parts: Expression[] = [];
    let literal = '';
    const flush = () => {
      if (literal !== '') parts.push({ kind: 'literal', value: literal.normalize('NFC') });
      literal = '';
    };
    while (this.#at < text.length) {
      const char = text.charAt(this.#at);
      if (end !== null && char === end) break;
      if ((char === '$' || char === '%') && text.startsWith(`${char}{`, this.#at + 1)) {
        literal += `${char}{`;
        this.#at += 3;
      } else if (char === '%' && text[this.#at + 1] === '{') {
        throw new UnsupportedSyntax('a template directive', text);
      } else if (char === '$' && text[this.#at + 1] === '{') {
        flush();
        parts.push(this.#interpolation());
      } else if (end !== null && char === '\\') {
        literal += this.#escape();
      } else {
        literal += char;
        this.#at += 1;
      }
    }
    flush();
    return parts;
  }

  #interpolation(): Expression {
    this.#at += 2;
    if (this.#text[this.#at] === '~') throw new UnsupportedSyntax('a whitespace strip marker', this.#text);
    const expression = this.#expression();
    this.#space();
    if (this.#text[this.#at] !== '}') this.#trailing();
    this.#at += 1;
    // A lone interpolation keeps its type, a quoted template inside one does not lose it either.
    return expression;
  }

  #escape(): string {
    const char = this.#text[this.#at + 1] ?? '';
    const simple = ESCAPES[char];
    if (simple !== undefined) {
      this.#at += 2;
      return simple;
    }
    const length = char === 'u' ? 4 : char === 'U' ? 8 : 0;
    const hex = this.#text.slice(this.#at + 2, this.#at + 2 + length);
    const code = Number.parseInt(hex, 16);
    if (length === 0 || !/^[0-9a-fA-F]+$/.test(hex) || hex.length !== length || code > 0x10ffff) {
      throw new InvalidSyntax(
        'The escape sequence is not one of \\n \\r \\t \\" \\\\ \\uNNNN \\UNNNNNNNN.',
        this.#text,
        this.#at,
      );
    }
    this.#at += 2 + length;
    return String.fromCodePoint(code);
  }

  #expression(): Expression {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH)
      throw new InvalidSyntax('The expression is nested too deeply.', this.#text, this.#at);
    this.#space();
    const char = this.#text[this.#at] ?? '';
    let expression: Expression;
    if (char === '"') expression = this.#quoted();
    else if (/\d/.test(char)) expression = this.#number(1);
    else if (char === '-' && /\d/.test(this.#text[this.#at + 1] ?? '')) {
      this.#at += 1;
      expression = this.#number(-1);
    } else if (char === '(') expression = this.#parenthesised();
    else if (char === '[') expression = this.#list();
    else if (char === '{') expression = this.#object();
    else expression = this.#named(char);
    this.#depth -= 1;
    if (expression.kind !== 'traversal') this.#refuseSteps();
    return expression;
  }

  /** Only names have steps here: `x.y` and `x[0]`, not `f(x)[0]`. */
  #refuseSteps(): void {
    const char = this.#text[this.#at];
    if (char === '.' || char === '[') throw new UnsupportedSyntax('an index into an expression', this.#text);
  }

  #list(): Expression {
    this.#at += 1;
    this.#refuseFor();
    const items: Expression[] = [];
    while (!this.#closes(']')) {
      items.push(this.#expression());
      this.#space();
      if (this.#text[this.#at] === ',') this.#at += 1;
      else if (this.#text[this.#at] !== ']') this.#trailing();
    }
    return { kind: 'list', items };
  }

  #object(): Expression {
    this.#at += 1;
    this.#refuseFor();
    const entries: ObjectEntry[] = [];
    while (!this.#closes('}')) {
      const key = this.#objectKey();
      this.#space();
      const sign = this.#text[this.#at];
      if ((sign !== '=' && sign !== ':') || this.#text[this.#at + 1] === '=') this.#trailing();
      this.#at += 1;
      const value = this.#expression();
      entries.push({ key, value });
      const end = this.#at;
      this.#space();
      if (this.#text[this.#at] === ',') this.#at += 1;
      // A line break ends an entry as a comma does.
      else if (this.#text[this.#at] !== '}' && !this.#text.slice(end, this.#at).includes('\n'))
        this.#trailing();
    }
    return { kind: 'object', entries };
  }

  #objectKey(): Expression {
    const name = this.#match(IDENTIFIER);
    if (name === null) return this.#expression();
    if (!/[.[(]/.test(this.#text.charAt(this.#at))) return { kind: 'literal', value: name };
    throw new InvalidSyntax('A key that is a reference must be in parentheses.', this.#text, this.#at);
  }

  #closes(bracket: ']' | '}'): boolean {
    this.#space();
    if (this.#text[this.#at] !== bracket) return false;
    this.#at += 1;
    return true;
  }

  #refuseFor(): void {
    this.#space();
    if (/^for\s/.test(this.#text.slice(this.#at, this.#at + 4)))
      throw new UnsupportedSyntax('a for expression', this.#text);
  }

  #parenthesised(): Expression {
    this.#at += 1;
    const inner = this.#expression();
    this.#space();
    if (this.#text[this.#at] !== ')') this.#trailing();
    this.#at += 1;
    return inner;
  }

  #quoted(): Expression {
    this.#at += 1;
    const parts = this.#parts('"');
    if (this.#text[this.#at] !== '"')
      throw new InvalidSyntax('A quoted string is not closed.', this.#text, this.#at);
    this.#at += 1;
    return joined(parts);
  }

  #number(sign: 1 | -1): Expression {
    const text = this.#match(NUMBER);
    if (text === null) throw new InvalidSyntax('A number is malformed.', this.#text, this.#at);
    const value = tryParseNumber(`${sign === -1 ? '-' : ''}${text}`);
    return { kind: 'literal', value };
  }

  #named(char: string): Expression {
    const start = this.#at;
    const root = this.#match(IDENTIFIER);
    if (root === null) {
      if (char === '!' || char === '-') throw new UnsupportedSyntax('an operator', this.#text);
      if (char === '<') throw new UnsupportedSyntax('a here document', this.#text);
      throw new InvalidSyntax('A value is missing.', this.#text, this.#at);
    }
    if (this.#text.startsWith('::', this.#at)) throw new UnsupportedSyntax('a function call', this.#text);
    if (/^\s*\(/.test(this.#text.slice(this.#at))) return this.#call(root, start);
    const steps = this.#steps();
    if (steps.length === 0) {
      if (root === 'true' || root === 'false') return { kind: 'literal', value: root === 'true' };
      if (root === 'null') return { kind: 'literal', value: null };
    }
    return { kind: 'traversal', root, steps, text: this.#text.slice(start, this.#at) };
  }

  #call(name: string, start: number): Expression {
    if (!FUNCTIONS.has(name)) throw new UnsupportedSyntax(`a function call (${name})`, this.#text);
    this.#space();
    this.#at += 1;
    const argument = this.#expression();
    this.#space();
    if (this.#text.startsWith('...', this.#at)) {
      throw new UnsupportedSyntax('arguments out of a list', this.#text);
    }
    if (this.#text[this.#at] === ',') {
      this.#at += 1;
      this.#space();
      if (this.#text[this.#at] !== ')') {
        throw new InvalidSyntax(`The function ${name} takes one argument.`, this.#text, this.#at);
      }
    }
    if (this.#text[this.#at] !== ')') this.#trailing();
    this.#at += 1;
    return { kind: 'call', name, argument, text: this.#text.slice(start, this.#at) };
  }

  #steps(): Step[] {
    const steps: Step[] = [];
    for (;;) {
      const char = this.#text[this.#at];
      if (this.#text.startsWith('...', this.#at)) return steps;
      if (char === '.') {
        this.#at += 1;
        if (this.#text[this.#at] === '*') throw new UnsupportedSyntax('a splat expression', this.#text);
        const digits = this.#match(/\d+/y);
        if (digits !== null) steps.push({ kind: 'index', key: { kind: 'literal', value: Number(digits) } });
        else {
          const name = this.#match(IDENTIFIER);
          if (name === null)
            throw new InvalidSyntax('An attribute name is missing after the dot.', this.#text, this.#at);
          steps.push({ kind: 'attribute', name });
        }
      } else if (char === '[') {
        this.#at += 1;
        if (this.#text[this.#at] === '*') throw new UnsupportedSyntax('a splat expression', this.#text);
        const key = this.#expression();
        this.#space();
        if (this.#text[this.#at] !== ']') this.#trailing();
        this.#at += 1;
        steps.push({ kind: 'index', key });
      } else return steps;
    }
  }

  #trailing(): never {
    const rest = this.#text.slice(this.#at);
    if (rest.startsWith('?')) throw new UnsupportedSyntax('a conditional', this.#text);
    if (/^(==|!=|<=|>=|&&|\|\||[-+*/%<>])/.test(rest)) throw new UnsupportedSyntax('an operator', this.#text);
    throw new InvalidSyntax(
      rest === '' ? 'The expression is not closed.' : 'There is more after the end of the expression.',
      this.#text,
      this.#at,
    );
  }

  #space(): void {
    this.#match(/\s+/y);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return null;
    this.#at += match[0].length;
    return match[0];
  }
}

function joined(parts: readonly Expression[]): Expression {
  if (parts.length === 0) return { kind: 'literal', value: '' };
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : { kind: 'template', parts };
}

/**
 * A string of Terraform's JSON syntax. Exactly one `${…}` keeps the type of what it refers to.
 * Raises `UnsupportedSyntax` for what only Terraform evaluates and `InvalidSyntax` for what nobody does.
 */
export function parseTemplate(text: string): Expression {
  if (!text.includes('${') && !text.includes('%{')) return { kind: 'literal', value: text.normalize('NFC') };
  return new Parser(text).template();
}

/** A bare reference as in `depends_on`; a wrapping `${…}` is tolerated as Terraform does. Raises as `parseTemplate`. */
export function parseReference(text: string): Expression {
  const wrapped = /^\$\{(.*)\}$/s.exec(text.trim());
  return new Parser(wrapped?.[1] ?? text).expression();
}
