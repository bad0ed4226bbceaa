import { decodeIdentity, identityOf } from '../identity.ts';
import * as messages from '../messages/resource-messages.ts';
import type { Call } from './call.ts';
import { unary } from './call.ts';
import { decodePrivate, encodePrivate, ResourceCodec } from './resource-codec.ts';

/** Reading what exists: refresh and import. */
export const RESOURCE_READ_CALLS: Readonly<Record<string, Call>> = {
  ReadResource: unary(messages.ReadRequest, messages.ReadResponse, async (host, request) => {
    const codec = new ResourceCodec(host.resource(request.type_name));
    const state = codec.decode(request.current_state);
    if (state === null) return { new_state: codec.encode(null) };
    host.intents.confirm(state.id ?? null);
    const remembered = decodePrivate(request.private);
    const { markReplaced } = codec.resource;
    const wasReplaced = markReplaced !== undefined && host.intents.isBeingReplaced(state.id ?? null);
    const read = await codec.resource.read(host.session(), {
      state,
      private: wasReplaced ? markReplaced(remembered) : remembered,
    });
    if (wasReplaced && codec.resource.isReplaced?.(read.private) === false)
      host.intents.keep(state.id ?? null);
    return {
      new_state: codec.encodeLike(read.state, { value: state, wire: request.current_state }),
      private: encodePrivate(read.private),
      diagnostics: codec.diagnostics(read.diagnostics),
      new_identity: identityOf(read.state, codec.resource.schema),
    };
  }),

  ImportResourceState: unary(messages.ImportRequest, messages.ImportResponse, async (host, request) => {
    const codec = new ResourceCodec(host.resource(request.type_name));
    const id = decodeIdentity(request.identity) ?? request.id;
    const imported = await codec.resource.importState(host.session(), id);
    const diagnostics = codec.diagnostics(imported.diagnostics);
    if (imported.state === null) return { diagnostics };
    const resource = {
      type_name: request.type_name,
      state: codec.encode(imported.state),
      private: encodePrivate(imported.private),
      identity: identityOf(imported.state, codec.resource.schema),
    };
    return { imported_resources: [resource], diagnostics };
  }),
};
