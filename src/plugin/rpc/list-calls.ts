import type { ResourceType } from '../../provider/resource.ts';
import { decodeObject } from '../cty/dynamic-value.ts';
import { encodeDiagnostics } from '../diagnostic-encoding.ts';
import { DiagnosticError } from '../diagnostic-error.ts';
import { encodeIdentity } from '../identity.ts';
import * as messages from '../messages/resource-messages.ts';
import { DiagnosticsOnly } from '../messages/shared-messages.ts';
import { schemaType } from '../schema-encoding.ts';
import type { Call } from './call.ts';
import { diagnosticOf, stream, unary } from './call.ts';
import type { ProviderHost } from './provider-host.ts';
import { ResourceCodec } from './resource-codec.ts';

type Listable = ResourceType & Required<Pick<ResourceType, 'list' | 'listSchema'>>;

function isListable(resource: ResourceType): resource is Listable {
  return resource.list !== undefined && resource.listSchema !== undefined;
}

function listable(host: ProviderHost, typeName: string): Listable {
  const resource = host.resource(typeName);
  if (isListable(resource)) return resource;
  throw new DiagnosticError({
    severity: 'error',
    code: 'not-listable',
    summary: 'Resource Type Cannot Be Listed',
    detail: `There is no way to list every ${typeName}. Import each by its ID instead.`,
    origin: 'config',
  });
}

/** Bulk discovery, for Terraform 1.14 `query` and `list` blocks. */
export const LIST_CALLS: Readonly<Record<string, Call>> = {
  ValidateListResourceConfig: unary(messages.ValidateListRequest, DiagnosticsOnly, (host, request) => {
    decodeObject(request.config, schemaType(listable(host, request.type_name).listSchema));
    return {};
  }),

  ListResource: stream(messages.ListRequest, messages.ListEvent, async function* (host, request) {
    try {
      const codec = new ResourceCodec(host.resource(request.type_name));
      const resource = listable(host, request.type_name);
      const limit = request.limit > 0 ? request.limit : null;
      const results = resource.list(host.session(), {
        config: decodeObject(request.config, schemaType(resource.listSchema)) ?? {},
        includeState: request.include_resource_object,
        limit,
      });
      let count = 0;
      for await (const item of results) {
        yield {
          identity: encodeIdentity(item.id),
          display_name: item.displayName,
          resource_object:
            request.include_resource_object && item.state !== null ? codec.encode(item.state) : null,
        };
        count += 1;
        if (limit !== null && count >= limit) return;
      }
    } catch (error) {
      yield { diagnostic: encodeDiagnostics([diagnosticOf(error, 'Nothing was changed.')], null) };
    }
  }),
};
