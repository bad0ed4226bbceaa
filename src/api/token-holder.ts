import { createMask, type Mask } from './redact.ts';

/**
 * Looks for a newer token after the server refused `refused` with a 401: a person who completes a claim kills every
 * earlier token at that moment [D agent-auth/token]. Null when there is none. `wait` resolves after that many
 * milliseconds, or rejects when the call is cancelled.
 */
export type TokenRefresh = (refused: string, wait: (ms: number) => Promise<void>) => Promise<string | null>;

/** The account a token is for, null when it cannot be told. */
export type AccountOf = (token: string) => Promise<string | null>;

/**
 * The token of a client, and its one way to change: after a 401, to another token of the same account. A token of an
 * account that is not known to be the same is never taken, for the run would go on in a stranger's account.
 */
export class TokenHolder {
  readonly #refresh: TokenRefresh | null;
  readonly #refused = new Map<string, Promise<string | null>>();
  #current: string | null;
  #mask: Mask;
  #accountId: string | null = null;

  constructor(token: string | null, refresh: TokenRefresh | null) {
    this.#current = token;
    this.#mask = createMask(token);
    this.#refresh = refresh;
  }

  get current(): string | null {
    return this.#current;
  }

  /** Masks every token this client has held. */
  get mask(): Mask {
    return this.#mask;
  }

  /** True when a 401 may lead to another token, and the account that it has to belong to is not known yet. */
  get needsAccount(): boolean {
    return this.#refresh !== null && this.#current !== null && this.#accountId === null;
  }

  /** Remembers whom the token is for; the first one counts. */
  noteAccount(accountId: string | null): void {
    this.#accountId ??= accountId;
  }

  /**
   * After a 401 under `refused`: null when another token is in place now and the request can be sent again, else why
   * there is none, as a sentence for the user (empty when there is nothing to add). Tried once a token.
   */
  renew(refused: string, wait: (ms: number) => Promise<void>, accountOf: AccountOf): Promise<string | null> {
    if (this.#current !== refused) return Promise.resolve(null);
    let renewal = this.#refused.get(refused);
    if (renewal === undefined) {
      renewal = this.#find(refused, wait, accountOf);
      this.#refused.set(refused, renewal);
    }
    return renewal;
  }

  async #find(
    refused: string,
    wait: (ms: number) => Promise<void>,
    accountOf: AccountOf,
  ): Promise<string | null> {
    if (this.#refresh === null) return '';
    let found: string | null;
    try {
      found = await this.#refresh(refused, wait);
    } catch (error) {
      return error instanceof Error && 'detail' in error
        ? `The credentials could not be read again: ${this.#mask(String(error.detail))}`
        : 'The credentials could not be read again.';
    }
    if (found === null || found === refused) return '';
    const earlier = this.#mask;
    const later = createMask(found);
    // From here on, since the check below already sends it.
    this.#mask = (text) => later(earlier(text));
    if (this.#accountId === null) {
      return 'There is another token now, but whose it is could not be compared, so it was not used.';
    }
    const owner = await accountOf(found);
    if (owner === null) return 'There is another token now, and the server did not accept it either.';
    if (owner !== this.#accountId) {
      return 'There is another token now, but it belongs to another account, so it was not used.';
    }
    this.#current = found;
    return null;
  }
}
