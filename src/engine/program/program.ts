import { dirname } from 'node:path';
import type { Diagnostic } from '../../provider/diagnostics.ts';
import { didYouMean } from '../../provider/near-names.ts';
import type { ProviderSchema, Schema } from '../../provider/schema-model.ts';
import type { Value } from '../../provider/values.ts';
import type { ResourceBlock, StackConfig } from '../config/config-model.ts';
import { TemplateCache } from '../expression/template-cache.ts';
import { configError, Problem } from '../problem.ts';
import type { Remedy } from '../remedy.ts';
import { type BlockReferences, ReferenceCollector } from './references.ts';

export interface ProgramInputs {
  readonly config: StackConfig;
  readonly variables: ReadonlyMap<string, Value>;
  readonly schemas: ProviderSchema;
  readonly remedy: Remedy;
  readonly configPath: string;
}

/** A stack with its variables, ready to be evaluated. References are collected once, on first use. */
export class Program {
  readonly config: StackConfig;
  readonly variables: ReadonlyMap<string, Value>;
  readonly templates: TemplateCache;
  readonly schemas: ProviderSchema;
  readonly #folder: string;
  #references: ProgramReferences | null = null;

  constructor(inputs: ProgramInputs) {
    this.config = inputs.config;
    this.variables = inputs.variables;
    this.schemas = inputs.schemas;
    this.templates = new TemplateCache(inputs.remedy);
    this.#folder = dirname(inputs.configPath);
  }

  get remedy(): Remedy {
    return this.templates.remedy;
  }

  /** References of all blocks, and every mistake found on the way. */
  get references(): ProgramReferences {
    this.#references ??= this.#collect();
    return this.#references;
  }

  /** Undefined: this provider has no such type. */
  schemaOf(mode: 'managed' | 'data', type: string): Schema | undefined {
    const types = mode === 'data' ? this.schemas.dataSources : this.schemas.resources;
    return Object.hasOwn(types, type) ? types[type] : undefined;
  }

  /** `path.…` and `terraform.…`, as Terraform answers them in the stack's folder. Raises `Problem`. */
  environment(kind: 'path' | 'terraform', name: string, text: string): Value {
    if (kind === 'terraform' && name === 'workspace') return 'default';
    if (kind === 'path' && (name === 'module' || name === 'root')) return '.';
    if (kind === 'path' && name === 'cwd') return this.#folder;
    throw new Problem(configError('invalid-reference', 'Invalid Reference', `${text} does not exist.`));
  }

  #collect(): ProgramReferences {
    const diagnostics: Diagnostic[] = [];
    const collector = new ReferenceCollector(this.config, this.schemas, this.templates);
    const blocks = new Map<string, BlockReferences>();
    for (const block of this.config.resources.values()) {
      this.#checkType(block, diagnostics);
      blocks.set(block.address, collector.ofBlock(block, diagnostics));
    }
    const outputs = new Map<string, readonly string[]>();
    for (const output of this.config.outputs.values()) {
      outputs.set(output.name, collector.ofOutput(output, diagnostics));
    }
    if (this.config.provider !== null)
      collector.ofValue(this.config.provider, { address: 'provider' }, diagnostics);
    collector.checkLocals(diagnostics);
    return { blocks, outputs, diagnostics: unique(diagnostics) };
  }

  #checkType(block: ResourceBlock, into: Diagnostic[]): void {
    if (this.schemaOf(block.mode, block.type) !== undefined) return;
    const known = Object.keys(block.mode === 'data' ? this.schemas.dataSources : this.schemas.resources);
    into.push(
      configError(
        'invalid-resource-type',
        'Invalid Resource Type',
        `${block.address}: the provider has no ${block.mode === 'data' ? 'data source' : 'resource'} type ` +
          `${JSON.stringify(block.type)}.${didYouMean(block.type, known)}`,
        { address: block.address },
      ),
    );
  }
}

export interface ProgramReferences {
  readonly blocks: ReadonlyMap<string, BlockReferences>;
  /** Block addresses by output. */
  readonly outputs: ReadonlyMap<string, readonly string[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** A local that many blocks use is wrong once, not once per use. */
function unique(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic])).values()];
}
