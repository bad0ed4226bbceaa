import type { Writable } from 'node:stream';
import { PROVIDER_SOURCE } from '../contract/provider-address.ts';
import type { CredentialSource, Provider } from '../provider/provider.ts';
import { PluginLog } from './plugin-log.ts';
import { createServerCertificate } from './server/certificate.ts';
import {
  checkCookie,
  checkProtocol,
  clientCertificate,
  HandshakeRefusal,
  handshakeLine,
  reattachValue,
} from './server/handshake.ts';
import { HostWatch } from './server/host-watch.ts';
import type { Listening } from './server/listener.ts';
import { bind } from './server/listener.ts';
import type { Trust } from './server/secure-server.ts';
import { createSecureServer } from './server/secure-server.ts';

export interface ServeOptions {
  /** Loaded while the host connects, so that the handshake does not wait for it. */
  readonly provider: () => Promise<Provider>;
  readonly credentials: CredentialSource;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Terraform's working folder: the intent log lies there. */
  readonly folder: string;
  /** Serve for `TF_REATTACH_PROVIDERS` instead of for a host that started us. */
  readonly debug?: boolean;
  readonly platform?: NodeJS.Platform;
  /** Ends the server as Shutdown does. */
  readonly stop?: AbortSignal;
}

function debugText(address: Listening['address'], pid: number, platform: NodeJS.Platform): string {
  const value = reattachValue(PROVIDER_SOURCE, address, pid);
  const assignment =
    platform === 'win32' ? `$env:TF_REATTACH_PROVIDERS='${value}'` : `TF_REATTACH_PROVIDERS='${value}'`;
  const open = address.network === 'tcp' ? 'Every user of this machine can reach it while it runs.\n\n' : '';
  return `${open}Provider started. To use it, set in another terminal:\n\n\t${assignment}\n`;
}

async function serveUntilEnd(options: ServeOptions, trust: Trust | null, log: PluginLog): Promise<void> {
  const ended = new AbortController();
  const end = new Promise<void>((resolve) => {
    ended.signal.addEventListener('abort', () => resolve(), { once: true });
  });
  let inGoodOrder = false;
  const finish = () => ended.abort();
  options.stop?.addEventListener('abort', finish, { once: true });

  // Imported while the host reads the line and connects; connections wait for it.
  let runtime: Promise<import('./server/runtime.ts').PluginRuntime> | null = null;
  const watch = options.debug === true ? null : new HostWatch(finish);
  const server = createSecureServer(trust, log, (socket) => {
    socket.on('error', (error) => log.debug('connection failed', { cause: error.message }));
    watch?.add(socket);
    runtime?.then((ready) => ready.accept(socket)).catch(() => socket.destroy());
  });
  server.on('error', (error) => log.error('the listener failed', { cause: error.message }));
  const platform = options.platform ?? process.platform;
  const listening = await bind(server, { env: options.env, platform });
  try {
    options.stdout.write(
      options.debug === true
        ? debugText(listening.address, process.pid, platform)
        : handshakeLine(listening.address, trust?.own.der ?? null, options.env),
    );
    runtime = import('./server/runtime.ts').then((module) =>
      module.startRuntime({
        ...options,
        log,
        onShutdown: () => {
          inGoodOrder = true;
          finish();
        },
        ended: ended.signal,
      }),
    );
    runtime.catch((error: unknown) => {
      log.error('the provider could not be loaded', { cause: String(error) });
      finish();
    });
    await end;
    watch?.stop();
    await (await runtime).end(inGoodOrder);
  } finally {
    await listening.close();
  }
}

/**
 * Serves the provider to a Terraform or OpenTofu host until the host shuts it down, dies, or `stop` is raised. The
 * answer is the exit code: 0 after a served run, 1 when nothing could be served (the reason is on stderr).
 */
export async function servePlugin(options: ServeOptions): Promise<number> {
  const log = new PluginLog(options.stderr);
  options.stdout.on('error', () => {});
  try {
    if (options.debug === true) {
      await serveUntilEnd(options, null, log);
      return 0;
    }
    checkCookie(options.env);
    checkProtocol(options.env);
    const client = clientCertificate(options.env);
    const trust = client === null ? null : { client, own: createServerCertificate(Date.now()) };
    await serveUntilEnd(options, trust, log);
    return 0;
  } catch (error) {
    if (error instanceof HandshakeRefusal) options.stderr.write(error.message);
    else log.error('the provider could not be served', { cause: String(error) });
    return 1;
  }
}
