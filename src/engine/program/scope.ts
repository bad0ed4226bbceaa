import type { AttributePath } from '../../provider/diagnostics.ts';
import { UNKNOWN, type Value } from '../../provider/values.ts';
import { blockAddress } from '../address.ts';
import { evaluateJson, type Resolved, type Scope } from '../expression/evaluate.ts';
import type { Reference } from '../expression/reference.ts';
import { unsupportedExpression } from '../expression/syntax-problem.ts';
import type { TemplateCache } from '../expression/template-cache.ts';
import { configError, Problem } from '../problem.ts';
import type { Program } from './program.ts';

/** Values of `each` or `count` inside one instance. */
export interface Repetition {
  readonly index: string | number | undefined;
  /** `each.value`. */
  readonly value: Resolved;
}

const PUBLIC: readonly AttributePath[] = [];

/** What resources and locals are worth at this moment of a run. Filled as the run gets on. */
export class RunValues {
  readonly program: Program;
  readonly #resources = new Map<string, Resolved>();
  readonly #locals = new Map<string, Resolved>();

  constructor(program: Program) {
    this.program = program;
  }

  set(address: string, resolved: Resolved): void {
    this.#resources.set(address, resolved);
  }

  /** Unknown for a block whose own evaluation failed: what depends on it is still checked as far as possible. */
  resource(address: string): Resolved {
    return this.#resources.get(address) ?? { value: UNKNOWN, sensitive: PUBLIC };
  }

  /** Raises `Problem`. A local is asked for only after everything it refers to is there, so once is enough. */
  local(name: string): Resolved {
    const known = this.#locals.get(name);
    if (known !== undefined) return known;
    const sensitive: AttributePath[] = [];
    const value = evaluateJson(
      this.program.config.locals.get(name) ?? null,
      new RunScope(this),
      [],
      sensitive,
    );
    const resolved: Resolved = { value: value as Value, sensitive };
    this.#locals.set(name, resolved);
    return resolved;
  }
}

/** Names as seen from one instance (with `repetition`) or from outside any. */
export class RunScope implements Scope {
  readonly #values: RunValues;
  readonly #repetition: Repetition | null;

  constructor(values: RunValues, repetition: Repetition | null = null) {
    this.#values = values;
    this.#repetition = repetition;
  }

  get templates(): TemplateCache {
    return this.#values.program.templates;
  }

  /** Raises `Problem`. */
  resolve(reference: Reference, text: string): Resolved {
    const { program } = this.#values;
    switch (reference.kind) {
      case 'resource':
        return this.#values.resource(blockAddress(reference));
      case 'variable':
        return {
          value: program.variables.get(reference.name) ?? null,
          sensitive: program.config.variables.get(reference.name)?.sensitive === true ? [[]] : PUBLIC,
        };
      case 'local':
        return this.#values.local(reference.name);
      case 'each':
      case 'count':
        return this.#repeated(reference.kind, reference.name, text);
      case 'path':
      case 'terraform':
        return { value: program.environment(reference.kind, reference.name, text), sensitive: PUBLIC };
      case 'unsupported':
        throw unsupportedExpression(reference.what, text, program.templates.remedy);
    }
  }

  #repeated(kind: 'each' | 'count', name: string, text: string): Resolved {
    const index = this.#repetition?.index;
    const fits = kind === 'count' ? typeof index === 'number' : typeof index === 'string';
    if (fits && index !== undefined) {
      if (name === (kind === 'count' ? 'index' : 'key')) return { value: index as Value, sensitive: PUBLIC };
      if (kind === 'each' && name === 'value' && this.#repetition !== null) return this.#repetition.value;
    }
    throw new Problem(
      configError(
        'invalid-reference',
        'Invalid Reference',
        `${text} has a meaning only inside a resource with ${kind === 'count' ? 'count' : 'for_each'}.`,
      ),
    );
  }
}
