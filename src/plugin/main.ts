import { homedir } from 'node:os';
import { servePlugin } from './serve.ts';

/**
 * `terraform-provider-opentrain`: started by Terraform or OpenTofu, or by hand with `--debug`. What is imported here
 * is loaded before the handshake, so it is only what the handshake needs.
 */
async function main(): Promise<void> {
  // The host forwards ^C to the whole group and then says StopProvider; dying of it would cut a create in half.
  process.on('SIGINT', () => {});
  const stop = new AbortController();
  process.on('SIGTERM', () => stop.abort());
  const debug = process.argv.includes('--debug');
  if (debug) process.on('SIGINT', () => stop.abort());

  process.exitCode = await servePlugin({
    provider: async () => (await import('../provider/index.ts')).createProvider(),
    credentials: {
      read: async () => {
        const { createCredentialSource } = await import('../api/index.ts');
        return createCredentialSource({ env: process.env, homeDir: homedir() }).read();
      },
    },
    env: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    folder: process.cwd(),
    debug,
    stop: stop.signal,
  });
  // Sockets of a host that never closes them must not keep the process; stderr is flushed first.
  process.stderr.write('', () => process.exit());
}

void main();
