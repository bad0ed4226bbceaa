import { bytes, int64, many, message, one, optional, string } from '../protobuf/message.ts';
import { ClientCapabilities, Diagnostic, DynamicValue } from './shared-messages.ts';

/** Provider-wide, function and ephemeral resource messages of tfplugin6, and go-plugin's own services. */
export const ValidateProviderRequest = message({ config: one(1, DynamicValue) });
export const ValidateProviderResponse = message({ diagnostics: many(2, Diagnostic) });

export const ConfigureRequest = message({
  terraform_version: one(1, string),
  config: one(2, DynamicValue),
  client_capabilities: one(3, ClientCapabilities),
});

/** The field is spelled `Error` in the proto file. */
export const StopResponse = message({ error: one(1, string) });

export const CallFunctionRequest = message({ name: one(1, string), arguments: many(2, DynamicValue) });
export const CallFunctionResponse = message({
  result: one(1, DynamicValue),
  error: one(2, message({ text: one(1, string), function_argument: optional(2, int64) })),
});

export const EphemeralConfigRequest = message({ type_name: one(1, string), config: one(2, DynamicValue) });
/** `renew_at` is left out: nothing of ours has to be renewed. */
export const OpenEphemeralResponse = message({
  diagnostics: many(1, Diagnostic),
  result: one(3, DynamicValue),
});

export const EphemeralHandleRequest = message({ type_name: one(1, string), private: optional(2, bytes) });

/** grpc.health.v1 */
export const HealthRequest = message({ service: one(1, string) });
export const HealthResponse = message({ status: one(1, int64) });
export const HEALTH_SERVING = 1;
