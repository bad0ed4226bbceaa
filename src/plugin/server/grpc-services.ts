import { encodeDiagnostics } from '../diagnostic-encoding.ts';
import { HEALTH_SERVING, HealthRequest, HealthResponse } from '../messages/provider-messages.ts';
import { Empty } from '../messages/shared-messages.ts';
import type { StreamCall, UnaryCall } from '../rpc/call.ts';
import { diagnosticOf } from '../rpc/call.ts';
import type { ProviderHost } from '../rpc/provider-host.ts';
import { RPC_TABLE } from '../rpc/rpc-table.ts';
import type { GrpcMethod, GrpcMethods } from './grpc-server.ts';
import { GRPC_NOT_FOUND, GrpcFailure } from './grpc-status.ts';
import type { InFlight } from './in-flight.ts';

export interface ServiceContext {
  readonly host: ProviderHost;
  readonly inFlight: InFlight;
  /** The host asked us to end. */
  readonly onShutdown: () => void;
  /** Aborted when the process ends; ends the stdio stream. */
  readonly ended: AbortSignal;
}

/** Decode, call, encode. What a handler throws becomes a diagnostic: every answer but CallFunction's has a list. */
function unaryMethod(name: string, call: UnaryCall, { host, inFlight }: ServiceContext): GrpcMethod {
  return {
    kind: 'unary',
    handle: async (bytes) => {
      const request = call.request.decode(bytes);
      const done = inFlight.enter();
      try {
        const response = await call.handle(host, request).catch((error: unknown) => {
          host.log.error('call failed', { rpc: name, cause: String(error) });
          return { diagnostics: encodeDiagnostics([diagnosticOf(error, 'Nothing was changed.')], null) };
        });
        return call.response.encode(response as object);
      } finally {
        done();
      }
    },
  };
}

function streamMethod(name: string, call: StreamCall, { host, inFlight }: ServiceContext): GrpcMethod {
  return {
    kind: 'stream',
    handle: async function* (bytes) {
      const request = call.request.decode(bytes);
      const done = inFlight.enter();
      try {
        for await (const event of call.handle(host, request)) yield call.response.encode(event as object);
      } catch (error) {
        host.log.error('call failed', { rpc: name, cause: String(error) });
      } finally {
        done();
      }
    },
  };
}

const EMPTY_MESSAGE = Empty.encode({});

/** go-plugin's own services. The broker is not used by providers; a host that tries it is told UNIMPLEMENTED. */
function pluginMethods(context: ServiceContext): [string, GrpcMethod][] {
  return [
    [
      '/grpc.health.v1.Health/Check',
      {
        kind: 'unary',
        handle: async (bytes) => {
          const { service } = HealthRequest.decode(bytes);
          if (service !== 'plugin' && service !== '') {
            throw new GrpcFailure(GRPC_NOT_FOUND, `unknown service ${service}`);
          }
          return HealthResponse.encode({ status: HEALTH_SERVING });
        },
      },
    ],
    [
      '/plugin.GRPCController/Shutdown',
      {
        kind: 'unary',
        handle: async () => {
          // The answer leaves first: closing waits for the calls under way.
          setImmediate(context.onShutdown);
          return EMPTY_MESSAGE;
        },
      },
    ],
    [
      '/plugin.GRPCStdio/StreamStdio',
      {
        kind: 'stream',
        // Nothing is ever written to stdout, so the stream stays open and silent until the end.
        handle: async function* (_request, gone) {
          const end = AbortSignal.any([context.ended, gone]);
          if (!end.aborted) {
            await new Promise((resolve) => end.addEventListener('abort', resolve, { once: true }));
          }
        },
      },
    ],
  ];
}

/** Every method of the plugin by its path. */
export function pluginServices(context: ServiceContext): GrpcMethods {
  const provider = Object.entries(RPC_TABLE).map(([name, call]): [string, GrpcMethod] => [
    `/tfplugin6.Provider/${name}`,
    call.kind === 'stream' ? streamMethod(name, call, context) : unaryMethod(name, call, context),
  ]);
  return new Map([...provider, ...pluginMethods(context)]);
}
