import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Client } from '@grpc/grpc-js';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createServerCertificate } from '../../src/plugin/server/certificate.ts';
import { bundlePlugin } from './support/plugin-bundle.ts';
import type { StartedPlugin, StartOptions } from './support/plugin-host.ts';
import { callEmpty, callProvider, connect, hostIdentity, startPlugin } from './support/plugin-host.ts';

const folder = mkdtempSync(join(tmpdir(), 'plugin-handshake-'));
let executable: string;
const started: StartedPlugin[] = [];
const clients: Client[] = [];

beforeAll(async () => {
  executable = await bundlePlugin('test', folder);
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  for (const plugin of started.splice(0)) {
    plugin.process.kill('SIGKILL');
    await plugin.exit;
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function start(options: Partial<StartOptions> = {}): StartedPlugin {
  const plugin = startPlugin({ executable, cwd: folder, ...options });
  started.push(plugin);
  return plugin;
}

function client(line: string, identity: Parameters<typeof connect>[1]): Client {
  const made = connect(line, identity);
  clients.push(made);
  return made;
}

test('started by hand it says what it is and serves nothing', async () => {
  const plugin = start();
  expect(await plugin.exit).toEqual({ code: 1, signal: null });
  expect(plugin.stdout()).toBe('');
  expect(plugin.stderr()).toContain('not run by hand');
  expect(plugin.stderr()).toContain('otform provider install');
});

test.each([
  ['another protocol only', { PLUGIN_PROTOCOL_VERSIONS: '4,5' }, 'the host offers 4, 5'],
  ['no client certificate', { PLUGIN_CLIENT_CERT: '' }, 'any local process could use this provider'],
  ['an unreadable client certificate', { PLUGIN_CLIENT_CERT: 'nonsense' }, 'could not be served'],
])('it refuses to serve: %s', async (_name, env, message) => {
  const plugin = start({ env: { ...hostIdentity().env, ...env } });
  expect((await plugin.exit).code).toBe(1);
  expect(plugin.stdout()).toBe('');
  expect(plugin.stderr()).toContain(message);
});

test('the line, the socket and the certificate are as go-plugin expects', async () => {
  const plugin = start({ env: { ...hostIdentity().env, PLUGIN_PROTOCOL_VERSIONS: '6,5' } });
  const line = await plugin.line;
  const fields = line.trimEnd().split('|');
  expect(line.endsWith('\n')).toBe(true);
  expect(fields.slice(0, 3)).toEqual(['1', '6', 'unix']);
  expect(fields).toHaveLength(6);
  expect(fields[4]).toBe('grpc');
  expect(fields[5]).not.toContain('=');

  const socket = fields[3] ?? '';
  expect(statSync(dirname(socket)).mode & 0o777).toBe(0o700);
  const certificate = new X509Certificate(Buffer.from(fields[5] ?? '', 'base64'));
  expect(certificate.subjectAltName).toBe('DNS:localhost');
  expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2']);
  expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
  expect(certificate.verify(certificate.publicKey)).toBe(true);
  expect(certificate.ca).toBe(false);
});

test('a seventh field only where the host asks for multiplexing', async () => {
  const plugin = start({ env: { ...hostIdentity().env, PLUGIN_MULTIPLEX_GRPC: 'true' } });
  expect((await plugin.line).trimEnd().split('|').slice(6)).toEqual(['false']);
});

test('the socket goes where the host wants it, under names of its own', async () => {
  const wanted = mkdtempSync(join(folder, 'sockets-'));
  const env = { ...hostIdentity().env, PLUGIN_UNIX_SOCKET_DIR: wanted };
  const lines = await Promise.all([start({ env }).line, start({ env }).line]);
  const sockets = lines.map((line) => line.split('|')[3] ?? '');
  for (const socket of sockets) expect(socket.startsWith(wanted)).toBe(true);
  expect(new Set(sockets).size).toBe(2);
});

test('the host is served; everybody else is refused', async () => {
  const host = hostIdentity();
  const plugin = start({ env: host.env });
  const line = await plugin.line;

  await expect(callProvider(client(line, null), 'GetMetadata', {})).rejects.toMatchObject({ code: 14 });
  const stranger = createServerCertificate(Date.now());
  await expect(callProvider(client(line, stranger), 'GetMetadata', {})).rejects.toMatchObject({ code: 14 });

  // In the clear, past gRPC: the server must not answer a single byte.
  const socket = line.split('|')[3] ?? '';
  const preface = 'PRI * HTTP/2.0\\r\\n\\r\\nSM\\r\\n\\r\\n';
  const script = `const s=require('net').connect(process.argv[1],()=>s.write('${preface}'));
    let n=0;s.on('data',(d)=>{n+=d.length});s.on('error',()=>{});s.on('close',()=>process.stdout.write(String(n>7)))`;
  expect(spawnSync(process.execPath, ['-e', script, socket]).stdout.toString()).toBe('false');

  const served = await callProvider<{ resources: unknown }>(client(line, host.own), 'GetMetadata', {});
  expect(served.resources).toEqual([{ type_name: 'opentrain_thing' }]);
  expect(plugin.stderr()).toContain('mutual TLS failed');
});

test('health, controller and stdio answer; the broker and unknown RPCs are unimplemented', async () => {
  const host = hostIdentity();
  const plugin = start({ env: host.env });
  const line = await plugin.line;
  const grpc = client(line, host.own);
  expect((await callEmpty(grpc, '/grpc.health.v1.Health/Check')).toString('hex')).toBe('0801');
  await expect(callEmpty(grpc, '/plugin.GRPCBroker/StartStream')).rejects.toMatchObject({ code: 12 });
  await expect(callEmpty(grpc, '/tfplugin6.Provider/LockState')).rejects.toMatchObject({ code: 12 });

  const stdio = grpc.makeServerStreamRequest(
    '/plugin.GRPCStdio/StreamStdio',
    (b: Buffer) => b,
    (b: Buffer) => b,
    Buffer.alloc(0),
  );
  const silent = new Promise<number>((resolve) => {
    let count = 0;
    stdio.on('data', () => {
      count += 1;
    });
    stdio.on('error', () => resolve(count));
    stdio.on('end', () => resolve(count));
  });
  await callEmpty(grpc, '/plugin.GRPCController/Shutdown');
  expect(await silent).toBe(0);
  expect(await plugin.exit).toEqual({ code: 0, signal: null });
  expect(existsSync(dirname(line.split('|')[3] ?? ''))).toBe(false);
});

test('^C is left to the host; SIGTERM ends in good order', async () => {
  const host = hostIdentity();
  const plugin = start({ env: host.env });
  const line = await plugin.line;
  const grpc = client(line, host.own);
  await callProvider(grpc, 'GetMetadata', {});
  plugin.process.kill('SIGINT');
  await callProvider(grpc, 'GetMetadata', {});
  plugin.process.kill('SIGTERM');
  expect(await plugin.exit).toEqual({ code: 0, signal: null });
  expect(existsSync(dirname(line.split('|')[3] ?? ''))).toBe(false);
});

test('it ends when its host is gone', async () => {
  const host = hostIdentity();
  const plugin = start({ env: host.env });
  const grpc = client(await plugin.line, host.own);
  await callProvider(grpc, 'GetMetadata', {});
  grpc.close();
  expect(await plugin.exit).toEqual({ code: 0, signal: null });
});

test('without TLS only where the host has switched it off', async () => {
  const { PLUGIN_CLIENT_CERT: _, ...env } = hostIdentity().env;
  const plugin = start({ env: { ...env, TF_DISABLE_PLUGIN_TLS: '1' } });
  const line = await plugin.line;
  expect(line.trimEnd().split('|')[5]).toBe('');
  await callProvider(client(line, null), 'GetMetadata', {});
});
