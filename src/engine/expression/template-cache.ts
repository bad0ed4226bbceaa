import type { Remedy } from '../remedy.ts';
import { parseTemplate } from './parse.ts';
import type { Expression } from './syntax.ts';
import { syntaxProblem } from './syntax-problem.ts';

/** Templates parsed once per text: stacks repeat the same reference thousands of times. */
export class TemplateCache {
  readonly remedy: Remedy;
  readonly #parsed = new Map<string, Expression>();

  constructor(remedy: Remedy) {
    this.remedy = remedy;
  }

  /** Raises `Problem` for what the embedded engine cannot evaluate. */
  parse(text: string): Expression {
    if (!text.includes('{')) return { kind: 'literal', value: text.normalize('NFC') };
    const known = this.#parsed.get(text);
    if (known !== undefined) return known;
    try {
      const expression = parseTemplate(text);
      this.#parsed.set(text, expression);
      return expression;
    } catch (error) {
      throw syntaxProblem(error, this.remedy);
    }
  }
}
