import type {
  handleUnaryCall,
  MethodDefinition,
  Server,
  ServerDuplexStream,
  ServerUnaryCall,
  ServerWritableStream,
  ServiceDefinition,
  sendUnaryData,
  UntypedHandleCall,
} from '@grpc/grpc-js';
import { encodeDiagnostics } from '../diagnostic-encoding.ts';
import { HEALTH_SERVING, HealthRequest, HealthResponse, StdioData } from '../messages/provider-messages.ts';
import { Empty } from '../messages/shared-messages.ts';
import type { Message } from '../protobuf/message.ts';
import type { StreamCall, UnaryCall } from '../rpc/call.ts';
import { diagnosticOf } from '../rpc/call.ts';
import type { ProviderHost } from '../rpc/provider-host.ts';
import { RPC_TABLE } from '../rpc/rpc-table.ts';
import type { InFlight } from './in-flight.ts';

const STATUS_NOT_FOUND = 5;
const STATUS_INTERNAL = 13;

export interface ServiceContext {
  readonly host: ProviderHost;
  readonly inFlight: InFlight;
  /** The host asked us to end. */
  readonly onShutdown: () => void;
  /** Aborted when the process ends; ends the stdio stream. */
  readonly ended: AbortSignal;
}

function definition(
  service: string,
  name: string,
  request: Message<unknown>,
  response: Message<unknown>,
  responseStream: boolean,
): MethodDefinition<unknown, unknown> {
  return {
    path: `/${service}/${name}`,
    requestStream: false,
    responseStream,
    requestSerialize: (value) => request.encode(value as object),
    requestDeserialize: (bytes) => request.decode(bytes),
    responseSerialize: (value) => response.encode(value as object),
    responseDeserialize: (bytes) => response.decode(bytes),
  };
}

/** Decode, call, encode. What a handler throws becomes a diagnostic: every answer but CallFunction's has a list. */
function unaryHandler(
  name: string,
  call: UnaryCall,
  { host, inFlight }: ServiceContext,
): handleUnaryCall<unknown, unknown> {
  return (context: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>) => {
    const done = inFlight.enter();
    call
      .handle(host, context.request)
      .catch((error: unknown) => {
        host.log.error('call failed', { rpc: name, cause: String(error) });
        return { diagnostics: encodeDiagnostics([diagnosticOf(error, 'Nothing was changed.')], null) };
      })
      .then((response) => answer(null, response))
      .catch((error: unknown) => answer({ code: STATUS_INTERNAL, details: String(error) }))
      .finally(done);
  };
}

function streamHandler(
  name: string,
  call: StreamCall,
  { host, inFlight }: ServiceContext,
): UntypedHandleCall {
  return (context: ServerWritableStream<unknown, unknown>) => {
    const done = inFlight.enter();
    const send = async () => {
      for await (const event of call.handle(host, context.request)) {
        if (context.cancelled) return;
        if (!context.write(event)) await new Promise((resolve) => context.once('drain', resolve));
      }
    };
    send()
      .catch((error: unknown) => host.log.error('call failed', { rpc: name, cause: String(error) }))
      .finally(() => {
        context.end();
        done();
      });
  };
}

const asMessage = (message: unknown) => message as Message<unknown>;

function addProvider(server: Server, context: ServiceContext): void {
  const methods: Record<string, MethodDefinition<unknown, unknown>> = {};
  const handlers: Record<string, UntypedHandleCall> = {};
  for (const [name, call] of Object.entries(RPC_TABLE)) {
    methods[name] = definition(
      'tfplugin6.Provider',
      name,
      call.request,
      call.response,
      call.kind === 'stream',
    );
    handlers[name] =
      call.kind === 'stream' ? streamHandler(name, call, context) : unaryHandler(name, call, context);
  }
  server.addService(methods as ServiceDefinition, handlers);
}

/** go-plugin's own services. The broker is not used by providers; a host that tries it is told UNIMPLEMENTED. */
function addPluginServices(server: Server, context: ServiceContext): void {
  server.addService(
    {
      Check: definition(
        'grpc.health.v1.Health',
        'Check',
        asMessage(HealthRequest),
        asMessage(HealthResponse),
        false,
      ),
    },
    {
      Check: (call: ServerUnaryCall<{ service: string }, unknown>, answer: sendUnaryData<unknown>) => {
        const known = call.request.service === 'plugin' || call.request.service === '';
        if (known) answer(null, { status: HEALTH_SERVING });
        else answer({ code: STATUS_NOT_FOUND, details: `unknown service ${call.request.service}` });
      },
    },
  );
  server.addService(
    { Shutdown: definition('plugin.GRPCController', 'Shutdown', asMessage(Empty), asMessage(Empty), false) },
    {
      Shutdown: (_call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>) => {
        answer(null, {});
        context.onShutdown();
      },
    },
  );
  server.addService(
    {
      StreamStdio: definition(
        'plugin.GRPCStdio',
        'StreamStdio',
        asMessage(Empty),
        asMessage(StdioData),
        true,
      ),
    },
    {
      // Nothing is ever written to stdout, so the stream stays open and silent until the end.
      StreamStdio: (call: ServerDuplexStream<unknown, unknown>) => {
        context.ended.addEventListener('abort', () => call.end(), { once: true });
      },
    },
  );
}

/** Registers every service of the plugin on a gRPC server. */
export function addServices(server: Server, context: ServiceContext): void {
  addProvider(server, context);
  addPluginServices(server, context);
}
