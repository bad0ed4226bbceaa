export * from './api.ts';
export { BaseUrlError, DEFAULT_BASE_URL, isLoopback, parseBaseUrl } from './base-url.ts';
export { type ClaimAttempt, ClaimFile, type ClaimState, NO_CLAIM_STATE } from './claim-file.ts';
export { createApiClient } from './client.ts';
export {
  type CredentialReader,
  type CredentialSourceOptions,
  type Credentials,
  CredentialsFileError,
  createCredentialSource,
  credentialsPath,
} from './credentials.ts';
export {
  type CredentialChanges,
  CredentialsFile,
  type SavedCredentials,
  tokenFingerprint,
  tokenPreview,
} from './credentials-file.ts';
export * from './errors.ts';
export * from './identity/index.ts';
export {
  type ApiClientOptions,
  ClientOptionsError,
  type TraceEntry,
  type WaitInfo,
  waitOnTimer,
} from './options.ts';
export { printable, quotable } from './printable.ts';
export { PrivateFileError } from './private-file.ts';
export { maskTokens } from './redact.ts';
export type { TokenRefresh } from './token-holder.ts';
