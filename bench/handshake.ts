import { spawn } from 'node:child_process';
import { createServerCertificate } from '../src/plugin/server/certificate.ts';

/** What every go-plugin host sets. */
const MAGIC_COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/** Starts the provider as a host does and answers the seconds until its handshake line. */
export function hostHandshake(executable: string): Promise<number> {
  const host = createServerCertificate(Date.now());
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(executable, {
      env: {
        PATH: process.env.PATH,
        TF_PLUGIN_MAGIC_COOKIE: MAGIC_COOKIE,
        PLUGIN_PROTOCOL_VERSIONS: '5,6',
        PLUGIN_CLIENT_CERT: host.certificatePem,
      },
    });
    let seconds: number | null = null;
    child.stdout.once('data', () => {
      seconds = (performance.now() - started) / 1000;
      child.kill('SIGTERM');
    });
    child.on('error', reject);
    child.on('exit', () => {
      if (seconds === null) reject(new Error('the provider ended without a handshake line'));
      else resolve(seconds);
    });
  });
}
