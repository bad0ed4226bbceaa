import { randomBytes } from 'node:crypto';

/** Forms that may be open at once; the oldest ones go stale first. */
const MAX_OPEN = 5_000;

/**
 * One-time tokens: a form counts only when it was shown by this simulator and not sent before. A page of another site
 * cannot read one, and a double click cannot publish twice.
 */
export class FormTokens {
  readonly #open = new Set<string>();

  issue(): string {
    const token = randomBytes(18).toString('base64url');
    this.#open.add(token);
    if (this.#open.size > MAX_OPEN) {
      for (const oldest of this.#open) {
        this.#open.delete(oldest);
        break;
      }
    }
    return token;
  }

  /** Whether the token was open; it is used up now. */
  take(token: string): boolean {
    return this.#open.delete(token);
  }
}
