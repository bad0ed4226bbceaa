import type { ClaimAttempt } from '../../api/index.ts';
import type { AuthSession } from './auth-session.ts';

/** Shows the person what to do: link and code, and the link as a QR code where a camera can see it. */
export async function showClaim(
  session: AuthSession,
  attempt: ClaimAttempt,
  emailSent: boolean | null,
): Promise<void> {
  const { out, context, tools } = session;
  const minutes = Math.max(1, Math.round((attempt.expiresAt - tools.clock.now()) / 60_000));
  const until = new Date(attempt.expiresAt).toISOString().slice(11, 16);
  const mail =
    emailSent === true
      ? 'The same link was sent by e-mail; look among the spam if it does not arrive.'
      : emailSent === false
        ? 'No e-mail could be sent: pass link and code on yourself.'
        : 'Pass link and code on if the e-mail does not arrive.';
  out.show(
    [
      '',
      `To claim the account, open this link and sign in or sign up as ${attempt.email}:`,
      '',
      `    ${attempt.verificationUri}`,
      '',
      'and type this code:',
      '',
      `    ${attempt.userCode}`,
      '',
      '',
    ].join('\n'),
  );
  if (out.isTerminal && context.flags.on('qr') && isWebAddress(attempt.verificationUri)) {
    const { renderUnicodeCompact } = await import('uqr');
    out.showRaw(`${indent(renderUnicodeCompact(attempt.verificationUri, { border: 2 }))}\n\n`);
  }
  out.show(`${mail}\nThe code is good for ${minutes} min (until ${until} UTC).\n\n`);
}

/** A camera opens whatever a QR code says, so only web addresses become one. */
function isWebAddress(text: string): boolean {
  if (text.length > 1_000) return false;
  try {
    return ['https:', 'http:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
