import type { z } from 'zod';

/** One call of the agent-auth endpoints (`/api/agent/…`) as data. They live outside the public API's root. */
export interface AgentCall<S extends z.ZodType, T> {
  /** Path below the base URL. */
  readonly path: string;
  /** Registration and claim start take JSON, token and revoke take forms [D]. */
  readonly form: boolean;
  readonly fields: Readonly<Record<string, string | undefined>>;
  /** `once`: never again after its first byte may have left. */
  readonly repeat: 'always' | 'once';
  /** What the call is for, to go after "could not". */
  readonly purpose: string;
  /** What may now be true on the server, should the answer be lost, and what to do about it. */
  readonly doubt: string;
  readonly schema: S;
  readonly read: (body: z.output<S>) => T;
}

/** Documented path of registration [D agent-auth/register]. */
export const IDENTITY_PATH = '/api/agent/identity';
/** Documented path of claim start [D agent-auth/claim]. */
export const CLAIM_PATH = '/api/agent/identity/claim';
/** Documented path of the poll [D agent-auth/token]. */
export const TOKEN_PATH = '/api/agent/oauth/token';
/** Documented path of revocation; one page names another [X], four agree on this one [D agent-auth/revoke]. */
export const REVOKE_PATH = '/api/agent/oauth/revoke';
/** The one grant of the token endpoint [D agent-auth/token]. */
export const CLAIM_GRANT_TYPE = 'urn:opentrain:agent-auth:grant-type:claim';

/**
 * Path of an endpoint that a server named, below the base URL, or null when it is not on the same origin: a claim
 * token goes to the server it came from and nowhere else.
 */
export function sameOriginPath(
  endpoint: string | null,
  base: { readonly origin: string; readonly basePath: string },
): string | null {
  if (endpoint === null) return null;
  let url: URL;
  try {
    url = new URL(endpoint, base.origin);
  } catch {
    return null;
  }
  if (url.origin !== base.origin || url.username !== '' || url.hash !== '') return null;
  const { pathname } = url;
  if (base.basePath !== '' && !pathname.startsWith(`${base.basePath}/`)) return null;
  return pathname.slice(base.basePath.length) + url.search;
}
