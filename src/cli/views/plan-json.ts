import { PROVIDER_SOURCE } from '../../contract/index.ts';
import {
  type OutputChange,
  type Plan,
  planHasChanges,
  type ResourceChange,
} from '../../engine/plan-model.ts';
import { isUnknown, isWhollyKnown, type ObjectValue, UNKNOWN, type Value } from '../../provider/values.ts';
import { INITIAL_TERRAFORM_VERSION } from '../../state/index.ts';
import { actionReason } from './action-reason.ts';
import { unknownJson, valueJson } from './json-lines.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { sensitiveMirror } from './sensitive-json.ts';

type Json = Readonly<Record<string, unknown>>;

/** A plan in the shape of `terraform show -json PLANFILE`; what only otform knows stands under `otform`. */
export function planJson(plan: Plan, schema: SchemaLookup): Json {
  const changes = dataFirst(plan.changes);
  const prior = priorState(plan, changes, schema);
  return {
    format_version: '1.2',
    terraform_version: INITIAL_TERRAFORM_VERSION,
    variables: mapValues(plan.variables, (value) => ({ value: valueJson(value) })),
    planned_values: {
      ...presence(
        'outputs',
        plan.outputs
          .filter((output) => output.action !== 'delete')
          .map((output) => [output.name, plannedOutput(output)]),
      ),
      root_module: { resources: changes.flatMap((change) => plannedResource(change, schema)) },
    },
    ...(plan.drift.length > 0
      ? { resource_drift: plan.drift.map((change) => changeJson(change, schema)) }
      : {}),
    resource_changes: changes.filter(isChange).map((change) => changeJson(change, schema)),
    ...presence(
      'output_changes',
      plan.outputs.map((output) => [output.name, outputJson(output)]),
    ),
    ...(prior === null ? {} : { prior_state: prior }),
    ...(plan.configuration === undefined ? {} : { configuration: plan.configuration }),
    timestamp: `${plan.createdAt.slice(0, 19)}Z`,
    applyable: planHasChanges(plan),
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

/** Data sources before resources, as Terraform lists them; the order is otherwise kept. */
function dataFirst(changes: readonly ResourceChange[]): readonly ResourceChange[] {
  return [...changes.filter(({ mode }) => mode === 'data'), ...changes.filter(({ mode }) => mode !== 'data')];
}

/** A data source that planning could read is part of the prior state and no change. */
function isChange(change: ResourceChange): boolean {
  return change.mode !== 'data' || change.action !== 'no-op';
}

function plannedResource(change: ResourceChange, schema: SchemaLookup): readonly Json[] {
  const { planned, action } = change;
  if (planned === null || action === 'delete' || action === 'forget' || !isChange(change)) return [];
  const values = Object.entries(planned).filter(([, value]) => !isUnknown(value));
  return [
    {
      ...identity(change),
      schema_version: schema.version(change),
      ...(values.length > 0 ? { values: valueJson(planned) } : {}),
      sensitive_values: sensitiveJson(planned, change, schema),
    },
  ];
}

/** Of an output that changes, the plan holds the new type only; that of a plain value shows. */
const PLAIN_TYPES: Readonly<Record<string, string>> = { string: 'string', number: 'number', boolean: 'bool' };

/** The state that was planned on, as far as the plan is about it. Null where there was none. */
function priorState(plan: Plan, changes: readonly ResourceChange[], schema: SchemaLookup): Json | null {
  const resources = changes.flatMap((change) => {
    if (change.prior === null) return [];
    return [
      {
        ...identity(change),
        schema_version: schema.version(change),
        values: valueJson(change.prior),
        sensitive_values: sensitiveJson(change.prior, change, schema),
        ...(change.dependencies.length > 0 ? { depends_on: change.dependencies } : {}),
        ...(change.actionReason === 'replace_because_tainted' ? { tainted: true } : {}),
        ...(change.deposed === undefined ? {} : { deposed_key: change.deposed }),
      },
    ];
  });
  const outputs = plan.outputs.flatMap(({ name, before, sensitive, type, action }): [string, Json][] => {
    if (before === undefined) return [];
    const told = action === 'no-op' ? type : PLAIN_TYPES[typeof before];
    return [[name, { sensitive, ...(told === undefined ? {} : { type: told }), value: valueJson(before) }]];
  });
  if (resources.length === 0 && outputs.length === 0) return null;
  return {
    format_version: '1.0',
    terraform_version: INITIAL_TERRAFORM_VERSION,
    values: {
      ...presence('outputs', outputs),
      root_module: resources.length > 0 ? { resources } : {},
    },
  };
}

function changeJson(change: ResourceChange, schema: SchemaLookup): Json {
  const { prior, planned } = change;
  const reason = actionReason(change);
  return {
    ...identity(change),
    ...(change.previousAddress === undefined ? {} : { previous_address: change.previousAddress }),
    ...(change.deposed === undefined ? {} : { deposed: change.deposed }),
    change: {
      actions: actions(change),
      before: prior === null ? null : valueJson(prior),
      after: planned === null ? null : valueJson(planned),
      after_unknown: planned === null || change.action === 'no-op' ? {} : (unknownJson(planned) ?? {}),
      before_sensitive: prior === null ? false : sensitiveJson(prior, change, schema),
      after_sensitive: planned === null ? false : sensitiveJson(planned, change, schema),
      ...(change.replacePaths.length > 0 ? { replace_paths: change.replacePaths } : {}),
      ...(change.importId === undefined ? {} : { importing: { id: change.importId } }),
    },
    ...(reason === undefined ? {} : { action_reason: reason }),
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

/** As in the state, and for what is unknown an empty list or object where one is to come. */
function sensitiveJson(values: ObjectValue, change: ResourceChange, schema: SchemaLookup): Json {
  const attributes = schema.attributes(change);
  const names = new Set(Object.keys(attributes).filter((name) => attributes[name]?.sensitive === true));
  const unknown = Object.entries(values).flatMap(([name, value]): [string, unknown][] => {
    const type = attributes[name]?.type;
    if (!isUnknown(value) || names.has(name) || typeof type !== 'object') return [];
    return [[name, 'list' in type || 'set' in type ? [] : {}]];
  });
  return { ...sensitiveMirror(valueJson(values) as Json, names), ...Object.fromEntries(unknown) };
}

function plannedOutput(output: OutputChange): Json {
  const { after, sensitive, type } = output;
  if (after === undefined || !isWhollyKnown(after)) return { sensitive };
  return { sensitive, ...(type === undefined ? {} : { type }), value: valueJson(after) };
}

function outputJson(output: OutputChange): Json {
  const { after, before, sensitive } = output;
  return {
    actions: [output.action],
    before: before === undefined ? null : valueJson(before),
    ...(after === UNKNOWN ? {} : { after: after === undefined ? null : valueJson(after) }),
    after_unknown: after === undefined || isWhollyKnown(after) ? false : (unknownJson(after) ?? false),
    before_sensitive: sensitive,
    after_sensitive: sensitive,
  };
}

function presence(key: string, entries: readonly (readonly [string, unknown])[]): Json {
  return entries.length > 0 ? { [key]: Object.fromEntries(entries) } : {};
}

function mapValues(values: ObjectValue, map: (value: Value) => unknown): Json {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
