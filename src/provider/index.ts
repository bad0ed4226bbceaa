export { type ClientFactory, createProvider } from './create-provider.ts';
export {
  type AttributePath,
  type Diagnostic,
  hasErrors,
  type Origin,
  presentDiagnostic,
  withoutSuperseded,
} from './diagnostics.ts';
export { isPublishedStatus, statusKind } from './job-status.ts';
export type { CredentialSource, FoundCredentials, Provider } from './provider.ts';
export { FunctionFailure, type ProviderFunction } from './provider-function.ts';
export type * from './resource.ts';
export { providerSchema } from './schema.ts';
export type { Attribute, AttributeType, ProviderSchema, Schema } from './schema-model.ts';
export { type Clock, ProviderSession, type SessionOptions, systemClock } from './session.ts';
export * from './values.ts';
