import type { Simulator } from '../../src/simulator/index.ts';
import { type Answer, call } from '../simulator/harness.ts';

export const OWNER = 'owner@example.com';

/** The agent's side of a claim, by API alone. */
export interface Ceremony {
  readonly token: string;
  readonly claimToken: string;
  /** Path of the claim page with its token, as a person opens it. */
  readonly path: string;
  readonly code: string;
}

/** An agent registers and asks for a claim, by `OWNER` unless told otherwise. */
export async function beginCeremony(
  simulator: Simulator,
  options: { readonly agentName?: string; readonly email?: string } = {},
): Promise<Ceremony> {
  const names = { agent_name: options.agentName ?? 'Label bot', organization_name: 'Acme' };
  const registered = await call(simulator, 'POST', '/api/agent/identity', names, { token: null });
  const claimToken: string = registered.body.claim_token;
  return {
    token: registered.body.access_token,
    claimToken,
    ...(await restart(simulator, claimToken, options.email)),
  };
}

/** A new link and a new code for the same registration. */
export async function restart(
  simulator: Simulator,
  claimToken: string,
  email = OWNER,
): Promise<Pick<Ceremony, 'path' | 'code'>> {
  const body = { claim_token: claimToken, email };
  const begun = await call(simulator, 'POST', '/api/agent/identity/claim', body, { token: null });
  const link = new URL(begun.body.verification_uri);
  return { path: link.pathname + link.search, code: begun.body.user_code };
}

/** One poll of the agent. The clock moves past the interval first, so that the answer is never `slow_down`. */
export function poll(simulator: Simulator, claimToken: string): Promise<Answer> {
  simulator.clock.advance(60_000);
  const grant = 'urn:opentrain:agent-auth:grant-type:claim';
  return call(simulator, 'POST', '/api/agent/oauth/token', undefined, {
    token: null,
    text: new URLSearchParams({ grant_type: grant, claim_token: claimToken }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

/** Six digits that are not the code. */
export function wrongCode(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

/** Path and query of a link that the API gave. */
export function pathOf(link: string): string {
  const { pathname, search } = new URL(link);
  return pathname + search;
}
