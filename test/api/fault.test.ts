import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import {
  AuthenticationError,
  ConnectionError,
  ContractError,
  createApiClient,
  InvalidRequestError,
  type OpentrainApi,
  OutcomeUnknownError,
  PublishQuotaError,
  RateLimitedError,
} from '../../src/api/index.ts';
import { MAX_ANSWER_BYTES } from '../../src/api/request.ts';
import { MAX_UNSENT_ATTEMPTS } from '../../src/api/retry.ts';
import {
  DRAFT,
  failureOf,
  json,
  KEYED,
  refusal,
  type Script,
  startBench,
  TOKEN,
  UNKEYED,
} from './fault-server.ts';

const OK: Script = (seen, response) => {
  if (seen.url.endsWith('/publish')) return json(response, 200, { jobId: 'job-1', status: 'OPEN' });
  if (seen.url.endsWith('/close')) return json(response, 200, { jobId: 'job-1', status: 'ARCHIVED' });
  if (seen.url.endsWith('/auth/me')) return json(response, 200, { token: { scopes: ['jobs:read'] } });
  if (seen.url.includes('/jobs/job-1')) return json(response, 200, { jobId: 'job-1', status: 'OPEN' });
  return json(response, 200, DRAFT);
};

/** Long enough for any answer that is on its way, short enough to sit through. */
const STALL_MS = 500;

/** Ways to lose an answer after the request has arrived. */
const LOSSES: readonly [name: string, script: Script, attemptTimeoutMs?: number][] = [
  ['reset before an answer', (_seen, response) => response.socket?.resetAndDestroy()],
  ['closed before an answer', (_seen, response) => response.socket?.destroy()],
  [
    'reset in the middle of the body',
    (_seen, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"jobId":', () => response.socket?.resetAndDestroy());
    },
  ],
  [
    'truncated chunked body',
    (_seen, response) => {
      response.write('{"jobId":"job-1"', () => response.socket?.destroy());
    },
  ],
  ['headers that never come', () => undefined, STALL_MS],
  [
    'body that never ends',
    (_seen, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
    },
    STALL_MS,
  ],
  [
    'no HTTP',
    (_seen, response) => {
      response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n\r\n');
    },
  ],
];

const REPEATABLE: readonly [name: string, call: (api: OpentrainApi) => Promise<unknown>][] = [
  ['read', (api) => api.me()],
  ['keyed create', (api) => api.createDraft(KEYED)],
  ['draft edit', (api) => api.updateDraft('job-1', { headcount: 1 })],
  ['publish', (api) => api.publish('job-1')],
  ['close', (api) => api.close('job-1')],
];
const ONCE: readonly [name: string, call: (api: OpentrainApi) => Promise<unknown>][] = [
  ['unkeyed create', (api) => api.createDraft(UNKEYED)],
  ['live edit', (api) => api.updateJob('job-1', { headcount: 1 })],
];

describe.each(LOSSES)('%s', (_loss, lose, attemptTimeoutMs = 30_000) => {
  const script: Script = (seen, response) => (seen.attempt === 1 ? lose(seen, response) : OK(seen, response));

  it.each(REPEATABLE)('%s is sent again, unchanged', async (_name, call) => {
    const { api, seen, waits } = await startBench(script, { attemptTimeoutMs });
    await call(api);
    expect(seen).toHaveLength(2);
    expect(seen[1]?.body).toBe(seen[0]?.body);
    expect(waits).toMatchObject([{ reason: 'retry', ms: 250 }]);
  });

  it.each(ONCE)('%s is not sent again', async (_name, call) => {
    const { api, seen } = await startBench(script, { attemptTimeoutMs });
    const error = await failureOf(call(api), OutcomeUnknownError);
    expect(error.facts.mayHaveApplied).toBe(true);
    expect(seen).toHaveLength(1);
  });
});

describe('a server that cannot be reached', () => {
  async function refusedUrl(): Promise<string> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    await new Promise((resolve) => server.close(resolve));
    return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  it.each([...REPEATABLE, ...ONCE])('%s fails as never sent', async (_name, call) => {
    const waits: number[] = [];
    const api = createApiClient({
      baseUrl: await refusedUrl(),
      token: TOKEN,
      wait: async (ms) => void waits.push(ms),
    });
    const error = await failureOf(call(api), ConnectionError);
    expect(error.facts).toMatchObject({ status: null, attempts: MAX_UNSENT_ATTEMPTS, mayHaveApplied: false });
    expect(waits).toHaveLength(MAX_UNSENT_ATTEMPTS - 1);
    await api.dispose();
  });

  it('a server without TLS behind https is not asked again', async () => {
    const { url } = await startBench(OK);
    const api = createApiClient({ baseUrl: url.replace('http:', 'https:'), token: TOKEN });
    const error = await failureOf(api.createDraft(KEYED), ConnectionError);
    expect(error.facts.attempts).toBe(1);
    await api.dispose();
  });

  it('a disposed client fails at once', async () => {
    const { api, seen } = await startBench(OK);
    await api.dispose();
    await failureOf(api.me(), ConnectionError);
    expect(seen).toHaveLength(0);
  });
});

