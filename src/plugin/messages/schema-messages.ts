import type { Message, Of } from '../protobuf/message.ts';
import { bool, bytes, int64, many, mapOf, message, one, string } from '../protobuf/message.ts';
import { Diagnostic, ServerCapabilities } from './shared-messages.ts';

/** Schema messages of tfplugin6. Blocks are left out: our schemas nest by attributes (field-notes 3.3). */
export const MARKDOWN = 1;
export const NESTING_SINGLE = 1;
export const NESTING_LIST = 2;

/** Written by hand because attributes and nested objects contain each other. */
export interface SchemaAttribute {
  readonly name: string;
  readonly type: Uint8Array;
  readonly description: string;
  readonly required: boolean;
  readonly optional: boolean;
  readonly computed: boolean;
  readonly sensitive: boolean;
  readonly description_kind: number;
  readonly deprecated: boolean;
  readonly nested_type: Partial<NestedObject> | null;
  readonly write_only: boolean;
}

export interface NestedObject {
  readonly attributes: readonly Partial<SchemaAttribute>[];
  readonly nesting: number;
}

export const NestedObject: Message<NestedObject> = message(() => ({
  attributes: many(1, Attribute),
  nesting: one(3, int64),
})) as unknown as Message<NestedObject>;

export const Attribute: Message<SchemaAttribute> = message(() => ({
  name: one(1, string),
  type: one(2, bytes),
  description: one(3, string),
  required: one(4, bool),
  optional: one(5, bool),
  computed: one(6, bool),
  sensitive: one(7, bool),
  description_kind: one(8, int64),
  deprecated: one(9, bool),
  nested_type: one(10, NestedObject),
  write_only: one(11, bool),
})) as unknown as Message<SchemaAttribute>;

export const Block = message({
  version: one(1, int64),
  attributes: many(2, Attribute),
  description: one(4, string),
  description_kind: one(5, int64),
});

export const Schema = message({ version: one(1, int64), block: one(2, Block) });
export type SchemaMessage = Of<typeof Schema>;

const FunctionParameter = message({
  name: one(1, string),
  type: one(2, bytes),
  allow_null_value: one(3, bool),
  allow_unknown_values: one(4, bool),
  description: one(5, string),
  description_kind: one(6, int64),
});

export const FunctionSignature = message({
  parameters: many(1, FunctionParameter),
  variadic_parameter: one(2, FunctionParameter),
  return: one(3, message({ type: one(1, bytes) })),
  summary: one(4, string),
  description: one(5, string),
  description_kind: one(6, int64),
  deprecation_message: one(7, string),
});

export const ProviderSchemaResponse = message({
  provider: one(1, Schema),
  resource_schemas: mapOf(2, Schema),
  data_source_schemas: mapOf(3, Schema),
  diagnostics: many(4, Diagnostic),
  server_capabilities: one(6, ServerCapabilities),
  functions: mapOf(7, FunctionSignature),
  ephemeral_resource_schemas: mapOf(8, Schema),
  list_resource_schemas: mapOf(9, Schema),
});

const TypeNameOnly = message({ type_name: one(1, string) });

export const MetadataResponse = message({
  server_capabilities: one(1, ServerCapabilities),
  diagnostics: many(2, Diagnostic),
  data_sources: many(3, TypeNameOnly),
  resources: many(4, TypeNameOnly),
  functions: many(5, message({ name: one(1, string) })),
  ephemeral_resources: many(6, TypeNameOnly),
  list_resources: many(7, TypeNameOnly),
});

export const FunctionsResponse = message({
  functions: mapOf(1, FunctionSignature),
  diagnostics: many(2, Diagnostic),
});

const IdentityAttribute = message({
  name: one(1, string),
  type: one(2, bytes),
  required_for_import: one(3, bool),
  optional_for_import: one(4, bool),
  description: one(5, string),
});

export const IdentitySchemasResponse = message({
  identity_schemas: mapOf(
    1,
    message({ version: one(1, int64), identity_attributes: many(2, IdentityAttribute) }),
  ),
  diagnostics: many(2, Diagnostic),
});
