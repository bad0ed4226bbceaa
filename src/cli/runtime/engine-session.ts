import type { OpentrainApi } from '../../api/index.ts';
import type { Engine, EngineEvent } from '../../engine/engine.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ResourceType } from '../../provider/resource.ts';
import type { CommandContext } from '../command.ts';
import { otformVersion } from '../version.ts';
import { SchemaLookup } from '../views/schema-lookup.ts';
import { openServer, type Server } from './server.ts';

export interface EngineSession {
  readonly engine: Engine;
  readonly schema: SchemaLookup;
  /** Says so when something other than the real OpenTrain answers. */
  readonly notice: string | undefined;
  /** A client of its own, configured like the last plan's; null before anything was planned. Dispose it. */
  readonly openClient: () => Promise<OpentrainApi | null>;
  close(): Promise<void>;
}

export interface EngineSessionOptions {
  /** Plan creates even where jobs of the same title exist: for commands that adopt those jobs and create none. */
  readonly passLookalikes?: boolean;
  /** Listens in on the client that the provider works with; must hand every call and answer on. */
  readonly wrapClient?: (api: OpentrainApi) => OpentrainApi;
}

/** Puts provider, credentials and engine together for one command. Close it when the command is done. */
export async function openEngine(
  context: CommandContext,
  events: (event: EngineEvent) => void,
  options: EngineSessionOptions = {},
): Promise<EngineSession> {
  const [{ createEngine }, { createProvider, systemClock }, { createApiClient }] = await Promise.all([
    import('../../engine/index.ts'),
    import('../../provider/index.ts'),
    import('../../api/client.ts'),
  ]);
  // Last, because a simulator that is open keeps the process alive until somebody closes it.
  const server = await openServer(context);
  let again: (() => ReturnType<Provider['configure']>) | undefined;
  const { wrapClient } = options;
  const made =
    wrapClient === undefined
      ? createProvider()
      : createProvider((clientOptions) => wrapClient(createApiClient(clientOptions)));
  const bare = options.passLookalikes === true ? passingLookalikes(made) : made;
  const provider = aimedProvider(bare, server, (configure) => {
    again = configure;
  });
  const engine = createEngine({
    provider,
    credentials: server.credentials,
    clock: systemClock,
    version: otformVersion(),
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
    openClient: async () => (await again?.())?.session?.api ?? null,
    close: () => server.close(),
  };
}

/** The provider, sent to the server of the command line. */
function aimedProvider(
  provider: Provider,
  server: Server,
  onConfigured: (again: () => ReturnType<Provider['configure']>) => void,
): Provider {
  return {
    ...provider,
    async configure(config, credentials, options) {
      const own = server.ignoresProgram ? { ...config, token: null, base_url: null } : config;
      const aimed = { ...options, ...(server.baseUrl === undefined ? {} : { baseUrl: server.baseUrl }) };
      const configured = await provider.configure(own, credentials, aimed);
      const { signal: _ended, ...lasting } = aimed;
      if (configured.session !== null) onConfigured(() => provider.configure(own, credentials, lasting));
      return configured;
    },
  };
}

function passingLookalikes(provider: Provider): Provider {
  const resources = Object.entries(provider.resources).map(
    ([name, type]) =>
      [
        name,
        { ...type, plan: (session, request) => type.plan(session, { ...request, stateIsEmpty: false }) },
      ] satisfies [string, ResourceType],
  );
  return { ...provider, resources: Object.fromEntries(resources) };
}
