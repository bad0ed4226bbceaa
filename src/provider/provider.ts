import type { Diagnostic } from './diagnostics.ts';
import type { DataSourceType, ResourceType } from './resource.ts';
import type { ProviderSchema } from './schema-model.ts';
import type { ProviderSession, SessionOptions } from './session.ts';
import type { ObjectValue } from './values.ts';

/** Where token and base URL come from when the configuration leaves them out. */
export interface CredentialSource {
  /** Reads environment and credentials file; null fields mean "not set there". */
  read(): Promise<{ readonly token: string | null; readonly baseUrl: string | null }>;
}

/** The whole provider, as both engines see it. */
export interface Provider {
  readonly schema: ProviderSchema;
  readonly resources: Readonly<Record<string, ResourceType>>;
  readonly dataSources: Readonly<Record<string, DataSourceType>>;
  validateConfig(config: ObjectValue): readonly Diagnostic[];
  /** Makes no request: a bad token shows at the first call that needs it. Null session only with errors. */
  configure(
    config: ObjectValue,
    credentials: CredentialSource,
    options: SessionOptions,
  ): Promise<{ readonly session: ProviderSession | null; readonly diagnostics: readonly Diagnostic[] }>;
}
