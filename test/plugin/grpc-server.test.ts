import { mkdtempSync, rmSync } from 'node:fs';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectSocket, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type GrpcMethod, GrpcServer } from '../../src/plugin/server/grpc-server.ts';
import { GrpcFailure } from '../../src/plugin/server/grpc-status.ts';

let folder: string;
let listener: Server;
let server: GrpcServer;
let client: Client;
let hungUp: Promise<void>;
/** The slow method was called, and is let go on. */
let began: Promise<void>;
let goOn = () => {};

const plain = (bytes: Buffer) => bytes;

/** A hundred messages of a hundred kilobytes: more than any window takes at once. */
async function* much(): AsyncGenerator<Uint8Array> {
  for (let index = 0; index < 100; index += 1) yield Buffer.alloc(100_000, index);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'grpc-'));
  let noticed = () => {};
  hungUp = new Promise((resolve) => {
    noticed = resolve;
  });
  let called = () => {};
  began = new Promise((resolve) => {
    called = resolve;
  });
  const released = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const methods = new Map<string, GrpcMethod>([
    [
      '/s/Slow',
      {
        kind: 'unary',
        handle: async (bytes) => {
          called();
          await released;
          return bytes;
        },
      },
    ],
    ['/s/Echo', { kind: 'unary', handle: async (bytes) => bytes }],
    [
      '/s/Fail',
      {
        kind: 'unary',
        handle: async () => {
          throw new Error('Ünknown');
        },
      },
    ],
    [
      '/s/Missing',
      {
        kind: 'unary',
        handle: async () => {
          throw new GrpcFailure(5, 'no such thing');
        },
      },
    ],
    ['/s/Much', { kind: 'stream', handle: much }],
    [
      '/s/Half',
      {
        kind: 'stream',
        handle: async function* () {
          yield Buffer.from('one');
          throw new Error('after one');
        },
      },
    ],
    [
      '/s/Endless',
      {
        kind: 'stream',
        handle: async function* (_bytes, gone) {
          gone.addEventListener('abort', noticed, { once: true });
          for (;;) yield Buffer.alloc(1_000_000);
        },
      },
    ],
  ]);
  server = new GrpcServer(methods, () => {});
  listener = createServer((socket) => server.accept(socket));
  await new Promise<void>((resolve) => listener.listen(join(folder, 's'), resolve));
  client = new Client(`unix:${join(folder, 's')}`, credentials.createInsecure(), {
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
  });
});

afterEach(async () => {
  client.close();
  await server.close(1000);
  listener.close();
  rmSync(folder, { recursive: true, force: true });
});

function call(path: string, request: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(path, plain, plain, request, (error, answer) =>
      error === null && answer !== undefined ? resolve(answer) : reject(error),
    );
  });
}

function read(path: string) {
  const messages: Buffer[] = [];
  const stream = client.makeServerStreamRequest(path, plain, plain, Buffer.alloc(0));
  const first = new Promise((resolve) => stream.once('data', resolve));
  const end = new Promise<ServiceError | null>((resolve) => {
    stream.on('data', (message: Buffer) => messages.push(message));
    stream.on('error', (error: ServiceError) => resolve(error));
    stream.on('end', () => resolve(null));
  });
  return { messages, first, end, cancel: () => stream.cancel() };
}

describe('answers', () => {
  test.each([0, 1, 16_384, 65_536, 5_000_000])('a message of %i bytes comes back', async (size) => {
    const message = Buffer.alloc(size, 'x');
    expect((await call('/s/Echo', message)).equals(message)).toBe(true);
  });

  test('a thousand calls at once keep apart', async () => {
    const texts = Array.from({ length: 1000 }, (_, index) => `call ${index}`);
    const answers = await Promise.all(texts.map((text) => call('/s/Echo', Buffer.from(text))));
    expect(answers.map(String)).toEqual(texts);
  });

  test('a stream that is longer than the window comes whole and in order', async () => {
    const { messages, end } = read('/s/Much');
    expect(await end).toBeNull();
    expect(messages.map((message) => message[0])).toEqual(Array.from({ length: 100 }, (_, index) => index));
  });
});

describe('failures', () => {
  test.each([
    ['/s/Fail', 13, 'Error: Ünknown'],
    ['/s/Missing', 5, 'no such thing'],
    ['/s/None', 12, 'This provider has no method /s/None.'],
  ])('%s ends with status %i', async (path, code, details) => {
    await expect(call(path, Buffer.alloc(3))).rejects.toMatchObject({ code, details });
  });

  test('a stream that fails keeps what it had sent', async () => {
    const { messages, end } = read('/s/Half');
    expect(await end).toMatchObject({ code: 13, details: 'Error: after one' });
    expect(messages.map(String)).toEqual(['one']);
  });

  test('a caller that hangs up ends the stream', async () => {
    const { first, end, cancel } = read('/s/Endless');
    await first;
    cancel();
    expect(await end).toMatchObject({ code: 1 });
    await hungUp;
  });

  test('plain HTTP/2 is refused', async () => {
    const session = connectHttp2('http://localhost', {
      createConnection: () => connectSocket(join(folder, 's')),
    });
    const request = session.request({ ':path': '/s/Echo', ':method': 'POST', 'content-type': 'text/plain' });
    const status = await new Promise((resolve) =>
      request.on('response', (headers) => resolve(headers[':status'])),
    );
    expect(status).toBe(415);
    session.destroy();
  });
});

test('closing waits for the answer under way, and takes no new call', async () => {
  const answer = call('/s/Slow', Buffer.from('last'));
  await began;
  const closed = server.close(5000);
  goOn();
  expect(String(await answer)).toBe('last');
  await closed;
});

test('closing does not wait for ever', async () => {
  const answer = call('/s/Slow', Buffer.from('never'));
  await began;
  await Promise.all([server.close(1), expect(answer).rejects.toMatchObject({ code: 14 })]);
});
