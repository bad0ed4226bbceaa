import { maskTokens } from './redact.ts';

/** Production origin [D quickstart-http]. */
export const DEFAULT_BASE_URL = 'https://app.opentrain.ai';

/** Root of the public API below the base URL [D overview]. */
export const API_ROOT = '/api/public/v1';

/** A base URL that no request may be sent to. `summary` and `detail` as in `ErrorFacts`. */
export class BaseUrlError extends Error {
  readonly summary = 'Invalid OpenTrain Base URL';
  readonly detail: string;
  constructor(detail: string) {
    super(`Invalid OpenTrain Base URL: ${detail}`);
    this.name = 'BaseUrlError';
    this.detail = detail;
  }
}

export interface BaseUrl {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Path below the origin, without a trailing slash; empty for none. */
  readonly basePath: string;
  /** Both together, as shown to users. */
  readonly href: string;
}

/**
 * Reads a base URL: https, or http to this machine only, because the token travels in a header. Trailing slashes and
 * a trailing `/api/public/v1` are taken off. Throws `BaseUrlError`.
 */
export function parseBaseUrl(text: string): BaseUrl {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new BaseUrlError(
      `The base URL (--base-url, OT_API_BASE_URL, the credentials file or base_url of the provider) must be an absolute URL such as ${DEFAULT_BASE_URL}; it is "${maskTokens(text)}".`,
    );
  }
  // The text is not quoted from here on where it may hold a password or a token.
  if (url.username !== '' || url.password !== '') {
    throw new BaseUrlError(
      'The base URL must have no user name and no password. Set the token in OT_API_TOKEN.',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    throw new BaseUrlError('The base URL must have no query and no fragment.');
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new BaseUrlError(
      `The base URL must be https (http only for localhost, 127.0.0.0/8 and [::1]); it is "${maskTokens(url.origin === 'null' ? url.protocol : url.origin)}". The token would travel unprotected.`,
    );
  }
  let basePath = url.pathname.replace(/\/+$/, '');
  if (basePath.endsWith(API_ROOT)) basePath = basePath.slice(0, -API_ROOT.length).replace(/\/+$/, '');
  return { origin: url.origin, basePath, href: url.origin + basePath };
}

/** Host names that only this machine answers to. */
export function isLoopback(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname)
  );
}
