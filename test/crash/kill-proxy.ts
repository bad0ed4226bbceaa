import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** Where a request is when the test may step in: not yet at the server, or processed with its answer held back. */
export type Phase = 'before' | 'after';

export interface Passage {
  /** Counts the requests of this proxy, from 1. */
  readonly index: number;
  readonly method: string;
  readonly path: string;
  readonly phase: Phase;
}

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Lets a request or an answer pass, drops the connection, or answers in the server's place. */
export type Verdict = 'pass' | 'drop' | { readonly status: number; readonly body: string };

/**
 * Stands between otform and the simulator, so that a test decides at each request whether it arrives and whether its
 * answer does. The answer exists before the test decides, so nothing is a matter of timing.
 */
export class KillProxy {
  readonly url: string;
  /** `METHOD path` of what came, in order. */
  readonly seen: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async start(target: string, gate: (passage: Passage) => Promise<Verdict>): Promise<KillProxy> {
    const seen: string[] = [];
    const server = createServer(async (incoming, response) => {
      try {
        const body = await readAll(incoming);
        const { method = 'GET', url: path = '/' } = incoming;
        const index = seen.push(`${method} ${path.replace('/api/public/v1', '')}`);
        let verdict = await gate({ index, method, path, phase: 'before' });
        let answer: Answer | null = null;
        if (verdict === 'pass') {
          answer = await forward(target, incoming, body);
          verdict = await gate({ index, method, path, phase: 'after' });
        }
        if (verdict === 'drop') response.destroy();
        else if (verdict !== 'pass') response.writeHead(verdict.status, JSON_TYPE).end(verdict.body);
        else if (answer !== null) response.writeHead(answer.status, answer.headers).end(answer.body);
      } catch {
        // The client was killed while it sent or waited: there is nobody to tell.
        response.destroy();
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const proxy = new KillProxy(server);
    // One array for both: the handler exists before the proxy does.
    Object.assign(proxy, { seen });
    return proxy;
  }

  async stop(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

const JSON_TYPE = { 'Content-Type': 'application/json' };

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function forward(target: string, incoming: IncomingMessage, body: Buffer): Promise<Answer> {
  const { host: _ours, ...headers } = incoming.headers;
  const outgoing = request(new URL(incoming.url ?? '/', target), {
    method: incoming.method ?? 'GET',
    headers,
  });
  outgoing.end(body);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 500, headers: answer.headers, body: await readAll(answer) };
}
