import type { Socket } from 'node:net';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import type { CredentialSource, Provider } from '../../provider/provider.ts';
import { FileIntentLog } from '../intents/intent-log.ts';
import type { PluginLog } from '../plugin-log.ts';
import { ProviderHost } from '../rpc/provider-host.ts';
import { addServices } from './grpc-services.ts';
import { InFlight } from './in-flight.ts';

/** Terraform itself allows 2 GiB; the default of 4 MiB is less than a large state's schema exchange may need. */
const MAX_MESSAGE_BYTES = 256 * 1024 * 1024;

/** Time for the last answers to reach the host, which kills us 2 s after it said goodbye. */
const FAREWELL_MS = 500;

async function orAfter(ms: number, done: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([done, late]);
  clearTimeout(timer);
}

export interface RuntimeOptions {
  readonly provider: () => Promise<Provider>;
  readonly credentials: CredentialSource;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  readonly log: PluginLog;
  readonly onShutdown: () => void;
  readonly ended: AbortSignal;
}

/** The part of the server that is loaded after the handshake. */
export interface PluginRuntime {
  /** Speaks gRPC on a connection that has passed TLS. */
  accept(socket: Socket): void;
  /**
   * Stops new work, waits for what is under way, and lets go of everything. In good order: the host said goodbye, so
   * it has every answer; otherwise it may have died before it saved one.
   */
  end(inGoodOrder: boolean): Promise<void>;
}

export async function startRuntime(options: RuntimeOptions): Promise<PluginRuntime> {
  const { credentials, env, folder, log } = options;
  const intents = new FileIntentLog({
    folder,
    env,
    onError: (error) => log.warn('the intent log could not be updated', { cause: String(error) }),
  });
  const host = new ProviderHost({ provider: await options.provider(), credentials, intents, log });
  const inFlight = new InFlight();
  const server = new Server({
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
    'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
    // Counts of calls for a debugger that never comes; they cost a part of every call.
    'grpc.enable_channelz': 0,
  });
  addServices(server, { host, inFlight, onShutdown: options.onShutdown, ended: options.ended });
  // TLS is done already: the injector sees plain HTTP/2 either way.
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  return {
    accept: (socket) => injector.injectConnection(socket),
    end: async (inGoodOrder) => {
      host.stop();
      await inFlight.idle();
      await intents.end(inGoodOrder);
      await host.dispose();
      await orAfter(FAREWELL_MS, new Promise((resolve) => server.tryShutdown(() => resolve())));
      server.forceShutdown();
      injector.destroy();
    },
  };
}
