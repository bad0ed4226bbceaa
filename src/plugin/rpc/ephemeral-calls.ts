import { decodeObject, encodeDynamic } from '../cty/dynamic-value.ts';
import { encodeDiagnostics } from '../diagnostic-encoding.ts';
import {
  EphemeralConfigRequest,
  EphemeralHandleRequest,
  OpenEphemeralResponse,
} from '../messages/provider-messages.ts';
import { DiagnosticsOnly } from '../messages/shared-messages.ts';
import { schemaType } from '../schema-encoding.ts';
import type { Call } from './call.ts';
import { unary } from './call.ts';

/** RPCs about ephemeral resources. None of ours takes arguments, expires, or leaves anything open. */
export const EPHEMERAL_CALLS: Readonly<Record<string, Call>> = {
  ValidateEphemeralResourceConfig: unary(EphemeralConfigRequest, DiagnosticsOnly, (host, request) => {
    host.ephemeral(request.type_name);
    return {};
  }),

  OpenEphemeralResource: unary(EphemeralConfigRequest, OpenEphemeralResponse, async (host, request) => {
    const { schema, open } = host.ephemeral(request.type_name);
    const type = schemaType(schema);
    const opened = await open(host.session(), decodeObject(request.config, type) ?? {});
    return {
      result: encodeDynamic(opened.result, type),
      diagnostics: encodeDiagnostics(opened.diagnostics, schema),
    };
  }),

  RenewEphemeralResource: unary(EphemeralHandleRequest, DiagnosticsOnly, (host, request) => {
    host.ephemeral(request.type_name);
    return {};
  }),

  CloseEphemeralResource: unary(EphemeralHandleRequest, DiagnosticsOnly, (host, request) => {
    host.ephemeral(request.type_name);
    return {};
  }),
};
