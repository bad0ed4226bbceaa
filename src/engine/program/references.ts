import type { Diagnostic } from '../../provider/diagnostics.ts';
import { didYouMean } from '../../provider/near-names.ts';
import type { ProviderSchema } from '../../provider/schema-model.ts';
import type { JsonValue } from '../../state/model.ts';
import { blockAddress } from '../address.ts';
import type { OutputBlock, ResourceBlock, StackConfig } from '../config/config-model.ts';
import { type Reference, tryResolveRoot, visitTemplates, visitTraversals } from '../expression/reference.ts';
import type { Expression } from '../expression/syntax.ts';
import { unsupportedExpression } from '../expression/syntax-problem.ts';
import type { TemplateCache } from '../expression/template-cache.ts';
import { collect, configError, Problem, type ProblemPlace, placed } from '../problem.ts';

/** What a block needs before it can be evaluated. */
export interface BlockReferences {
  /** Block addresses that its values and `depends_on` name, through locals too; sorted. What state records. */
  readonly dependencies: readonly string[];
  /** Those and the ones it only waits for (`replace_triggered_by`). */
  readonly waitsFor: readonly string[];
}

/** Finds and checks every reference of a program, without evaluating any. */
export class ReferenceCollector {
  readonly #config: StackConfig;
  readonly #schemas: ProviderSchema;
  readonly #templates: TemplateCache;
  readonly #locals = new Map<string, ReadonlySet<string> | 'collecting'>();

  constructor(config: StackConfig, schemas: ProviderSchema, templates: TemplateCache) {
    this.#config = config;
    this.#schemas = schemas;
    this.#templates = templates;
  }

  ofBlock(block: ResourceBlock, into: Diagnostic[]): BlockReferences {
    const found = new Set<string>();
    const at = { address: block.address };
    this.#value(block.attributes, [], at, found, into);
    if (block.count !== undefined) this.#value(block.count, ['count'], at, found, into);
    if (block.forEach !== undefined) this.#value(block.forEach, ['for_each'], at, found, into);
    for (const address of block.dependsOn) this.#declared(address, at, found, into);
    const dependencies = [...found].sort();
    for (const trigger of block.lifecycle.replaceTriggeredBy) this.#expression(trigger, at, found, into);
    if (found.has(block.address)) {
      into.push(
        configError('self-reference', 'Self-Referential Block', `${block.address} refers to itself.`, at),
      );
      found.delete(block.address);
    }
    return {
      dependencies: dependencies.filter((address) => address !== block.address),
      waitsFor: [...found].sort(),
    };
  }

  ofOutput(output: OutputBlock, into: Diagnostic[]): readonly string[] {
    const found = new Set<string>();
    const at = { address: `output.${output.name}` };
    this.#value(output.value, [], at, found, into);
    for (const address of output.dependsOn) this.#declared(address, at, found, into);
    return [...found].sort();
  }

  /** Everything else that holds expressions: the provider block, import ids. */
  ofValue(value: JsonValue, at: ProblemPlace, into: Diagnostic[]): readonly string[] {
    const found = new Set<string>();
    this.#value(value, [], at, found, into);
    return [...found].sort();
  }

  /** Also checks locals that nobody uses, so that a mistake in one does not wait to be found. */
  checkLocals(into: Diagnostic[]): void {
    for (const name of this.#config.locals.keys()) collect(into, () => this.#local(name, into));
  }

  #value(
    value: JsonValue,
    path: readonly (string | number)[],
    at: ProblemPlace,
    found: Set<string>,
    into: Diagnostic[],
  ): void {
    visitTemplates(value, path, (text, where) => {
      const place = { ...at, attribute: where };
      const expression = this.#placed(place, into, () => this.#templates.parse(text));
      if (expression !== null) this.#expression(expression, place, found, into);
    });
  }

  #placed<T>(at: ProblemPlace, into: Diagnostic[], work: () => T): T | null {
    return collect(into, () => {
      try {
        return work();
      } catch (error) {
        if (error instanceof Problem) throw new Problem(placed(error.diagnostic, at));
        throw error;
      }
    });
  }

  #expression(expression: Expression, at: ProblemPlace, found: Set<string>, into: Diagnostic[]): void {
    visitTraversals(expression, (traversal) => {
      this.#placed(at, into, () => {
        const reference = tryResolveRoot(traversal.root, traversal.steps);
        if (reference === null) {
          throw new Problem(
            configError(
              'invalid-reference',
              'Invalid Reference',
              `${traversal.text} names no resource, variable or local.`,
            ),
          );
        }
        this.#reference(reference, traversal.text, at, found, into);
      });
    });
  }

  #reference(
    reference: Reference,
    text: string,
    at: ProblemPlace,
    found: Set<string>,
    into: Diagnostic[],
  ): void {
    switch (reference.kind) {
      case 'unsupported':
        throw unsupportedExpression(reference.what, text, this.#templates.remedy);
      case 'variable':
        if (!this.#config.variables.has(reference.name)) {
          throw undeclared('variable', text, reference.name, this.#config.variables.keys());
        }
        return;
      case 'local':
        for (const address of this.#local(reference.name, into)) found.add(address);
        return;
      case 'resource': {
        const address = blockAddress(reference);
        if (!this.#declared(address, at, found, into)) return;
        this.#attribute(reference, text);
        return;
      }
      default:
        return;
    }
  }

  #declared(address: string, at: ProblemPlace, found: Set<string>, into: Diagnostic[]): boolean {
    if (this.#config.resources.has(address)) {
      found.add(address);
      return true;
    }
    const { diagnostic } = undeclared('resource', address, address, this.#config.resources.keys());
    into.push(placed(diagnostic, at));
    return false;
  }

  /** The first attribute name must be in the schema; deeper steps are checked when there is a value. */
  #attribute(reference: Extract<Reference, { kind: 'resource' }>, text: string): void {
    const types = reference.mode === 'data' ? this.#schemas.dataSources : this.#schemas.resources;
    const schema = Object.hasOwn(types, reference.type) ? types[reference.type] : undefined;
    const step = reference.steps.find((candidate) => candidate.kind === 'attribute');
    const isFirst = reference.steps[0] === step || reference.steps[1] === step;
    if (schema === undefined || step === undefined || !isFirst || Object.hasOwn(schema.attributes, step.name))
      return;
    throw new Problem(
      configError(
        'unsupported-attribute',
        'Unsupported Attribute',
        `${text}: ${reference.type} has no attribute ${JSON.stringify(step.name)}.${didYouMean(step.name, Object.keys(schema.attributes))}`,
      ),
    );
  }

  #local(name: string, into: Diagnostic[]): ReadonlySet<string> {
    const known = this.#locals.get(name);
    if (known === 'collecting') {
      throw new Problem(
        configError('dependency-cycle', 'Dependency Cycle', `local.${name} depends on itself.`),
      );
    }
    if (known !== undefined) return known;
    if (!this.#config.locals.has(name)) {
      throw undeclared('local', `local.${name}`, name, this.#config.locals.keys());
    }
    this.#locals.set(name, 'collecting');
    const found = new Set<string>();
    this.#value(this.#config.locals.get(name) ?? null, [], { address: `local.${name}` }, found, into);
    this.#locals.set(name, found);
    return found;
  }
}

function undeclared(kind: string, text: string, name: string, names: Iterable<string>): Problem {
  return new Problem(
    configError(
      'undeclared-reference',
      `Reference to Undeclared ${kind.charAt(0).toUpperCase()}${kind.slice(1)}`,
      `${text}: the program declares no ${kind} ${JSON.stringify(name)}.${didYouMean(name, names)}`,
    ),
  );
}
