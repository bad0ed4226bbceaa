import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, connect as dial } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, expect, test } from 'vitest';
import { PluginLog } from '../../src/plugin/plugin-log.ts';
import * as der from '../../src/plugin/server/der.ts';
import { bind } from '../../src/plugin/server/listener.ts';

const folder = mkdtempSync(join(tmpdir(), 'listener-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('on Windows: the first free port of the range, on loopback only', async () => {
  const busy = createServer();
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  const address = busy.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const env = { PLUGIN_MIN_PORT: String(port), PLUGIN_MAX_PORT: String(port + 20) };
  const server = createServer((socket) => socket.end('hello'));
  const listening = await bind(server, { env, platform: 'win32' });
  const [host, chosen] = listening.address.address.split(':');
  expect(listening.address.network).toBe('tcp');
  expect(host).toBe('127.0.0.1');
  expect(Number(chosen)).toBeGreaterThan(port);
  const text = await new Promise((resolve) =>
    dial(Number(chosen), '127.0.0.1').on('data', (data) => resolve(String(data))),
  );
  expect(text).toBe('hello');
  await listening.close();

  const none = bind(createServer(), { env: { ...env, PLUGIN_MAX_PORT: String(port) }, platform: 'win32' });
  await expect(none).rejects.toThrow(`No free port from ${port} to ${port}`);
  busy.close();
});

test('a folder too deep for a socket path gives way to /tmp', async () => {
  const deep = join(folder, 'x'.repeat(100));
  const listening = await bind(createServer(), { env: { PLUGIN_UNIX_SOCKET_DIR: deep }, platform: 'linux' });
  expect(listening.address.address.startsWith('/tmp/otform-')).toBe(true);
  await listening.close();
});

test('closing removes the folder of the socket', async () => {
  const listening = await bind(createServer(), {
    env: { PLUGIN_UNIX_SOCKET_DIR: folder },
    platform: 'linux',
  });
  expect(readdirSync(folder)).toHaveLength(1);
  await listening.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('log lines are hclog’s, one a line, without tokens', () => {
  const stderr = new PassThrough();
  const log = new PluginLog(stderr);
  log.info('first\nline', { token: 'ot_pat_SECRET_SECRET', ms: 5 });
  log.error('second');
  const lines = String(stderr.read())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines).toEqual([
    {
      '@level': 'info',
      '@message': 'first\nline',
      '@module': 'provider.opentrain',
      '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      token: 'ot_pat_********',
      ms: 5,
    },
    expect.objectContaining({ '@level': 'error', '@message': 'second' }),
  ]);
});

test.each([
  [der.integer(Buffer.of(0, 0, 1)), '020101'],
  [der.integer(Buffer.of(0x80)), '02020080'],
  [der.integer(Buffer.of(0)), '020100'],
  [der.objectIdentifier('1.2.840.10045.4.3.2'), '06082a8648ce3d040302'],
  [der.objectIdentifier('2.5.29.17'), '0603551d11'],
  [der.octetString(Buffer.alloc(200)), `0481c8${'00'.repeat(200)}`],
  [der.octetString(Buffer.alloc(256)), `04820100${'00'.repeat(256)}`],
  [der.bitString(Buffer.of(0x88), 3), '03020388'],
  [der.time(new Date('2049-12-31T23:59:59Z')), `170d${Buffer.from('491231235959Z').toString('hex')}`],
  [der.time(new Date('2050-01-01T00:00:00Z')), `180f${Buffer.from('20500101000000Z').toString('hex')}`],
  [der.boolean(true), '0101ff'],
])('DER %#', (bytes, hex) => expect(bytes.toString('hex')).toBe(hex));
