type Environment = Readonly<Record<string, string | undefined>>;

/** go-plugin's core protocol version, first field of the line. */
const CORE_PROTOCOL = 1;
/** The Terraform plugin protocol spoken here. */
export const PROTOCOL_VERSION = 6;
const COOKIE_NAME = 'TF_PLUGIN_MAGIC_COOKIE';
const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/** Where the server listens, in go-plugin's words. */
export interface ListenAddress {
  readonly network: 'unix' | 'tcp';
  readonly address: string;
}

/** A start that cannot lead to a served provider; `message` is for the person who reads stderr. */
export class HandshakeRefusal extends Error {}

const BY_HAND = `This is the OpenTrain provider for Terraform and OpenTofu. It is not run by hand: Terraform starts it.

To use it, run \`otform provider install\`, add the block that \`otform provider config\` prints to your configuration,
and run \`terraform init\`. To debug it, start it with --debug and follow what it prints.
`;

/** Proves that a plugin host started us; a person who did gets told what this is. */
export function checkCookie(env: Environment): void {
  if (env[COOKIE_NAME] !== COOKIE) throw new HandshakeRefusal(BY_HAND);
}

/** The host lists versions in random order; a host that lists none predates the negotiation and speaks 5 at best. */
export function checkProtocol(env: Environment): void {
  const offered = (env.PLUGIN_PROTOCOL_VERSIONS ?? '').split(',').map((version) => version.trim());
  if (offered.includes(String(PROTOCOL_VERSION))) return;
  throw new HandshakeRefusal(
    `This provider speaks plugin protocol ${PROTOCOL_VERSION}; the host offers ${offered.join(', ') || 'none'}. ` +
      'Use Terraform 1.1 or later, or any OpenTofu.\n',
  );
}

/**
 * PEM of the certificate that the host will show, or null where the host has switched TLS off by `TF_DISABLE_PLUGIN_TLS`.
 * Without either there is nobody to trust, so nothing is served.
 */
export function clientCertificate(env: Environment): string | null {
  const pem = env.PLUGIN_CLIENT_CERT;
  if (pem !== undefined && pem !== '') return pem;
  if (env.TF_DISABLE_PLUGIN_TLS !== undefined && env.TF_DISABLE_PLUGIN_TLS !== '') return null;
  throw new HandshakeRefusal(
    'The host sent no client certificate (PLUGIN_CLIENT_CERT), so any local process could use this provider and its ' +
      'token. Start it from Terraform 0.12 or later or from OpenTofu; for debugging use --debug.\n',
  );
}

/** The one line on stdout that tells the host where and how to connect (go-plugin, docs/guide-plugin-write-non-go.md). */
export function handshakeLine(
  address: ListenAddress,
  certificateDer: Uint8Array | null,
  env: Environment,
): string {
  const certificate =
    certificateDer === null ? '' : Buffer.from(certificateDer).toString('base64').replace(/=+$/, '');
  const fields = [CORE_PROTOCOL, PROTOCOL_VERSION, address.network, address.address, 'grpc', certificate];
  // Hosts that do not know multiplexing split into six fields and would take a seventh for part of the certificate.
  const multiplex = env.PLUGIN_MULTIPLEX_GRPC === undefined ? [] : ['false'];
  return `${[...fields, ...multiplex].join('|')}\n`;
}

/** Value of TF_REATTACH_PROVIDERS that makes Terraform use this running process. */
export function reattachValue(source: string, address: ListenAddress, pid: number): string {
  return JSON.stringify({
    [source]: {
      Protocol: 'grpc',
      ProtocolVersion: PROTOCOL_VERSION,
      Pid: pid,
      Test: true,
      Addr: { Network: address.network, String: address.address },
    },
  });
}
