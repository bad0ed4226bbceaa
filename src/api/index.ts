export * from './api.ts';
export { BaseUrlError, DEFAULT_BASE_URL, isLoopback, parseBaseUrl } from './base-url.ts';
export { createApiClient } from './client.ts';
export {
  type CredentialReader,
  type CredentialSourceOptions,
  type Credentials,
  CredentialsFileError,
  createCredentialSource,
  credentialsPath,
} from './credentials.ts';
export * from './errors.ts';
export {
  type ApiClientOptions,
  ClientOptionsError,
  type TraceEntry,
  type WaitInfo,
  waitOnTimer,
} from './options.ts';
export { printable, quotable } from './printable.ts';
export { maskTokens } from './redact.ts';
export type { TokenRefresh } from './token-holder.ts';
