import type { Call } from './call.ts';
import { DATA_SOURCE_CALLS } from './data-source-calls.ts';
import { EPHEMERAL_CALLS } from './ephemeral-calls.ts';
import { FUNCTION_CALLS } from './function-calls.ts';
import { LIST_CALLS } from './list-calls.ts';
import { PROVIDER_CALLS } from './provider-calls.ts';
import { RESOURCE_APPLY_CALLS } from './resource-apply-call.ts';
import { RESOURCE_PLAN_CALLS } from './resource-plan-call.ts';
import { RESOURCE_READ_CALLS } from './resource-read-calls.ts';
import { RESOURCE_SHAPE_CALLS } from './resource-shape-calls.ts';
import { SCHEMA_CALLS } from './schema-calls.ts';

/**
 * Every RPC of `tfplugin6.Provider` that we answer, by name. Actions and state stores are not ours; a host that asks
 * for them is told UNIMPLEMENTED, as for any RPC newer than this table.
 */
export const RPC_TABLE: Readonly<Record<string, Call>> = {
  ...SCHEMA_CALLS,
  ...PROVIDER_CALLS,
  ...RESOURCE_SHAPE_CALLS,
  ...RESOURCE_READ_CALLS,
  ...RESOURCE_PLAN_CALLS,
  ...RESOURCE_APPLY_CALLS,
  ...DATA_SOURCE_CALLS,
  ...EPHEMERAL_CALLS,
  ...FUNCTION_CALLS,
  ...LIST_CALLS,
};
