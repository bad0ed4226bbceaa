import { randomBytes } from 'node:crypto';
import type { SimRequest } from '../http/route.ts';

const COOKIE = 'ot_simulator_session';
const MAX_SESSIONS = 1_000;

/** Who is signed in on the pages. There are no passwords: whoever is at this machine is who they say they are. */
export class Sessions {
  readonly #emails = new Map<string, string>();

  /** The address that this browser signed in with. */
  emailOf(request: SimRequest): string | null {
    return this.#emails.get(idOf(request) ?? '') ?? null;
  }

  /** Signs in; the headers set the cookie. */
  signIn(email: string): Record<string, string> {
    const id = randomBytes(18).toString('base64url');
    this.#emails.set(id, email);
    if (this.#emails.size > MAX_SESSIONS) {
      for (const oldest of this.#emails.keys()) {
        this.#emails.delete(oldest);
        break;
      }
    }
    // Lax, since the way to the claim page is a link in a terminal or a mail.
    return { 'Set-Cookie': `${COOKIE}=${id}; Path=/; HttpOnly; SameSite=Lax` };
  }

  /** Signs out; the headers remove the cookie. */
  signOut(request: SimRequest): Record<string, string> {
    this.#emails.delete(idOf(request) ?? '');
    return { 'Set-Cookie': `${COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0` };
  }
}

function idOf(request: SimRequest): string | null {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = pair.trim().split('=');
    if (name === COOKIE && value !== undefined) return value;
  }
  return null;
}