describe('creates are never twice and never lost', () => {
  it('carries the same key on every attempt', async () => {
    const { api, seen } = await startBench((entry, response) =>
      entry.attempt < 4 ? response.socket?.destroy() : OK(entry, response),
    );
    await api.createDraft(KEYED);
    expect(seen.map((entry) => JSON.parse(entry.body).source.idempotencyKey)).toEqual(Array(4).fill('key-1'));
  });

  it('says that the job may exist when repeats run out', async () => {
    const { api } = await startBench((_entry, response) => response.socket?.destroy());
    const error = await failureOf(api.createDraft(KEYED), OutcomeUnknownError);
    expect(error.facts.detail).toContain('The job may exist now');
    expect(error.facts.attempts).toBeGreaterThan(1);
  });

  it('does not let a later refusal hide an earlier lost answer', async () => {
    const { api } = await startBench((entry, response) =>
      entry.attempt === 1 ? response.socket?.destroy() : json(response, 401, refusal('UNAUTHORIZED')),
    );
    const error = await failureOf(api.createDraft(KEYED), OutcomeUnknownError);
    expect(error.cause).toBeInstanceOf(AuthenticationError);
    expect(error.facts).toMatchObject({ status: 401, mayHaveApplied: true });
  });

  it('a first refusal is a refusal', async () => {
    const { api } = await startBench((_entry, response) => json(response, 401, refusal('UNAUTHORIZED')));
    const error = await failureOf(api.createDraft(KEYED), AuthenticationError);
    expect(error.facts.mayHaveApplied).toBe(false);
  });

  it('a garbled success is a contract error, sent once, that says so', async () => {
    const { api, seen } = await startBench((_entry, response) => response.end('{"jobId": "job'));
    const error = await failureOf(api.createDraft(KEYED), ContractError);
    expect(error.facts.mayHaveApplied).toBe(true);
    expect(seen).toHaveLength(1);
  });

  it('sends each source in its documented form', async () => {
    const { api, seen } = await startBench(OK);
    const names = { externalId: 'x', idempotencyKey: 'k' };
    await api.createDraft({ source: { format: 'text', payload: 't' }, ...names });
    await api.createDraft({ source: { format: 'opentrain_canonical', payload: { title: 'T' } }, ...names });
    await api.createDraft({ source: { format: 'schema_org_job_posting', payload: { title: 'T' } } });
    await api.createDraft({ source: { format: 'indeed_xml', payload: '<x/>' } });
    await api.createDraft({ source: { format: 'hr_xml', payload: '<y/>' } });
    expect(seen.map((entry) => JSON.parse(entry.body))).toEqual([
      { source: { type: 'text', text: 't', ...names } },
      { format: 'opentrain_canonical', job: { title: 'T' }, ...names },
      { format: 'schema_org_job_posting', jsonLd: { title: 'T' } },
      { format: 'indeed_xml', xml: '<x/>' },
      { format: 'hr_xml', xml: '<y/>' },
    ]);
  });
});

describe('rate limits', () => {
  const limited =
    (headers: Record<string, string>): Script =>
    (entry, response) =>
      entry.attempt === 1 ? json(response, 429, refusal('RATE_LIMITED'), headers) : OK(entry, response);

  it.each<[name: string, headers: Record<string, string>, ms: number]>([
    ['seconds', { 'retry-after': '7' }, 7000],
    [
      'a date, by the clock of a server that is a year off',
      { 'retry-after': 'Sat, 13 Jun 2025 09:00:09 GMT', date: 'Sat, 13 Jun 2025 09:00:00 GMT' },
      9000,
    ],
    ['nothing', {}, 250],
  ])('waits as told by %s', async (_name, headers, ms) => {
    const { api, seen, waits } = await startBench(limited(headers));
    await api.updateJob('job-1', { headcount: 1 });
    expect(waits).toMatchObject([{ reason: 'rate-limited', ms, method: 'PATCH' }]);
    expect(seen).toHaveLength(2);
  });

  it('does not begin a wait beyond its patience', async () => {
    const { api, seen } = await startBench(limited({ 'retry-after': '3600' }));
    const error = await failureOf(api.me(), RateLimitedError);
    expect(error.facts.detail).toContain('3600 s');
    expect(seen).toHaveLength(1);
  });

  it('gives up when the waits add up to the patience', async () => {
    const { api, seen } = await startBench(
      (_entry, response) => json(response, 429, refusal('RATE_LIMITED'), { 'retry-after': '50' }),
      { patienceMs: 120_000 },
    );
    await failureOf(api.me(), RateLimitedError);
    expect(seen).toHaveLength(3);
  });

  it('never repeats a publish over the daily limit', async () => {
    const { api, seen, waits } = await startBench((_entry, response) =>
      json(response, 429, refusal('RATE_LIMITED', { limit: '20', windowHours: 24 }), { 'retry-after': '1' }),
    );
    expect(await failureOf(api.publish('job-1'), PublishQuotaError)).toMatchObject({
      limit: 20,
      windowHours: 24,
    });
    expect(seen).toHaveLength(1);
    expect(waits).toHaveLength(0);
  });
});

