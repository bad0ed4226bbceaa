import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListenAddress } from './handshake.ts';

/** sun_path of macOS is the shortest in use: 104 bytes with the final zero. */
const MAX_SOCKET_PATH = 103;
const DEFAULT_PORTS = { min: 10_000, max: 25_000 };

export interface ListenOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

export interface Listening {
  readonly address: ListenAddress;
  /** Stops accepting and removes the socket folder. Connections in use go on. */
  close(): Promise<void>;
}

function listen(server: Server, where: string | { port: number; host: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(where, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stopAccepting(server: Server): void {
  // The callback would wait for connections; who closes knows when those are done.
  server.close();
}

async function listenOnSocket(server: Server, env: ListenOptions['env']): Promise<Listening> {
  const wanted = env.PLUGIN_UNIX_SOCKET_DIR || tmpdir();
  // mkdtemp makes the folder with mode 0700, so no other user can reach the socket in it.
  const name = 'otform-XXXXXX/plugin.sock';
  const parent = Buffer.byteLength(join(wanted, name)) > MAX_SOCKET_PATH ? '/tmp' : wanted;
  const folder = await mkdtemp(join(parent, 'otform-'));
  const path = join(folder, 'plugin.sock');
  try {
    await listen(server, path);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
  return {
    address: { network: 'unix', address: path },
    close: async () => {
      stopAccepting(server);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function portRange(env: ListenOptions['env']): { min: number; max: number } {
  const min = Number(env.PLUGIN_MIN_PORT);
  const max = Number(env.PLUGIN_MAX_PORT);
  return min > 0 && max >= min ? { min, max } : DEFAULT_PORTS;
}

async function listenOnLoopback(server: Server, env: ListenOptions['env']): Promise<Listening> {
  const { min, max } = portRange(env);
  for (let port = min; port <= max; port += 1) {
    try {
      await listen(server, { port, host: '127.0.0.1' });
      return {
        address: { network: 'tcp', address: `127.0.0.1:${port}` },
        close: async () => stopAccepting(server),
      };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // Windows answers EACCES for ports that it keeps for itself.
      if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    }
  }
  throw new Error(`No free port from ${min} to ${max} on 127.0.0.1.`);
}

/** Binds a server where only this user, or on Windows this machine, can reach it. */
export function bind(server: Server, { env, platform }: ListenOptions): Promise<Listening> {
  return platform === 'win32' ? listenOnLoopback(server, env) : listenOnSocket(server, env);
}
