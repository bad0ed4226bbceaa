import type { Socket } from 'node:net';
import type { CredentialSource, Provider } from '../../provider/provider.ts';
import { FileIntentLog } from '../intents/intent-log.ts';
import type { PluginLog } from '../plugin-log.ts';
import { ProviderHost } from '../rpc/provider-host.ts';
import { GrpcServer } from './grpc-server.ts';
import { pluginServices } from './grpc-services.ts';
import { InFlight } from './in-flight.ts';

/** Time for the last answers to reach the host, which kills us 2 s after it said goodbye. */
const FAREWELL_MS = 500;

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
   * it has every answer and, unless it was interrupted, has saved them; otherwise it may have died before it did.
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
  const services = pluginServices({ host, inFlight, onShutdown: options.onShutdown, ended: options.ended });
  const server = new GrpcServer(services, (error) =>
    log.debug('a connection broke the protocol', { cause: error.message }),
  );
  return {
    accept: (socket) => server.accept(socket),
    end: async (inGoodOrder) => {
      const isSaved = inGoodOrder && !host.wasInterrupted;
      host.stop();
      await inFlight.idle();
      await intents.end(isSaved);
      await host.dispose();
      await server.close(FAREWELL_MS);
    },
  };
}
