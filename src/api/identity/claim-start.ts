import { z } from 'zod';
import { CLAIM_ATTEMPT_SECONDS, CLAIM_POLL_INTERVAL_SECONDS } from '../../contract/index.ts';
import { asFlag, asNumber } from '../lenient.ts';
import { printable } from '../printable.ts';
import { type AgentCall, CLAIM_PATH } from './agent-call.ts';

/** What the person needs to claim the account [D agent-auth/claim]. */
export interface StartedClaim {
  /** Six digits; a text, since it may start with zeros. */
  readonly userCode: string;
  readonly verificationUri: string;
  /** Milliseconds that this attempt lives; the claim window is longer. */
  readonly expiresInMs: number;
  /** Least milliseconds between two polls. */
  readonly intervalMs: number;
  /** Null when the server did not say. */
  readonly emailSent: boolean | null;
}

const code = z.union([z.string().min(1), z.number()]).transform((value) => printable(String(value)));
/** Milliseconds of a documented number of seconds; what the page states where it is missing or senseless. */
const milliseconds = (fallback: number) =>
  z
    .unknown()
    .optional()
    .transform((value) => {
      const seconds = asNumber(value);
      return (seconds === null || seconds <= 0 ? fallback : seconds) * 1000;
    });
const BODY = z.looseObject({
  user_code: code,
  verification_uri: z.string().min(1).transform(printable),
  expires_in: milliseconds(CLAIM_ATTEMPT_SECONDS),
  interval: milliseconds(CLAIM_POLL_INTERVAL_SECONDS),
  email_sent: z.unknown().optional().transform(asFlag),
});

/** `POST /api/agent/identity/claim` [D]: each one starts the ceremony anew, so it is never sent twice by itself. */
export function postClaim(
  claimToken: string,
  email: string,
  path: string | null,
): AgentCall<typeof BODY, StartedClaim> {
  return {
    path: path ?? CLAIM_PATH,
    form: false,
    fields: { claim_token: claimToken, email },
    repeat: 'once',
    purpose: 'start the claim',
    doubt:
      'The claim may have been started, with a code and a link that only the e-mail has. Run `otform auth claim` again to get new ones; codes from before it may stop working.',
    schema: BODY,
    read: (body) => ({
      userCode: body.user_code,
      verificationUri: body.verification_uri,
      expiresInMs: body.expires_in,
      intervalMs: body.interval,
      emailSent: body.email_sent,
    }),
  };
}
