import { instanceAddress, type State, type StateInstance, type StateResource } from '../../state/index.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { sensitiveMirror } from './sensitive-json.ts';
import { sensitiveNames } from './state-text.ts';

type Json = Readonly<Record<string, unknown>>;

/** The state in the shape of `terraform show -json`; without a state only the format version. */
export function stateJson(state: State | null, schema: SchemaLookup): Json {
  if (state === null) return { format_version: '1.0' };
  const resources = state.resources.flatMap((resource) =>
    resource.instances.map((instance) => instanceJson(resource, instance, schema)),
  );
  return {
    format_version: '1.0',
    terraform_version: state.terraformVersion,
    values: {
      ...(Object.keys(state.outputs).length > 0 ? { outputs: outputsJson(state) } : {}),
      root_module: resources.length > 0 ? { resources } : {},
    },
  };
}

/** Outputs in the shape of `terraform output -json`: sensitive values are shown, as Terraform does on request. */
export function outputsJson(state: State): Json {
  return Object.fromEntries(
    Object.entries(state.outputs).map(([name, output]) => [
      name,
      { sensitive: output.sensitive === true, type: output.type, value: output.value },
    ]),
  );
}

function instanceJson(resource: StateResource, instance: StateInstance, schema: SchemaLookup): Json {
  const attributes = schema.attributes(resource);
  const sensitive = new Set([
    ...sensitiveNames(instance),
    ...Object.keys(attributes).filter((name) => attributes[name]?.sensitive === true),
  ]);
  return {
    address: instanceAddress(resource, instance),
    mode: resource.mode,
    type: resource.type,
    name: resource.name,
    ...(instance.indexKey === undefined ? {} : { index: instance.indexKey }),
    provider_name: /\["(.+)"\]/.exec(resource.provider)?.[1] ?? resource.provider,
    schema_version: instance.schemaVersion,
    values: instance.attributes,
    sensitive_values: sensitiveMirror(instance.attributes, sensitive),
    ...(instance.dependencies.length > 0 ? { depends_on: instance.dependencies } : {}),
    ...(instance.status === 'tainted' ? { tainted: true } : {}),
    ...(instance.deposed === undefined ? {} : { deposed_key: instance.deposed }),
  };
}
