import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OutgoingRequest, Transport } from '../../src/api/request.ts';

const request: OutgoingRequest = { method: 'GET', target: '/', headers: [], body: null };

let server: Server;
let transport: Transport;
let asked: number;

beforeEach(async () => {
  asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  transport = new Transport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, 1, 5000);
});

afterEach(async () => {
  await transport.close();
  server.close();
});

test.each([1, 2])('a call that is cancelled right after it began sends nothing (call %i)', async (nth) => {
  // The first call loads the HTTP client, later ones find it there.
  for (let before = 1; before < nth; before += 1) await transport.send(request, null);
  const controller = new AbortController();
  const attempt = transport.send(request, controller.signal);
  controller.abort();
  expect(await attempt).toMatchObject({ kind: 'lost', sent: false });
  expect(asked).toBe(nth - 1);
});
