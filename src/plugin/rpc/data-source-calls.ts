import { decodeObject, encodeDynamic } from '../cty/dynamic-value.ts';
import { encodeDiagnostics } from '../diagnostic-encoding.ts';
import * as messages from '../messages/resource-messages.ts';
import { DiagnosticsOnly } from '../messages/shared-messages.ts';
import { schemaType } from '../schema-encoding.ts';
import type { Call } from './call.ts';
import { unary } from './call.ts';

/** Data source RPCs. */
export const DATA_SOURCE_CALLS: Readonly<Record<string, Call>> = {
  ValidateDataResourceConfig: unary(messages.ValidateConfigRequest, DiagnosticsOnly, (host, request) => {
    const source = host.dataSource(request.type_name);
    const config = decodeObject(request.config, schemaType(source.schema));
    return {
      diagnostics: config === null ? [] : encodeDiagnostics(source.validate(config), source.schema),
    };
  }),

  ReadDataSource: unary(
    messages.ReadDataSourceRequest,
    messages.ReadDataSourceResponse,
    async (host, request) => {
      const source = host.dataSource(request.type_name);
      const type = schemaType(source.schema);
      const read = await source.read(host.session(), decodeObject(request.config, type) ?? {});
      return {
        state: encodeDynamic(read.state, type),
        diagnostics: encodeDiagnostics(read.diagnostics, source.schema),
      };
    },
  ),
};
