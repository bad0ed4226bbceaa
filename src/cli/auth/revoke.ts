import { tokenPreview } from '../../api/index.ts';
import { UsageError } from '../args/usage-error.ts';
import type { Command } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { type AuthSession, authCommand } from './auth-session.ts';
import type { AuthTools } from './tools.ts';

/** `otform auth revoke ID | -current`. */
async function revoke(session: AuthSession): Promise<number> {
  const { context } = session;
  const [id] = context.positionals;
  const current = context.flags.on('current');
  if ((id !== undefined) === current) {
    throw new UsageError(
      '"otform auth revoke" takes either the ID of a token, which `otform auth tokens` shows, or -current.',
      'auth revoke',
    );
  }
  if (id === undefined) return revokeCurrent(session);
  if (/^ot_[a-z]+_/.test(id)) {
    throw configError(
      'token-on-command-line',
      'A Token Is Not an ID',
      'What was given is a token itself, and by now it is in the history of the shell. Nothing was sent. `otform auth tokens` shows the IDs; revoke this one soon.',
    );
  }
  return revokeById(session, id);
}

async function revokeById(session: AuthSession, id: string): Promise<number> {
  const { base, token } = await session.requireToken();
  const client = session.tokens(base.href, token);
  const account = await client.me();
  if (account.tokenId === id) {
    throw configError(
      'token-in-use',
      'That Token Is the One in Use',
      `Revoking ${id} ends every call that otform makes. Nothing was sent. \`otform auth rotate\` replaces it, \`otform auth revoke -current\` ends it.`,
    );
  }
  const now = await client.delete(id);
  session.out.result(`Token ${id} ${now ? 'is revoked' : 'was revoked already'}.\n`, { id, revoked: true });
  return 0;
}

/** By its text (RFC 7009), which works whatever the token may do. The saved copy goes after the server has said yes. */
async function revokeCurrent(session: AuthSession): Promise<number> {
  const { out, file } = session;
  const { base, token, source } = await session.requireToken();
  await session.identity(base.href).revoke(token);
  const preview = tokenPreview(token);
  if (source.kind !== 'file') {
    out.result(`Token ${preview} is revoked.\n`, { preview, revoked: true });
    if (source.kind === 'environment') out.note(`It was set in ${source.name}: unset it.`);
    return 0;
  }
  const saved = await file.read();
  let removed = false;
  if (saved.apiToken === token) {
    removed = true;
    // The claim token stays: a claim that a person completes brings a new API token.
    if (saved.claimToken === null) await file.forget();
    else out.warnAll(await file.update({ apiToken: null }));
  }
  out.result(`Token ${preview} is revoked${removed ? ` and no longer in ${file.path}` : ''}.\n`, {
    preview,
    revoked: true,
    removed,
  });
  return 0;
}

export const revokeWith = (tools?: AuthTools): Command => authCommand(revoke, tools);
export const revokeCommand: Command = revokeWith();
