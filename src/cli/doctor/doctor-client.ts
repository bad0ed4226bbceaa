import { createApiClient, DEFAULT_BASE_URL, type OpentrainApi, parseBaseUrl } from '../../api/index.ts';
import type { FoundCredentials } from '../../provider/provider.ts';
import type { CommandContext } from '../command.ts';
import type { Server } from '../runtime/server.ts';
import { otformVersion } from '../version.ts';
import { plainText } from '../views/diagnostic-text.ts';

/** Longest time one question may take with all its repeats: a check-up is not worth minutes. */
const PATIENCE_MS = 20_000;

export interface DoctorClient {
  readonly api: OpentrainApi;
  readonly baseUrl: string;
  readonly hasToken: boolean;
  /** Why a token that exists is not used. */
  readonly note: string | null;
}

/** A client for reading only. Raises `BaseUrlError` and `CredentialsFileError`. Dispose its `api`. */
export async function openClient(context: CommandContext, server: Server): Promise<DoctorClient> {
  const found = await server.credentials.read();
  const baseUrl = server.baseUrl ?? found.baseUrl ?? DEFAULT_BASE_URL;
  const token = mayBeSent(found, baseUrl) ? found.token : null;
  const api = createApiClient({
    baseUrl,
    token,
    userAgent: `otform/${otformVersion()}`,
    patienceMs: PATIENCE_MS,
    signal: context.interruption.signal,
    onWait: ({ ms }) => {
      context.io.stderr.write(`${plainText(`The server asks to wait ${Math.ceil(ms / 1000)} s.`)}\n`);
    },
    trace: (entry) => context.trace(JSON.stringify(entry)),
  });
  return { api, baseUrl: api.baseUrl, hasToken: token !== null, note: found.note ?? null };
}

/** A token of the file goes to the file's server only. */
function mayBeSent(found: FoundCredentials, baseUrl: string): boolean {
  const home = found.tokenOrigin ?? null;
  return home === null || parseBaseUrl(baseUrl).origin === home;
}
