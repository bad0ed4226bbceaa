import type { Diagnostic } from './diagnostics.ts';
import type { ProviderFunction } from './provider-function.ts';
import type { DataSourceType, EphemeralType, ResourceType } from './resource.ts';
import type { ProviderSchema } from './schema-model.ts';
import type { ProviderSession, SessionOptions } from './session.ts';
import type { ObjectValue } from './values.ts';

/** Token and base URL as environment and credentials file have them; null fields mean "not set there". */
export interface FoundCredentials {
  readonly token: string | null;
  readonly baseUrl: string | null;
  /** The only origin that the token may be sent to; null or absent for a token that the user aimed. */
  readonly tokenOrigin?: string | null;
  /** Why a token that exists is not used. */
  readonly note?: string | null;
  /** True when the account is waiting to be claimed: the claim replaces the token. */
  readonly claimPending?: boolean;
}

/** Where token and base URL come from when the configuration leaves them out. */
export interface CredentialSource {
  read(): Promise<FoundCredentials>;
}

/** The whole provider, as both engines see it. */
export interface Provider {
  readonly schema: ProviderSchema;
  readonly resources: Readonly<Record<string, ResourceType>>;
  readonly dataSources: Readonly<Record<string, DataSourceType>>;
  readonly ephemerals: Readonly<Record<string, EphemeralType>>;
  readonly functions: Readonly<Record<string, ProviderFunction>>;
  validateConfig(config: ObjectValue): readonly Diagnostic[];
  /** Makes no request: a bad token shows at the first call that needs it. Null session only with errors. */
  configure(
    config: ObjectValue,
    credentials: CredentialSource,
    options: SessionOptions,
  ): Promise<{ readonly session: ProviderSession | null; readonly diagnostics: readonly Diagnostic[] }>;
}
