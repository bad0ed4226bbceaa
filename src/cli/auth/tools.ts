import {
  createIdentityClient,
  createTokenClient,
  type IdentityClient,
  type IdentityOptions,
  type TokenClient,
  waitOnTimer,
} from '../../api/index.ts';

/** What the auth commands need of the world beyond the terminal: time, and the two clients. */
export interface AuthTools {
  readonly clock: { now(): number };
  /** Resolves after `ms`, rejects with the signal's reason when aborted. */
  readonly wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  readonly identity: (options: IdentityOptions) => IdentityClient;
  readonly tokens: (options: { baseUrl: string; token: string; signal: AbortSignal }) => TokenClient;
}

export const realTools: AuthTools = {
  clock: { now: () => Date.now() },
  wait: waitOnTimer,
  identity: createIdentityClient,
  tokens: createTokenClient,
};
