import {
  type ApiClientOptions,
  BaseUrlError,
  CredentialsFileError,
  createApiClient,
  DEFAULT_BASE_URL,
  type OpentrainApi,
  parseBaseUrl,
  type TokenRefresh,
} from '../api/index.ts';
import { dataSources } from './data-sources.ts';
import type { Diagnostic } from './diagnostics.ts';
import { credentialsEphemeral } from './ephemeral-credentials.ts';
import { functions } from './functions.ts';
import { jobResource } from './job-resource.ts';
import type { CredentialSource, FoundCredentials, Provider } from './provider.ts';
import { providerSchema } from './schema.ts';
import { ProviderSession, type SessionOptions } from './session.ts';
import { isUnknown, type ObjectValue } from './values.ts';

function textOf(config: ObjectValue, name: string): string | null {
  const value = config[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

function problem(
  code: string,
  origin: Diagnostic['origin'],
  summary: string,
  detail: string,
  attribute?: string,
): Diagnostic {
  return {
    severity: 'error',
    code,
    summary,
    detail,
    origin,
    ...(attribute ? { attribute: [attribute] } : {}),
  };
}

/** Everything wrong with a provider block that shows without a server. */
function validateConfig(config: ObjectValue): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const baseUrl = textOf(config, 'base_url');
  if (baseUrl !== null) {
    try {
      parseBaseUrl(baseUrl);
    } catch (error) {
      if (!(error instanceof BaseUrlError)) throw error;
      found.push(problem('base-url', 'config', error.summary, error.detail, 'base_url'));
    }
  }
  return found;
}

function missingToken(found: FoundCredentials, syntax: SessionOptions['syntax']): Diagnostic {
  const note = found.note ? `${found.note} ` : '';
  const without =
    syntax === 'hcl'
      ? 'or try everything without an account: `otform simulator` prints the two lines that point Terraform at it.'
      : 'or try everything without an account: `otform plan --simulator`.';
  return problem(
    'token-missing',
    'environment',
    'No OpenTrain Token',
    `${note}No API token is set, so nothing was read or changed. Set OT_API_TOKEN (mint one in the OpenTrain app under ` +
      `Settings → API keys), ${without}`,
  );
}

/** Where a session's client comes from; tests and tools may hand in another one. */
export type ClientFactory = (options: ApiClientOptions) => OpentrainApi;

/** The provider, complete: both engines run on what this returns. */
export function createProvider(createClient: ClientFactory = createApiClient): Provider {
  return {
    schema: providerSchema,
    resources: { opentrain_job: jobResource },
    dataSources,
    ephemerals: { [credentialsEphemeral.typeName]: credentialsEphemeral },
    functions,
    validateConfig,
    async configure(config: ObjectValue, credentials: CredentialSource, options: SessionOptions) {
      const unknown = Object.keys(config).filter((name) => isUnknown(config[name]));
      if (unknown.length > 0) {
        const detail = `${unknown.join(', ')} of the provider is not known while planning. Use a value that is, such as a variable.`;
        return {
          session: null,
          diagnostics: [
            problem('provider-unknown', 'config', 'Provider Configuration Not Known', detail, unknown[0]),
          ],
        };
      }
      const invalid = validateConfig(config);
      if (invalid.length > 0) return { session: null, diagnostics: invalid };
      let found: FoundCredentials;
      try {
        found = await credentials.read();
      } catch (error) {
        if (!(error instanceof CredentialsFileError)) throw error;
        return {
          session: null,
          diagnostics: [problem('credentials-file', 'environment', error.summary, error.detail)],
        };
      }
      const baseUrl = options.baseUrl ?? textOf(config, 'base_url') ?? found.baseUrl ?? DEFAULT_BASE_URL;
      const fixedToken = textOf(config, 'token');
      const token = fixedToken ?? aimedToken(found, baseUrl);
      if (token === null) return { session: null, diagnostics: [missingToken(found, options.syntax)] };
      try {
        let current = token;
        const refresh = newToken(credentials, baseUrl, options.onWait);
        const refreshToken: TokenRefresh = async (refused, wait) => {
          const fresh = await refresh(refused, wait);
          current = fresh ?? current;
          return fresh;
        };
        const api = createClient({
          baseUrl,
          token,
          clock: options.clock,
          ...(fixedToken === null && found.tokenOrigin ? { refreshToken } : {}),
          ...(options.signal ? { signal: options.signal } : {}),
          ...(options.onWait ? { onWait: options.onWait } : {}),
          ...(options.maxConcurrency ? { maxConcurrency: options.maxConcurrency } : {}),
        });
        const reassert = options.reassert || config.reassert === true;
        const { origin } = parseBaseUrl(baseUrl);
        const inUse = () => ({ token: current, baseUrl: origin });
        return { session: new ProviderSession(api, { ...options, reassert }, inUse), diagnostics: [] };
      } catch (error) {
        if (!(error instanceof BaseUrlError)) throw error;
        return {
          session: null,
          diagnostics: [problem('base-url', 'environment', error.summary, error.detail)],
        };
      }
    },
  };
}

/** Seconds to wait for a claim's token: whoever runs the claim asks for it every five seconds or so [D agent-auth/claim]. */
const CLAIM_WAIT_SECONDS = 20;

/**
 * Reads the credentials again after a 401. While the account is waiting to be claimed, the person may have confirmed
 * and the program that polls not have fetched the new token yet: then it is waited for.
 */
function newToken(
  credentials: CredentialSource,
  baseUrl: string,
  onWait: SessionOptions['onWait'],
): TokenRefresh {
  return async (refused, wait) => {
    for (let waited = 0; ; waited += 1) {
      const found = await credentials.read();
      const token = aimedToken(found, baseUrl);
      if (token !== null && token !== refused) return token;
      if (found.claimPending !== true || waited >= CLAIM_WAIT_SECONDS) return null;
      if (waited === 0)
        onWait?.({ reason: 'waiting for the token of a claim', ms: CLAIM_WAIT_SECONDS * 1000 });
      await wait(1000);
    }
  };
}

/** A token of the credentials file goes only to the server it was saved for. */
function aimedToken(found: FoundCredentials, baseUrl: string): string | null {
  if (found.token === null || !found.tokenOrigin) return found.token;
  try {
    return parseBaseUrl(baseUrl).origin === found.tokenOrigin ? found.token : null;
  } catch (error) {
    // The client reports the bad URL itself; what matters here is that no token goes there.
    if (error instanceof BaseUrlError) return null;
    throw error;
  }
}
