import { PROVIDER_SOURCE } from '../src/contract/index.ts';
import type { Attribute, AttributeType, ProviderSchema, Schema } from '../src/provider/schema-model.ts';

/** Attribute of `terraform providers schema -json` (format_version 1.0), protocol 6: `type` or `nested_type`. */
export interface JsonAttribute {
  readonly type?: unknown;
  readonly nested_type?: {
    readonly attributes: Record<string, JsonAttribute>;
    readonly nesting_mode: string;
  };
  readonly description: string;
  readonly description_kind: 'markdown';
  readonly required?: true;
  readonly optional?: true;
  readonly computed?: true;
  readonly sensitive?: true;
  readonly write_only?: true;
  readonly deprecated?: true;
}

interface JsonSchema {
  readonly version: number;
  readonly block: {
    readonly attributes: Record<string, JsonAttribute>;
    readonly block_types: Record<string, never>;
    readonly description: string;
    readonly description_kind: 'markdown';
  };
}

export interface JsonProviderSchemas {
  readonly format_version: '1.0';
  readonly provider_schemas: Record<
    string,
    {
      readonly provider: JsonSchema;
      readonly resource_schemas: Record<string, JsonSchema>;
      readonly data_source_schemas: Record<string, JsonSchema>;
    }
  >;
}

function typeJson(type: AttributeType): Pick<JsonAttribute, 'type' | 'nested_type'> {
  if (typeof type === 'string') return { type };
  if ('list' in type) return { type: ['list', type.list] };
  if ('set' in type) return { type: ['set', type.set] };
  if ('map' in type) return { type: ['map', type.map] };
  if ('object' in type) {
    return { nested_type: { attributes: attributesJson(type.object), nesting_mode: 'single' } };
  }
  return { nested_type: { attributes: attributesJson(type.listOfObject), nesting_mode: 'list' } };
}

function attributeJson(attribute: Attribute): JsonAttribute {
  return {
    ...typeJson(attribute.type),
    description: attribute.description,
    description_kind: 'markdown',
    ...(attribute.required ? { required: true as const } : {}),
    ...(attribute.optional ? { optional: true as const } : {}),
    ...(attribute.computed ? { computed: true as const } : {}),
    ...(attribute.sensitive ? { sensitive: true as const } : {}),
    ...(attribute.writeOnly ? { write_only: true as const } : {}),
    ...(attribute.deprecated ? { deprecated: true as const } : {}),
  };
}

function attributesJson(attributes: Readonly<Record<string, Attribute>>): Record<string, JsonAttribute> {
  return Object.fromEntries(
    Object.entries(attributes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, attribute]) => [name, attributeJson(attribute)]),
  );
}

function schemaJson(schema: Schema): JsonSchema {
  return {
    version: schema.version,
    block: {
      attributes: attributesJson(schema.attributes),
      block_types: {},
      description: schema.description,
      description_kind: 'markdown',
    },
  };
}

function schemasJson(schemas: Readonly<Record<string, Schema>>): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, schemaJson(schema)]));
}

/**
 * The provider's schema as `terraform providers schema -json` prints it, so that binding generators read ours without
 * a Terraform binary. Source: Terraform's JSON output format, "Providers Schema Representation" [D].
 */
export function toTerraformSchemaJson(schema: ProviderSchema): JsonProviderSchemas {
  return {
    format_version: '1.0',
    provider_schemas: {
      [PROVIDER_SOURCE]: {
        provider: schemaJson(schema.provider),
        resource_schemas: schemasJson(schema.resources),
        data_source_schemas: schemasJson(schema.dataSources),
      },
    },
  };
}
