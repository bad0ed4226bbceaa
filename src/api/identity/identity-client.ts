import { z } from 'zod';
import { REVOKE_PATH } from './agent-call.ts';
import { AgentCaller, type IdentityOptions } from './agent-caller.ts';
import { type PollResult, pollOnce } from './claim-poll.ts';
import { postClaim, type StartedClaim } from './claim-start.ts';
import { postRegistration, type Registration, type RegistrationInput } from './registration.ts';

/**
 * The agent-auth endpoints. Methods throw an `OpentrainError`; `OutcomeUnknownError` where a request may have been
 * carried out and its answer is gone. No error holds a token.
 */
export interface IdentityClient {
  /** Base URL as shown to users. */
  readonly baseUrl: string;
  readonly origin: string;
  /** Makes a new account. Sent at most once; nothing makes two calls the same account. */
  register(input: RegistrationInput): Promise<Registration>;
  /** Starts the ceremony, or starts it anew. Sent at most once. `path`: as the registration named it. */
  startClaim(claim: { claimToken: string; email: string; path?: string | null }): Promise<StartedClaim>;
  /** One poll for the token of a completed claim. */
  poll(claim: { claimToken: string; path?: string | null }): Promise<PollResult>;
  /** Revokes a token by its text (RFC 7009). Succeeds for unknown and revoked ones too, and may be repeated. */
  revoke(token: string): Promise<void>;
  dispose(): Promise<void>;
}

const ANYTHING = z.unknown();

/** A client of the agent-auth endpoints. Makes no request until called. Throws `BaseUrlError`. */
export function createIdentityClient(options: IdentityOptions): IdentityClient {
  const caller = new AgentCaller(options);
  return {
    baseUrl: caller.baseUrl.href,
    origin: caller.baseUrl.origin,
    register: async (input) => caller.run(postRegistration(input, caller.baseUrl)),
    startClaim: async ({ claimToken, email, path = null }) => caller.run(postClaim(claimToken, email, path)),
    poll: ({ claimToken, path = null }) => pollOnce(caller, claimToken, path),
    revoke: (token) =>
      caller.run({
        path: REVOKE_PATH,
        form: true,
        fields: { token },
        repeat: 'always',
        purpose: 'revoke the token',
        doubt: 'The token may be revoked already. Revoking it again does no harm.',
        schema: ANYTHING,
        read: () => undefined,
      }),
    dispose: () => caller.dispose(),
  };
}