describe('what is sent and shown', () => {
  it('sends the token, the agent and a JSON body', async () => {
    const { api, seen } = await startBench(OK, { userAgent: 'otform/1.2.3' });
    await api.updateDraft('job-1', { headcount: 1 });
    expect(seen[0]).toMatchObject({
      method: 'PATCH',
      url: '/api/public/v1/job-drafts/job-1',
      body: '{"headcount":1}',
      headers: {
        authorization: `Bearer ${TOKEN}`,
        'user-agent': 'otform/1.2.3',
        'content-type': 'application/json',
      },
    });
  });

  it('sends nothing without a token', async () => {
    const { api, seen } = await startBench(OK, { token: null });
    const error = await failureOf(api.createDraft(KEYED), AuthenticationError);
    expect(error.facts).toMatchObject({ summary: 'No OpenTrain API Token', attempts: 0 });
    expect(seen).toHaveLength(0);
  });

  it.each(['', '.', '..', '\ud800'])('sends nothing for the id %j', async (id) => {
    const { api, seen } = await startBench(OK);
    await failureOf(api.publish(id), InvalidRequestError);
    expect(seen).toHaveLength(0);
  });

  it('keeps an id inside its path segment', async () => {
    const { api, seen } = await startBench((_entry, response) => json(response, 404, {}));
    await api.tryReadDraft('../jobs/x?y#z');
    expect(seen[0]?.url).toBe('/api/public/v1/job-drafts/..%2Fjobs%2Fx%3Fy%23z');
  });

  it('masks tokens and control characters in errors and traces', async () => {
    const trace: unknown[] = [];
    const { api } = await startBench(
      (_entry, response) =>
        json(
          response,
          400,
          {
            error: `\u001b[2J${TOKEN}`,
            code: 'BAD_REQUEST',
            requestId: 'r\u001b[1m',
            details: { echo: TOKEN, s: 'whsec_a1' },
          },
          { 'x-request-id': TOKEN },
        ),
      { trace: (entry) => trace.push(entry) },
    );
    const error = await failureOf(api.updateDraft(TOKEN, {}), InvalidRequestError);
    const shown = JSON.stringify([error.message, error.facts, error.stack, trace]);
    expect(shown).toContain('ot_pat_********');
    expect(shown).not.toContain('secretsecret');
    expect(shown).not.toContain('whsec_a1');
    expect(shown).not.toContain('\\u001b');
  });

  it('does not take in an endless answer', async () => {
    const { api, seen } = await startBench((_entry, response) => {
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      let left = MAX_ANSWER_BYTES / chunk.length + 2;
      const write = (): void => {
        if (left-- > 0 && !response.destroyed) response.write(chunk, write);
      };
      write();
    });
    await failureOf(api.me(), ContractError);
    expect(seen).toHaveLength(1);
  });
});

describe('cancelling', () => {
  it('ends a read at once', async () => {
    const controller = new AbortController();
    const { api } = await startBench(() => controller.abort());
    const error = await failureOf(api.me({ signal: controller.signal }), Error);
    expect(error.name).toBe('AbortError');
  });

  it('still takes the answer of a write that is under way', async () => {
    const controller = new AbortController();
    const { api } = await startBench((entry, response) => {
      controller.abort();
      OK(entry, response);
    });
    expect(await api.createDraft(KEYED, { signal: controller.signal })).toMatchObject({ jobId: 'job-1' });
  });

  it('reports a write whose answer was lost as such, and does not send it again', async () => {
    const controller = new AbortController();
    const { api, seen } = await startBench((_entry, response) => {
      controller.abort();
      response.socket?.destroy();
    });
    await failureOf(api.createDraft(KEYED, { signal: controller.signal }), OutcomeUnknownError);
    expect(seen).toHaveLength(1);
  });

  it('takes one signal for many calls', async () => {
    const { api, seen } = await startBench(OK, { signal: new AbortController().signal });
    await api.me();
    await api.me();
    expect(seen).toHaveLength(2);
  });

  it('sends nothing once cancelled', async () => {
    const { api, seen } = await startBench(OK, { signal: AbortSignal.abort() });
    const error = await failureOf(api.createDraft(KEYED), Error);
    expect(error.name).toBe('AbortError');
    expect(seen).toHaveLength(0);
  });
});
