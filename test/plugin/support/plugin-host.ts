import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { Client, credentials } from '@grpc/grpc-js';
import type { Message } from '../../../src/plugin/protobuf/message.ts';
import { RPC_TABLE } from '../../../src/plugin/rpc/rpc-table.ts';
import type { ServerCertificate } from '../../../src/plugin/server/certificate.ts';
import { createServerCertificate } from '../../../src/plugin/server/certificate.ts';

export const COOKIE = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

export interface StartedPlugin {
  readonly process: ChildProcess;
  /** Everything on stdout up to and with the first newline; rejects when the process ends before. */
  readonly line: Promise<string>;
  readonly exit: Promise<{ code: number | null; signal: string | null }>;
  stdout(): string;
  stderr(): string;
}

export interface StartOptions {
  readonly executable: string;
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** Starts a plugin process with nothing of this test's own environment but the PATH. */
export function startPlugin({ executable, cwd, env = {}, args = [] }: StartOptions): StartedPlugin {
  const child = spawn(executable, args, { cwd, env: { PATH: process.env.PATH ?? '', ...env } });
  let stdout = '';
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const exit = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const line = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      stdout += String(chunk);
      if (stdout.includes('\n')) resolve(stdout);
    });
    void exit.then(() => reject(new Error(`ended without a line: ${stderr}`)));
  });
  line.catch(() => {});
  return { process: child, line, exit, stdout: () => stdout, stderr: () => stderr };
}

/** What a host sets for AutoMTLS; the certificate of the host is made as ours is. */
export function hostIdentity(): { readonly own: ServerCertificate; readonly env: Record<string, string> } {
  const own = createServerCertificate(Date.now());
  return {
    own,
    env: {
      TF_PLUGIN_MAGIC_COOKIE: COOKIE,
      PLUGIN_PROTOCOL_VERSIONS: '5,6',
      PLUGIN_CLIENT_CERT: own.certificatePem,
    },
  };
}

function pemOf(unpadded: string): string {
  const base64 = Buffer.from(unpadded, 'base64').toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** A gRPC client on the address of a handshake line; `identity` null shows no certificate. */
export function connect(line: string, identity: ServerCertificate | null): Client {
  const [, , , path = '', , certificate = ''] = line.trim().split('|');
  const channel =
    certificate === ''
      ? credentials.createInsecure()
      : credentials.createSsl(
          Buffer.from(pemOf(certificate)),
          identity === null ? null : Buffer.from(identity.privateKeyPem),
          identity === null ? null : Buffer.from(identity.certificatePem),
        );
  return new Client(`unix:${path}`, channel, {
    'grpc.default_authority': 'localhost',
    'grpc.enable_retries': 0,
    'grpc.initial_reconnect_backoff_ms': 60_000,
  });
}

function rawCall(client: Client, path: string, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      (bytes: Buffer) => bytes,
      (bytes: Buffer) => bytes,
      request,
      (error, answer) => (error === null && answer !== undefined ? resolve(answer) : reject(error)),
    );
  });
}

/** Calls any method; an empty request and an undecoded answer. */
export function callEmpty(client: Client, path: string): Promise<Buffer> {
  return rawCall(client, path, Buffer.alloc(0));
}

/** Calls an RPC of tfplugin6 by name. */
export async function callProvider<T>(client: Client, name: string, request: object): Promise<T> {
  const call = RPC_TABLE[name];
  if (call === undefined) throw new Error(`no such RPC: ${name}`);
  const answer = await rawCall(client, `/tfplugin6.Provider/${name}`, call.request.encode(request));
  return (call.response as Message<T & object>).decode(answer);
}

/** Reads a whole server stream of tfplugin6. */
export function callStream<T>(client: Client, name: string, request: object): Promise<T[]> {
  const call = RPC_TABLE[name];
  if (call === undefined) throw new Error(`no such RPC: ${name}`);
  const events: T[] = [];
  const stream = client.makeServerStreamRequest(
    `/tfplugin6.Provider/${name}`,
    (bytes: Buffer) => bytes,
    (bytes: Buffer) => (call.response as Message<T & object>).decode(bytes),
    call.request.encode(request),
  );
  return new Promise((resolve, reject) => {
    stream.on('data', (event: T) => events.push(event));
    stream.on('error', reject);
    stream.on('end', () => resolve(events));
  });
}
