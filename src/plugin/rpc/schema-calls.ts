import type { Schema } from '../../provider/schema-model.ts';
import { encodeFunctions } from '../function-encoding.ts';
import { hasIdentity, identitySchema } from '../identity.ts';
import {
  IdentitySchemasResponse,
  MetadataResponse,
  ProviderSchemaResponse,
} from '../messages/schema-messages.ts';
import { Empty } from '../messages/shared-messages.ts';
import { encodeSchema } from '../schema-encoding.ts';
import type { Call } from './call.ts';
import { unary } from './call.ts';
import type { ProviderHost } from './provider-host.ts';

/**
 * `plan_destroy`: a null proposed state is planned too. `get_provider_schema_optional`: the host may keep the schema
 * of another process of the same run.
 */
const CAPABILITIES = {
  plan_destroy: true,
  get_provider_schema_optional: true,
  move_resource_state: true,
  generate_resource_config: true,
};

function encodeSchemas(schemas: Readonly<Record<string, Schema>>) {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, encodeSchema(schema)]));
}

function listSchemas(host: ProviderHost): Record<string, Schema> {
  const found: Record<string, Schema> = {};
  for (const [name, resource] of Object.entries(host.provider.resources)) {
    if (resource.listSchema !== undefined && resource.list !== undefined) found[name] = resource.listSchema;
  }
  return found;
}

const typeNames = (record: object) => Object.keys(record).map((type_name) => ({ type_name }));

/** What the provider has to offer. */
export const SCHEMA_CALLS: Readonly<Record<string, Call>> = {
  GetMetadata: unary(Empty, MetadataResponse, (host) => ({
    server_capabilities: CAPABILITIES,
    resources: typeNames(host.provider.schema.resources),
    data_sources: typeNames(host.provider.schema.dataSources),
    list_resources: typeNames(listSchemas(host)),
    ephemeral_resources: typeNames(host.provider.ephemerals),
    functions: Object.keys(host.provider.functions).map((name) => ({ name })),
  })),

  GetProviderSchema: unary(Empty, ProviderSchemaResponse, (host) => ({
    provider: encodeSchema(host.provider.schema.provider),
    resource_schemas: encodeSchemas(host.provider.schema.resources),
    data_source_schemas: encodeSchemas(host.provider.schema.dataSources),
    list_resource_schemas: encodeSchemas(listSchemas(host)),
    functions: encodeFunctions(host.provider.functions),
    ephemeral_resource_schemas: Object.fromEntries(
      Object.entries(host.provider.ephemerals).map(([name, { schema }]) => [name, encodeSchema(schema)]),
    ),
    server_capabilities: CAPABILITIES,
  })),

  GetResourceIdentitySchemas: unary(Empty, IdentitySchemasResponse, (host) => ({
    identity_schemas: Object.fromEntries(
      Object.entries(host.provider.schema.resources)
        .filter(([, schema]) => hasIdentity(schema))
        .map(([name, schema]) => [name, identitySchema(schema)]),
    ),
  })),
};
