import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import * as der from './der.ts';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const KEY_USAGE = '2.5.29.15';
const SUBJECT_ALT_NAME = '2.5.29.17';
const BASIC_CONSTRAINTS = '2.5.29.19';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';

/** Clocks of a container and its host may differ a little. */
const BACKDATE_MS = 60_000;
/** Longer than any run; the key dies with the process anyway. */
const LIFETIME_MS = 366 * 24 * 60 * 60 * 1000;

export interface ServerCertificate {
  /** What the handshake line carries: the host trusts this certificate and nothing else. */
  readonly der: Buffer;
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
  const flag = critical ? [der.boolean(true)] : [];
  return der.sequence(der.objectIdentifier(id), ...flag, der.octetString(value));
}

function extensions(): Buffer {
  // digitalSignature and keyAgreement, the two uses of an EC key in TLS.
  const keyUsage = der.bitString(Buffer.of(0b1000_1000), 3);
  const purposes = der.sequence(der.objectIdentifier(SERVER_AUTH), der.objectIdentifier(CLIENT_AUTH));
  return der.sequence(
    extension(KEY_USAGE, true, keyUsage),
    extension(EXTENDED_KEY_USAGE, false, purposes),
    extension(BASIC_CONSTRAINTS, true, der.sequence()),
    extension(SUBJECT_ALT_NAME, false, der.sequence(der.implicitText(2, 'localhost'))),
  );
}

function pem(label: string, bytes: Uint8Array): string {
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/**
 * A new P-256 key and its self-signed certificate for `localhost`, as go-plugin's AutoMTLS expects of a plugin. Made
 * per process and kept in memory only: takes about a millisecond, an RSA key some hundred.
 */
export function createServerCertificate(now: number): ServerCertificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der.sequence(der.objectIdentifier(ECDSA_WITH_SHA256));
  const name = der.sequence(
    der.set(der.sequence(der.objectIdentifier(COMMON_NAME), der.utf8String('localhost'))),
  );
  const unsigned = der.sequence(
    der.explicit(0, der.integer(Buffer.of(2))),
    der.integer(randomBytes(16)),
    algorithm,
    name,
    der.sequence(der.time(new Date(now - BACKDATE_MS)), der.time(new Date(now + LIFETIME_MS))),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der.explicit(3, extensions()),
  );
  const signature = sign('sha256', unsigned, privateKey);
  const certificate = der.sequence(unsigned, algorithm, der.bitString(signature));
  return {
    der: certificate,
    certificatePem: pem('CERTIFICATE', certificate),
    privateKeyPem: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}
