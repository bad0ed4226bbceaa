import { describe, expect, it } from 'vitest';
import { BaseUrlError, ClientOptionsError, createApiClient, parseBaseUrl } from '../../src/api/index.ts';

describe('parseBaseUrl', () => {
  it.each([
    ['https://app.opentrain.ai', 'https://app.opentrain.ai'],
    ['https://app.opentrain.ai///', 'https://app.opentrain.ai'],
    ['https://proxy.example/opentrain/', 'https://proxy.example/opentrain'],
    ['https://app.opentrain.ai/api/public/v1/', 'https://app.opentrain.ai'],
    ['http://localhost:3000', 'http://localhost:3000'],
    ['http://127.0.0.2:3000/', 'http://127.0.0.2:3000'],
    ['http://[::1]:3000', 'http://[::1]:3000'],
    ['http://sim.localhost', 'http://sim.localhost'],
  ])('%s', (text, href) => {
    expect(parseBaseUrl(text).href).toBe(href);
  });

  it.each([
    ['app.opentrain.ai', 'absolute URL'],
    ['', 'absolute URL'],
    ['http://app.opentrain.ai', 'must be https'],
    ['http://localhost.evil.example', 'must be https'],
    ['http://127.0.0.1.evil.example', 'must be https'],
    ['ftp://localhost', 'must be https'],
    ['file:///etc/passwd', 'must be https'],
    ['https://user:secretword@app.opentrain.ai', 'no user name'],
    ['https://app.opentrain.ai/?token=secretword', 'no query'],
    ['https://app.opentrain.ai/#secretword', 'no query'],
    ['ot_pat_a_secretword', 'absolute URL'],
  ])('refuses %s', (text, says) => {
    expect(() => parseBaseUrl(text)).toThrow(BaseUrlError);
    expect(() => parseBaseUrl(text)).toThrow(says);
    expect(() => parseBaseUrl(text)).not.toThrow('secretword');
  });
});

describe('createApiClient', () => {
  const good = { baseUrl: 'https://app.opentrain.ai', token: null };
  it.each<[name: string, options: object, says: string]>([
    ['concurrency', { maxConcurrency: 0 }, 'maxConcurrency: '],
    ['fraction', { maxConcurrency: 1.5 }, 'got 1.5 (number)'],
    ['text for a number', { patienceMs: '5' }, 'patienceMs: expected number, got 5 (string)'],
    ['wait', { wait: 5 }, 'wait: expected a function, got 5 (number)'],
    ['clock', { clock: {} }, 'clock: expected { now(): number }'],
    ['unknown option', { retries: 3 }, 'unknown option retries'],
    ['token with a space', { token: 'ot_pat_se cret' }, 'token: expected visible ASCII'],
    ['empty token', { token: '' }, 'token: '],
    ['missing base URL', { baseUrl: undefined }, 'baseUrl: expected string'],
    ['several at once', { maxConcurrency: 0, attemptTimeoutMs: -1 }, '; attemptTimeoutMs: '],
    ['header injection', { userAgent: 'a\r\nb: c' }, 'userAgent: '],
  ])('refuses a wrong %s', (_name, options, says) => {
    // A JavaScript caller can hand in anything.
    const create = () => createApiClient({ ...good, ...options } as typeof good);
    expect(create).toThrow(ClientOptionsError);
    expect(create).toThrow(says);
    expect(create).not.toThrow('se cret');
  });
});
