import type { Command } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { type AuthSession, authCommand } from './auth-session.ts';
import type { AuthTools } from './tools.ts';

/** `otform auth logout`: forgets, and says that the token lives on. */
async function logout(session: AuthSession): Promise<number> {
  const { file, out, context } = session;
  const force = context.flags.on('force');
  // A file that cannot be understood is reported by this, and never deleted unread.
  const saved = await file.read();
  if (saved.claimToken !== null && !force) {
    throw configError(
      'claim-token-lost',
      'Account Is Waiting to Be Claimed',
      `${file.path} holds a claim token. Without it the account can never be claimed, and its jobs never be closed. Nothing was changed. Claim it first (\`otform auth claim\`), or give it up with -force.`,
    );
  }
  const { existed, kept } = await file.forget();
  await session.claimFile.remove();
  const text = !existed
    ? `Nothing was saved in ${file.path}.\n`
    : `${kept ? `The credentials are no longer in ${file.path}; what other programs keep there is.` : `Removed ${file.path}.`}\n${
        saved.apiToken === null
          ? ''
          : 'The token was not revoked and goes on working: revoke it in the app (Settings, API keys), or with `otform auth revoke ID` under another token.\n'
      }`;
  out.result(text, { removed: existed, kept, revoked: false, path: file.path });
  const name = session.tokenVariable;
  if (name !== null) out.note(`${name} is set and goes on being used.`);
  return 0;
}

export const logoutWith = (tools?: AuthTools): Command => authCommand(logout, tools);
export const logoutCommand: Command = logoutWith();
