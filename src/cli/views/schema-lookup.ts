import type { ResourceChange } from '../../engine/plan-model.ts';
import type { Attribute, ProviderSchema } from '../../provider/schema-model.ts';

/** Finds the attributes of a type; what the schema does not know is shown as it is. */
export class SchemaLookup {
  readonly #schema: ProviderSchema;

  constructor(schema: ProviderSchema) {
    this.#schema = schema;
  }

  attributes(of: Pick<ResourceChange, 'mode' | 'type'>): Readonly<Record<string, Attribute>> {
    const table = of.mode === 'data' ? this.#schema.dataSources : this.#schema.resources;
    return Object.hasOwn(table, of.type) ? (table[of.type]?.attributes ?? {}) : {};
  }

  /** Schema version of a type, 0 when unknown. */
  version(of: Pick<ResourceChange, 'mode' | 'type'>): number {
    const table = of.mode === 'data' ? this.#schema.dataSources : this.#schema.resources;
    return Object.hasOwn(table, of.type) ? (table[of.type]?.version ?? 0) : 0;
  }
}
