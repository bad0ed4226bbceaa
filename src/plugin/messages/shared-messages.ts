import type { Of } from '../protobuf/message.ts';
import { bool, bytes, int64, many, mapOf, message, one, optional, string } from '../protobuf/message.ts';

/** Messages that many RPCs of tfplugin6 use. Field numbers: docs/plugin-protocol/tfplugin6.10.proto of OpenTofu. */
export const DynamicValue = message({ msgpack: one(1, bytes), json: one(2, bytes) });
export type DynamicValue = Of<typeof DynamicValue>;

/** Exactly one field of a step is set. */
export const PathStep = message({
  attribute_name: optional(1, string),
  element_key_string: optional(2, string),
  element_key_int: optional(3, int64),
});
export type PathStep = Of<typeof PathStep>;

export const AttributePath = message({ steps: many(1, PathStep) });
export type AttributePath = Of<typeof AttributePath>;

export const SEVERITY_ERROR = 1;
export const SEVERITY_WARNING = 2;

export const Diagnostic = message({
  severity: one(1, int64),
  summary: one(2, string),
  detail: one(3, string),
  attribute: one(4, AttributePath),
});
export type Diagnostic = Of<typeof Diagnostic>;

/** `flatmap` is Terraform 0.11 and older; no state of ours can hold it. */
export const RawState = message({ json: one(1, bytes), flatmap: mapOf(2, string) });
export type RawState = Of<typeof RawState>;

export const ResourceIdentityData = message({ identity_data: one(1, DynamicValue) });
export type ResourceIdentityData = Of<typeof ResourceIdentityData>;

export const ServerCapabilities = message({
  plan_destroy: one(1, bool),
  get_provider_schema_optional: one(2, bool),
  move_resource_state: one(3, bool),
  generate_resource_config: one(4, bool),
});

export const ClientCapabilities = message({
  deferral_allowed: one(1, bool),
  write_only_attributes_allowed: one(2, bool),
});

export const DiagnosticsOnly = message({ diagnostics: many(1, Diagnostic) });
export const Empty = message({});
