export type { IdentityOptions } from './agent-caller.ts';
export { EMAIL_TAKEN } from './agent-errors.ts';
export { type AwaitClaimOptions, awaitClaim, type ClaimOutcome, SLOW_DOWN_MS } from './await-claim.ts';
export type { GrantedToken, PollResult } from './claim-poll.ts';
export type { StartedClaim } from './claim-start.ts';
export { createIdentityClient, type IdentityClient } from './identity-client.ts';
export type { Registration, RegistrationInput } from './registration.ts';
export { createTokenClient, type NewToken, type TokenClient, type TokenRecord } from './token-client.ts';
