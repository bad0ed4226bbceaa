import { constants, X509Certificate } from 'node:crypto';
import type { Server, Socket } from 'node:net';
import { createServer as createPlainServer } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { createServer as createTlsServer } from 'node:tls';
import type { PluginLog } from '../plugin-log.ts';
import type { ServerCertificate } from './certificate.ts';

export interface Trust {
  readonly own: ServerCertificate;
  /** PEM of the only client let in. */
  readonly client: string;
}

/** Node verifies the chain; this also refuses what the client's certificate may have signed. */
function isExpectedClient(socket: TLSSocket, expected: X509Certificate): boolean {
  const shown = socket.getPeerX509Certificate();
  if (shown === undefined) return false;
  return socket.authorized && shown.raw.equals(expected.raw);
}

/**
 * A server whose connections are handed over only after mutual TLS: the client must show the very certificate that
 * the host announced. A null trust serves in the clear, for `TF_DISABLE_PLUGIN_TLS` and debugging.
 */
export function createSecureServer(
  trust: Trust | null,
  log: PluginLog,
  accept: (socket: Socket) => void,
): Server {
  if (trust === null) return createPlainServer(accept);
  const expected = new X509Certificate(trust.client);
  const server = createTlsServer(
    {
      cert: trust.own.certificatePem,
      key: trust.own.privateKeyPem,
      ca: trust.client,
      requestCert: true,
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
      ALPNProtocols: ['h2'],
      // A resumed session would come without its certificate.
      secureOptions: constants.SSL_OP_NO_TICKET,
    },
    (socket) => {
      if (isExpectedClient(socket, expected)) {
        accept(socket);
        return;
      }
      log.warn('refused a connection: not the certificate of the host');
      socket.destroy();
    },
  );
  server.on('tlsClientError', (error) => {
    log.warn('refused a connection: mutual TLS failed', { cause: error.message });
  });
  return server;
}
