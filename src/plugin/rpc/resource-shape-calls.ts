import { PROVIDER_TYPE } from '../../contract/provider-address.ts';
import type { Attribute, Schema } from '../../provider/schema-model.ts';
import type { ObjectValue, Value } from '../../provider/values.ts';
import { DiagnosticError } from '../diagnostic-error.ts';
import { encodeIdentity, IDENTITY_VERSION, identityOf } from '../identity.ts';
import * as messages from '../messages/resource-messages.ts';
import { DiagnosticsOnly } from '../messages/shared-messages.ts';
import type { Call } from './call.ts';
import { unary } from './call.ts';
import { decodeRawState, ResourceCodec } from './resource-codec.ts';

/** What a program may say about an attribute: null for what only the provider fills in, and for what is never stored. */
function configurable(attribute: Attribute, value: Value): Value {
  const settable = attribute.required === true || attribute.optional === true;
  return settable && attribute.deprecated !== true && attribute.writeOnly !== true ? value : null;
}

function configOf(schema: Schema, state: ObjectValue): ObjectValue {
  return Object.fromEntries(
    Object.entries(schema.attributes).map(([name, attribute]) => [
      name,
      configurable(attribute, state[name] ?? null),
    ]),
  );
}

/** The same type of the same provider under another registry host or namespace, e.g. after moving to a registry. */
function isOurs(sourceAddress: string, sourceType: string, targetType: string): boolean {
  return sourceType === targetType && sourceAddress.split('/').at(-1) === PROVIDER_TYPE;
}

function refuseMove(sourceAddress: string, sourceType: string, targetType: string): DiagnosticError {
  return new DiagnosticError({
    severity: 'error',
    code: 'move-unsupported',
    summary: 'Resource Cannot Be Moved Here',
    detail:
      `A ${sourceType} of ${sourceAddress} is not a ${targetType}. Only the same type of another copy of this ` +
      'provider can be moved. Nothing was changed. Remove the `moved` block, or use `removed` and `import` blocks.',
    origin: 'config',
  });
}

function refuseNewer(schema: Schema, version: number): void {
  if (version <= schema.version) return;
  throw new DiagnosticError({
    severity: 'error',
    code: 'state-too-new',
    summary: 'State Written by a Newer Provider',
    detail:
      `The state has schema version ${version}, this provider knows up to ${schema.version}. Nothing was changed. ` +
      'Install the provider version that wrote the state (`otform provider install`), then run `{command} init -upgrade`.',
    origin: 'environment',
  });
}

/** RPCs about the shape of a resource's data: no session, no request. */
export const RESOURCE_SHAPE_CALLS: Readonly<Record<string, Call>> = {
  ValidateResourceConfig: unary(messages.ValidateConfigRequest, DiagnosticsOnly, (host, request) => {
    const codec = new ResourceCodec(host.resource(request.type_name));
    const config = codec.decode(request.config);
    return { diagnostics: config === null ? [] : codec.diagnostics(codec.resource.validate(config)) };
  }),

  UpgradeResourceState: unary(
    messages.UpgradeStateRequest,
    messages.UpgradeStateResponse,
    (host, request) => {
      const codec = new ResourceCodec(host.resource(request.type_name));
      refuseNewer(codec.resource.schema, request.version);
      const state = codec.resource.upgradeState(request.version, decodeRawState(request.raw_state));
      return { upgraded_state: codec.encode(fitted(codec.resource.schema, state)) };
    },
  ),

  UpgradeResourceIdentity: unary(
    messages.UpgradeIdentityRequest,
    messages.UpgradeIdentityResponse,
    (host, request) => {
      host.resource(request.type_name);
      const id = decodeRawState(request.raw_identity).id;
      if (request.version > IDENTITY_VERSION || typeof id !== 'string') {
        throw new Error(`Identity version ${request.version} without an ID this provider understands.`);
      }
      return { upgraded_identity: encodeIdentity(id) };
    },
  ),

  MoveResourceState: unary(messages.MoveRequest, messages.MoveResponse, (host, request) => {
    const codec = new ResourceCodec(host.resource(request.target_type_name));
    const { source_provider_address: address, source_type_name: type, target_type_name: target } = request;
    if (!isOurs(address, type, target)) throw refuseMove(address, type, target);
    refuseNewer(codec.resource.schema, request.source_schema_version);
    const moved = codec.resource.upgradeState(
      request.source_schema_version,
      decodeRawState(request.source_state),
    );
    const state = fitted(codec.resource.schema, moved);
    return {
      target_state: codec.encode(state),
      target_private: request.source_private,
      target_identity: identityOf(state, codec.resource.schema),
    };
  }),

  GenerateResourceConfig: unary(
    messages.GenerateConfigRequest,
    messages.GenerateConfigResponse,
    (host, request) => {
      const codec = new ResourceCodec(host.resource(request.type_name));
      const state = codec.decode(request.state);
      return { config: codec.encode(state === null ? null : configOf(codec.resource.schema, state)) };
    },
  ),
};

/** A state file may hold attributes that a later version dropped: they are left out, as Terraform's own SDK does. */
function fitted(schema: Schema, state: ObjectValue): ObjectValue {
  return Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, state[name] ?? null]));
}
