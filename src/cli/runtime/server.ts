import { homedir } from 'node:os';
import { join } from 'node:path';
import type { CredentialSource, FoundCredentials } from '../../provider/provider.ts';
import type { CommandContext } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';

/** Which OpenTrain a command talks to. */
export interface Server {
  readonly credentials: CredentialSource;
  /** Wins over what the program says; undefined: the program, the environment or the file decide. */
  readonly baseUrl: string | undefined;
  /** True when the program's own token must not be used, because it belongs to another server. */
  readonly ignoresProgram: boolean;
  /** Line for the user, or undefined. */
  readonly notice: string | undefined;
  close(): Promise<void>;
}

/** The server that flags, environment and credentials file name, or a simulator inside this process. */
export async function openServer(context: CommandContext): Promise<Server> {
  const { flags, io, dir } = context;
  const baseUrl = flags.text('base-url');
  if (!flags.on('simulator')) {
    const { createCredentialSource } = await import('../../api/credentials.ts');
    const credentials = createCredentialSource({
      env: io.env,
      homeDir: io.env.HOME ?? homedir(),
      ...(baseUrl === undefined ? {} : { baseUrl }),
    });
    return { credentials, baseUrl, ignoresProgram: false, notice: undefined, close: async () => {} };
  }
  if (baseUrl !== undefined) {
    throw environmentError(
      'simulator-and-url',
      'Two Servers Given',
      '--simulator and --base-url exclude each other. Nothing was changed.',
    );
  }
  return openSimulator(join(dir, '.otform', 'simulator'));
}

async function openSimulator(dataDir: string): Promise<Server> {
  const { Simulator } = await import('../../simulator/index.ts');
  const simulator = await Simulator.start({ dataDir }).catch((error: unknown) => {
    throw environmentError(
      'simulator-start',
      'Cannot Start the Simulator',
      `${dataDir}: ${error instanceof Error ? error.message : String(error)}`,
    );
  });
  const found: FoundCredentials = { token: simulator.token, baseUrl: simulator.url };
  return {
    credentials: { read: async () => found },
    baseUrl: simulator.url,
    ignoresProgram: true,
    notice: 'Simulator: nothing leaves this machine; its jobs are kept in .otform/simulator.',
    close: () => simulator.stop(),
  };
}
