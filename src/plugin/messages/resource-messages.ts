import { bool, bytes, int64, many, message, one, optional, string } from '../protobuf/message.ts';
import {
  AttributePath,
  ClientCapabilities,
  Diagnostic,
  DynamicValue,
  RawState,
  ResourceIdentityData,
} from './shared-messages.ts';

/** Requests and responses of the managed resource and data source RPCs of tfplugin6. */
export const ValidateConfigRequest = message({
  type_name: one(1, string),
  config: one(2, DynamicValue),
  client_capabilities: one(3, ClientCapabilities),
});

export const UpgradeStateRequest = message({
  type_name: one(1, string),
  version: one(2, int64),
  raw_state: one(3, RawState),
});
export const UpgradeStateResponse = message({
  upgraded_state: one(1, DynamicValue),
  diagnostics: many(2, Diagnostic),
});

export const UpgradeIdentityRequest = message({
  type_name: one(1, string),
  version: one(2, int64),
  raw_identity: one(3, RawState),
});
export const UpgradeIdentityResponse = message({
  upgraded_identity: one(1, ResourceIdentityData),
  diagnostics: many(2, Diagnostic),
});

export const ReadRequest = message({
  type_name: one(1, string),
  current_state: one(2, DynamicValue),
  private: one(3, bytes),
  provider_meta: one(4, DynamicValue),
  client_capabilities: one(5, ClientCapabilities),
  current_identity: one(6, ResourceIdentityData),
});
export const ReadResponse = message({
  new_state: one(1, DynamicValue),
  diagnostics: many(2, Diagnostic),
  private: one(3, bytes),
  new_identity: one(5, ResourceIdentityData),
});

export const PlanRequest = message({
  type_name: one(1, string),
  prior_state: one(2, DynamicValue),
  proposed_new_state: one(3, DynamicValue),
  config: one(4, DynamicValue),
  prior_private: one(5, bytes),
  provider_meta: one(6, DynamicValue),
  client_capabilities: one(7, ClientCapabilities),
  prior_identity: one(8, ResourceIdentityData),
});
/** `legacy_type_system` (5) is left out on purpose: it would switch Terraform's consistency checks off. */
export const PlanResponse = message({
  planned_state: one(1, DynamicValue),
  requires_replace: many(2, AttributePath),
  planned_private: one(3, bytes),
  diagnostics: many(4, Diagnostic),
  planned_identity: one(7, ResourceIdentityData),
});

export const ApplyRequest = message({
  type_name: one(1, string),
  prior_state: one(2, DynamicValue),
  planned_state: one(3, DynamicValue),
  config: one(4, DynamicValue),
  planned_private: one(5, bytes),
  provider_meta: one(6, DynamicValue),
  planned_identity: one(7, ResourceIdentityData),
});
export const ApplyResponse = message({
  new_state: one(1, DynamicValue),
  private: one(2, bytes),
  diagnostics: many(3, Diagnostic),
  new_identity: one(5, ResourceIdentityData),
});

export const ImportRequest = message({
  type_name: one(1, string),
  id: one(2, string),
  client_capabilities: one(3, ClientCapabilities),
  identity: one(4, ResourceIdentityData),
});
const ImportedResource = message({
  type_name: one(1, string),
  state: one(2, DynamicValue),
  private: one(3, bytes),
  identity: one(4, ResourceIdentityData),
});
export const ImportResponse = message({
  imported_resources: many(1, ImportedResource),
  diagnostics: many(2, Diagnostic),
});

export const MoveRequest = message({
  source_provider_address: one(1, string),
  source_type_name: one(2, string),
  source_schema_version: one(3, int64),
  source_state: one(4, RawState),
  target_type_name: one(5, string),
  source_private: one(6, bytes),
  source_identity: one(7, RawState),
  source_identity_schema_version: one(8, int64),
});
export const MoveResponse = message({
  target_state: one(1, DynamicValue),
  diagnostics: many(2, Diagnostic),
  target_private: one(3, bytes),
  target_identity: one(4, ResourceIdentityData),
});

/** Since Terraform 1.14; no host of ours calls it yet, the numbers are from its proto file. */
export const GenerateConfigRequest = message({ type_name: one(1, string), state: one(2, DynamicValue) });
export const GenerateConfigResponse = message({
  config: one(1, DynamicValue),
  diagnostics: many(2, Diagnostic),
});

export const ReadDataSourceRequest = message({
  type_name: one(1, string),
  config: one(2, DynamicValue),
  provider_meta: one(3, DynamicValue),
  client_capabilities: one(4, ClientCapabilities),
});
export const ReadDataSourceResponse = message({
  state: one(1, DynamicValue),
  diagnostics: many(2, Diagnostic),
});

export const ListRequest = message({
  type_name: one(1, string),
  config: one(2, DynamicValue),
  include_resource_object: one(3, bool),
  limit: one(4, int64),
});
export const ListEvent = message({
  identity: one(1, ResourceIdentityData),
  display_name: one(2, string),
  resource_object: optional(3, DynamicValue),
  diagnostic: many(4, Diagnostic),
});
export const ValidateListRequest = message({
  type_name: one(1, string),
  config: one(2, DynamicValue),
  include_resource_object: one(3, DynamicValue),
  limit: one(4, DynamicValue),
});
