import type { ObjectValue } from '../../provider/values.ts';
import { decodeObject } from '../cty/dynamic-value.ts';
import { encodeDiagnostics } from '../diagnostic-encoding.ts';
import {
  ConfigureRequest,
  StopResponse,
  ValidateProviderRequest,
  ValidateProviderResponse,
} from '../messages/provider-messages.ts';
import type { DynamicValue } from '../messages/shared-messages.ts';
import { DiagnosticsOnly, Empty } from '../messages/shared-messages.ts';
import { schemaType } from '../schema-encoding.ts';
import type { Call } from './call.ts';
import { unary } from './call.ts';
import type { ProviderHost } from './provider-host.ts';

function providerConfig(host: ProviderHost, config: DynamicValue | null): ObjectValue {
  const schema = host.provider.schema.provider;
  const nulls = Object.fromEntries(Object.keys(schema.attributes).map((name) => [name, null]));
  return decodeObject(config, schemaType(schema)) ?? nulls;
}

/** RPCs about the provider as a whole. Nothing here makes a request: a bad token shows at the first call. */
export const PROVIDER_CALLS: Readonly<Record<string, Call>> = {
  ValidateProviderConfig: unary(ValidateProviderRequest, ValidateProviderResponse, (host, request) => {
    const schema = host.provider.schema.provider;
    const diagnostics = host.provider.validateConfig(providerConfig(host, request.config));
    return { diagnostics: encodeDiagnostics(diagnostics, schema) };
  }),

  ConfigureProvider: unary(ConfigureRequest, DiagnosticsOnly, async (host, request) => {
    const schema = host.provider.schema.provider;
    host.log.debug('configuring', { host_version: request.terraform_version });
    const diagnostics = await host.configure(providerConfig(host, request.config));
    return { diagnostics: encodeDiagnostics(diagnostics, schema) };
  }),

  StopProvider: unary(Empty, StopResponse, (host) => {
    host.log.info('stopping: no new work, calls in flight finish');
    host.stop();
    return {};
  }),
};
