import type { Account, Capabilities, DraftEnvelope, OpentrainApi } from '../api/index.ts';
import {
  PRE_CLAIM_SCOPES,
  PUBLISHES_PER_DAY_CLAIMED,
  PUBLISHES_PER_DAY_UNCLAIMED,
} from '../contract/index.ts';
import { Inventory } from './inventory.ts';

/** Wall time; the engine and plugin hand in the system's, tests a virtual one. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

export interface SessionOptions {
  /** Re-send the managed fields of jobs whose values may have been changed outside. */
  readonly reassert: boolean;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** How programs are written here: decides the spelling of "the line to add". Default: constructs. */
  readonly syntax?: 'typescript' | 'hcl';
  /** Overrides the provider configuration's base URL (a command-line flag wins over everything). */
  readonly baseUrl?: string;
  /** Told when the client waits for a rate limit or a retry, so that a shell can say so. */
  readonly onWait?: (info: { readonly reason: string; readonly ms: number }) => void;
  /** Calls under way at once, at most. */
  readonly maxConcurrency?: number;
}

/** What the calls of a session are made with. */
export interface SessionCredentials {
  readonly token: string;
  readonly baseUrl: string;
}

/** The server's refusal of further publishes: once it came, the run asks no more. */
export interface PublishLimit {
  readonly limit: number;
  readonly windowHours: number;
}

/** One configured provider for one run: what all its resources share (one sweep, one publish gate, one client). */
export class ProviderSession {
  readonly api: OpentrainApi;
  readonly options: SessionOptions;
  readonly inventory: Inventory;
  /** Set by the first publish that met the daily limit. */
  publishLimitHit: PublishLimit | null = null;
  #account: Promise<Account> | null = null;
  #capabilities: Promise<Capabilities> | null = null;
  #draftsReadable: boolean | null = null;

  /** A function, and private: nothing that prints a session can print the token. */
  readonly #credentials: (() => SessionCredentials) | null;

  constructor(
    api: OpentrainApi,
    options: SessionOptions,
    credentials: (() => SessionCredentials) | null = null,
  ) {
    this.api = api;
    this.options = options;
    this.#credentials = credentials;
    this.inventory = new Inventory(api);
  }

  get now(): number {
    return this.options.clock.now();
  }

  /** Token and server in use now: a claim in the middle of a run changes the token. */
  credentials(): SessionCredentials {
    if (this.#credentials === null) throw new Error('this session was made without credentials');
    return this.#credentials();
  }

  account(): Promise<Account> {
    this.#account ??= this.api.me();
    return this.#account;
  }

  capabilities(): Promise<Capabilities> {
    this.#capabilities ??= this.api.capabilities();
    return this.#capabilities;
  }

  /**
   * Field values of a draft where the server lets us read them: an undocumented route [U], tried once a run and then
   * remembered. Null where it does not exist.
   */
  async tryReadDraft(jobId: string): Promise<DraftEnvelope | null> {
    if (this.#draftsReadable === false) return null;
    const envelope = await this.api.tryReadDraft(jobId);
    this.#draftsReadable = envelope !== null;
    return envelope;
  }

  /**
   * Publishes a day that the account has, null where unsure. The claim state has no documented field; post-claim
   * scopes prove a claim, the exact pre-claim set suggests there was none [I].
   */
  async publishLimit(): Promise<number | null> {
    const { claimed, scopes } = await this.account();
    if (claimed === true || scopes.includes('proposals:write')) return PUBLISHES_PER_DAY_CLAIMED;
    const preClaim =
      scopes.length === PRE_CLAIM_SCOPES.length && PRE_CLAIM_SCOPES.every((scope) => scopes.includes(scope));
    return claimed === false || preClaim ? PUBLISHES_PER_DAY_UNCLAIMED : null;
  }

  /** Releases sockets. */
  dispose(): Promise<void> {
    return this.api.dispose();
  }
}
