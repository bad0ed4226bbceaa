import type { OpentrainApi } from '../../api/index.ts';
import type { Engine, EngineEvent } from '../../engine/engine.ts';
import type { Provider } from '../../provider/provider.ts';
import type { CommandContext } from '../command.ts';
import { SchemaLookup } from '../views/schema-lookup.ts';
import { openServer, type Server } from './server.ts';

export interface EngineSession {
  readonly engine: Engine;
  readonly schema: SchemaLookup;
  /** Says so when something other than the real OpenTrain answers. */
  readonly notice: string | undefined;
  /** The API client of the last plan; undefined before anything needed one. */
  readonly api: () => OpentrainApi | undefined;
  close(): Promise<void>;
}

/** Puts provider, credentials and engine together for one command. Close it when the command is done. */
export async function openEngine(
  context: CommandContext,
  events: (event: EngineEvent) => void,
): Promise<EngineSession> {
  const [{ createEngine }, { createProvider, systemClock }, server] = await Promise.all([
    import('../../engine/index.ts'),
    import('../../provider/index.ts'),
    openServer(context),
  ]);
  let api: OpentrainApi | undefined;
  const provider = aimedProvider(createProvider(), server, (used) => {
    api = used;
  });
  const engine = createEngine({
    provider,
    credentials: server.credentials,
    clock: systemClock,
    signal: context.interruption.signal,
    events: (event) => {
      context.trace(JSON.stringify(event));
      events(event);
    },
  });
  return {
    engine,
    schema: new SchemaLookup(provider.schema),
    notice: server.notice,
    api: () => api,
    close: () => server.close(),
  };
}

/** The provider, sent to the server of the command line. */
function aimedProvider(provider: Provider, server: Server, onClient: (api: OpentrainApi) => void): Provider {
  return {
    ...provider,
    async configure(config, credentials, options) {
      const own = server.ignoresProgram ? { ...config, token: null, base_url: null } : config;
      const configured = await provider.configure(own, credentials, {
        ...options,
        ...(server.baseUrl === undefined ? {} : { baseUrl: server.baseUrl }),
      });
      if (configured.session !== null) onClient(configured.session.api);
      return configured;
    },
  };
}
