import type { ResourceChange } from '../../engine/plan-model.ts';
import type { Attribute, ProviderSchema } from '../../provider/schema-model.ts';

/** Finds the attributes of a type; what the schema does not know is shown as it is. */
export class SchemaLookup {
  readonly #schema: ProviderSchema;

  constructor(schema: ProviderSchema) {
    this.#schema = schema;
  }

  /** Attributes whose values come from sensitive variables count as sensitive, whole. */
  attributes(
    of: Pick<ResourceChange, 'mode' | 'type' | 'sensitivePaths'>,
  ): Readonly<Record<string, Partial<Attribute>>> {
    const table = of.mode === 'data' ? this.#schema.dataSources : this.#schema.resources;
    const known = Object.hasOwn(table, of.type) ? (table[of.type]?.attributes ?? {}) : {};
    const marked = (of.sensitivePaths ?? []).map((path) => String(path[0]));
    if (marked.length === 0) return known;
    return {
      ...known,
      ...Object.fromEntries(marked.map((name) => [name, { ...known[name], sensitive: true }])),
    };
  }

  /** Schema version of a type, 0 when unknown. */
  version(of: Pick<ResourceChange, 'mode' | 'type'>): number {
    const table = of.mode === 'data' ? this.#schema.dataSources : this.#schema.resources;
    return Object.hasOwn(table, of.type) ? (table[of.type]?.version ?? 0) : 0;
  }
}
