import { z } from 'zod';
import type { BaseUrl } from '../base-url.ts';
import { texts } from '../lenient.ts';
import { printable } from '../printable.ts';
import { type AgentCall, IDENTITY_PATH, sameOriginPath } from './agent-call.ts';

export interface RegistrationInput {
  /** Label that the person sees on the claim page. */
  readonly agentName?: string;
  /** Name of the employer organization that is made with the account. */
  readonly organizationName?: string;
}

/** A new, unclaimed account. Both tokens are shown this once and never again [D agent-auth/register]. */
export interface Registration {
  readonly registrationId: string | null;
  readonly accessToken: string;
  readonly scopes: readonly string[];
  /** Null when the server sent none: then the account cannot be claimed through the API. */
  readonly claimToken: string | null;
  /** Epoch milliseconds; null when the server did not say. */
  readonly claimTokenExpiresAt: number | null;
  /** Endpoints that the answer named, as paths below the base URL; null for one on another origin or none. */
  readonly claimPath: string | null;
  readonly tokenPath: string | null;
}

/** A token goes into a header: visible ASCII without spaces. Its prefix is documented, and not relied on. */
export const TOKEN_TEXT = z.string().regex(/^[\x21-\x7e]+$/, { error: 'expected a token' });

const text = z.unknown().transform((value) => (typeof value === 'string' ? printable(value) : null));
/** Only the access token is indispensable: an answer that lacks the rest still made an account. */
const BODY = z.looseObject({
  access_token: TOKEN_TEXT,
  claim_token: TOKEN_TEXT.nullish().catch(null),
  scopes: texts,
  registration_id: text.optional(),
  claim_token_expires_at: text.optional(),
  claim_endpoint: text.optional(),
  token_endpoint: text.optional(),
});

/** `POST /api/agent/identity` [D]: every success makes another account, so it is never sent twice. */
export function postRegistration(
  input: RegistrationInput,
  base: BaseUrl,
): AgentCall<typeof BODY, Registration> {
  return {
    path: IDENTITY_PATH,
    form: false,
    fields: {
      identity_type: 'anonymous',
      agent_name: input.agentName,
      organization_name: input.organizationName,
    },
    repeat: 'once',
    purpose: 'register an account',
    doubt:
      'An account may exist now whose tokens nobody has; it is empty and cannot be reached any more. Nothing was saved. Registering again makes another account.',
    schema: BODY,
    read: (body) => {
      const expires = Date.parse(body.claim_token_expires_at ?? '');
      return {
        registrationId: body.registration_id ?? null,
        accessToken: body.access_token,
        scopes: body.scopes,
        claimToken: body.claim_token ?? null,
        claimTokenExpiresAt: Number.isNaN(expires) ? null : expires,
        claimPath: sameOriginPath(body.claim_endpoint ?? null, base),
        tokenPath: sameOriginPath(body.token_endpoint ?? null, base),
      };
    },
  };
}
