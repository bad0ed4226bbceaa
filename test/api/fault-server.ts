import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import {
  type ApiClientOptions,
  createApiClient,
  type OpentrainApi,
  type WaitInfo,
} from '../../src/api/index.ts';

/** One request as it arrived. */
export interface Seen {
  readonly attempt: number;
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** Answers one request; `seen.attempt` counts from 1. Not answering at all is an answer too. */
export type Script = (seen: Seen, response: ServerResponse) => void;

export const TOKEN = 'ot_pat_publicid_secretsecret';

export interface Bench {
  readonly api: OpentrainApi;
  readonly url: string;
  readonly server: Server;
  readonly seen: readonly Seen[];
  readonly waits: readonly WaitInfo[];
}

/**
 * A real server on a free port and a client for it. Waits are recorded and not waited, and the jitter is fixed, so
 * nothing depends on time. Both are released when the test ends.
 */
export async function startBench(script: Script, options: Partial<ApiClientOptions> = {}): Promise<Bench> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const entry = { attempt: seen.length + 1, method, url, headers, body };
      seen.push(entry);
      script(entry, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const waits: WaitInfo[] = [];
  const api = createApiClient({
    baseUrl: url,
    token: TOKEN,
    wait: async (_ms, signal) => signal?.throwIfAborted(),
    random: () => 0.5,
    onWait: (info) => waits.push(info),
    ...options,
  });
  onTestFinished(async () => {
    await api.dispose();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { api, url, server, seen, waits };
}

export function json(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** The error envelope of the public API. */
export function refusal(code: string, details?: unknown, error = 'No.'): Record<string, unknown> {
  return { error, code, requestId: 'req-1', ...(details === undefined ? {} : { details }) };
}

export const DRAFT = {
  ok: true,
  jobId: 'job-1',
  status: 'DRAFT',
  draftUrl: 'https://app.opentrain.ai/job-post?jobId=job-1',
  validation: { publishReady: true, issueCount: 0, missingFieldCount: 0, missingFields: [], issues: [] },
};

export const KEYED = {
  source: { format: 'text', payload: 'Label images.' },
  idempotencyKey: 'key-1',
} as const;
export const UNKEYED = { source: { format: 'text', payload: 'Label images.' } } as const;

/** The error that a call ends in; fails the test when it succeeds. */
export async function failureOf<E extends Error>(
  call: Promise<unknown>,
  kind: abstract new (...args: never[]) => E,
): Promise<E> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('value' in outcome) throw new Error(`expected ${kind.name}, got ${JSON.stringify(outcome.value)}`);
  if (!(outcome.error instanceof kind)) throw outcome.error;
  return outcome.error;
}
