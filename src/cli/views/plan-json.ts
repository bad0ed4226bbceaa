import { PROVIDER_SOURCE } from '../../contract/index.ts';
import type { OutputChange, Plan, ResourceChange } from '../../engine/plan-model.ts';
import { type ObjectValue, UNKNOWN, type Value } from '../../provider/values.ts';
import { INITIAL_TERRAFORM_VERSION } from '../../state/index.ts';
import { unknownJson, valueJson } from './json-lines.ts';
import type { SchemaLookup } from './schema-lookup.ts';

type Json = Readonly<Record<string, unknown>>;

/** A plan in the shape of `terraform show -json PLANFILE`; what only otform knows stands under `otform`. */
export function planJson(plan: Plan, schema: SchemaLookup): Json {
  return {
    format_version: '1.2',
    terraform_version: INITIAL_TERRAFORM_VERSION,
    variables: mapValues(plan.variables, (value) => ({ value: valueJson(value) })),
    planned_values: {
      outputs: Object.fromEntries(
        plan.outputs
          .filter((output) => output.action !== 'delete')
          .map((output) => [output.name, plannedOutput(output)]),
      ),
      root_module: { resources: plan.changes.flatMap((change) => plannedResource(change, schema)) },
    },
    resource_drift: plan.drift.map((change) => changeJson(change, schema)),
    resource_changes: plan.changes.map((change) => changeJson(change, schema)),
    output_changes: Object.fromEntries(plan.outputs.map((output) => [output.name, outputJson(output)])),
    timestamp: plan.createdAt,
    applyable: true,
    complete: plan.targets.length === 0 && plan.excludes.length === 0,
    errored: false,
    otform: {
      version: plan.otformVersion,
      stack: plan.stack,
      mode: plan.mode,
      publishes: plan.publishes,
      publish_limit: plan.publishLimit,
      pending_settlements: plan.pendingSettlements,
      effects: Object.fromEntries(plan.changes.map((change) => [change.address, change.effects])),
    },
  };
}

function plannedResource(change: ResourceChange, schema: SchemaLookup): readonly Json[] {
  if (change.planned === null || change.action === 'delete' || change.action === 'forget') return [];
  return [
    {
      ...identity(change),
      schema_version: schema.version(change),
      values: valueJson(change.planned),
      sensitive_values: sensitiveJson(change, schema),
    },
  ];
}

function changeJson(change: ResourceChange, schema: SchemaLookup): Json {
  return {
    ...identity(change),
    ...(change.previousAddress === undefined ? {} : { previous_address: change.previousAddress }),
    ...(change.deposed === undefined ? {} : { deposed: change.deposed }),
    change: {
      actions: actions(change),
      before: change.prior === null ? null : valueJson(change.prior),
      after: change.planned === null ? null : valueJson(change.planned),
      after_unknown: change.planned === null ? {} : (unknownJson(change.planned) ?? {}),
      before_sensitive: change.prior === null ? false : sensitiveJson(change, schema),
      after_sensitive: change.planned === null ? false : sensitiveJson(change, schema),
      ...(change.replacePaths.length > 0 ? { replace_paths: change.replacePaths } : {}),
      ...(change.importId === undefined ? {} : { importing: { id: change.importId } }),
    },
    ...(change.actionReason === undefined ? {} : { action_reason: change.actionReason }),
  };
}

function identity(change: ResourceChange): Json {
  return {
    address: change.address,
    mode: change.mode,
    type: change.type,
    name: change.name,
    ...(change.index === undefined ? {} : { index: change.index }),
    provider_name: PROVIDER_SOURCE,
  };
}

function actions(change: ResourceChange): readonly string[] {
  if (change.action === 'replace') {
    return change.createBeforeDestroy ? ['create', 'delete'] : ['delete', 'create'];
  }
  return [change.action];
}

function sensitiveJson(change: ResourceChange, schema: SchemaLookup): Json {
  const attributes = schema.attributes(change);
  const names = Object.keys(attributes).filter((name) => attributes[name]?.sensitive === true);
  return Object.fromEntries(names.map((name) => [name, true]));
}

function plannedOutput(output: OutputChange): Json {
  return { sensitive: output.sensitive, ...known(output.after) };
}

function known(value: Value | undefined): Json {
  return value === undefined || value === UNKNOWN ? {} : { value: valueJson(value) };
}

function outputJson(output: OutputChange): Json {
  return {
    actions: [output.action],
    before: output.before === undefined ? null : valueJson(output.before),
    after: output.after === undefined || output.after === UNKNOWN ? null : valueJson(output.after),
    after_unknown: output.after === undefined ? false : (unknownJson(output.after) ?? false),
    before_sensitive: output.sensitive,
    after_sensitive: output.sensitive,
  };
}

function mapValues(values: ObjectValue, map: (value: Value) => unknown): Json {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
