import {
  CredentialsFileError,
  InvalidRequestError,
  type NewToken,
  OpentrainError,
  PrivateFileError,
  type TokenClient,
  tokenPreview,
  WrongStateError,
} from '../../api/index.ts';
import { MAX_ACTIVE_TOKENS } from '../../contract/index.ts';
import type { Command } from '../command.ts';
import { configError, environmentError } from '../diagnostic-error.ts';
import { rows } from './auth-output.ts';
import { type AuthSession, authCommand } from './auth-session.ts';
import type { AuthTools } from './tools.ts';

/**
 * `otform auth rotate`: make, try, save, then revoke the old one. Whenever it stops, the file holds a token that
 * works, and the message says which other one may exist.
 */
async function rotate(session: AuthSession): Promise<number> {
  const { file, out, context } = session;
  const { base, token: old, source } = await session.requireToken();
  if (source.kind !== 'file') {
    throw configError(
      'token-not-saved',
      'Token in Use Is Not the Saved One',
      `${session.tokenVariable} sets the token, and otform cannot change a variable of your shell. Nothing was sent. Unset it to rotate the token saved in ${file.path}.`,
    );
  }
  await file.check();
  const oldClient = session.tokens(base.href, old);
  const account = await oldClient.me();
  if (account.tokenId === null) {
    throw environmentError(
      'token-id-unknown',
      'Server Does Not Name the Token',
      'Without its ID the old token could not be revoked afterwards. Nothing was changed.',
    );
  }
  session.ifCutOff('A new token may exist beside the old one: `otform auth tokens` lists them.');
  const made = await make(oldClient, context.flags.text('name') || account.tokenLabel || 'otform');
  const fresh = session.tokens(base.href, made.token);
  try {
    const owner = await fresh.me();
    if (owner.accountId !== account.accountId) throw new Error('it is for another account');
  } catch (error) {
    await takeBack(oldClient, made, `the new token did not work (${reasonOf(error)})`);
  }
  try {
    const warnings = await file.update({ apiToken: made.token, baseUrl: base.href }, (now) =>
      now.apiToken === old ? null : 'another program has saved another token there in the meantime',
    );
    out.warnAll(warnings);
  } catch (error) {
    if (!(error instanceof PrivateFileError) && !(error instanceof CredentialsFileError)) throw error;
    await takeBack(oldClient, made, `the new token could not be saved: ${error.detail}`);
  }
  try {
    await fresh.delete(account.tokenId);
  } catch (error) {
    if (!(error instanceof OpentrainError)) throw error;
    throw environmentError(
      'old-token-alive',
      'Old Token Could Not Be Revoked',
      `The new token is saved and works. The old one (${account.tokenId}, ${tokenPreview(old)}) may still work too: run \`otform auth revoke ${account.tokenId}\`. ${error.facts.detail}`,
    );
  }
  out.result(
    rows([
      ['New token', `${tokenPreview(made.token)}, saved in ${file.path}`],
      ['Old token', `${tokenPreview(old)} (${account.tokenId}) is revoked`],
    ]),
    { rotated: true, tokenId: made.record?.id ?? null, revokedTokenId: account.tokenId, path: file.path },
  );
  return 0;
}

async function make(client: TokenClient, name: string): Promise<NewToken> {
  try {
    return await client.create({ name: name.slice(0, 120) });
  } catch (error) {
    // The answer to the token that is one too many is not documented: 409 or 400 [U].
    const refused = error instanceof WrongStateError || error instanceof InvalidRequestError;
    if (!refused) throw error;
    throw environmentError(
      'token-refused',
      'OpenTrain Made No New Token',
      `The old token stays as it is. An account has at most ${MAX_ACTIVE_TOKENS} active tokens: \`otform auth tokens\` lists them, \`otform auth revoke ID\` makes room. ${error.facts.detail}`,
    );
  }
}

/** Ends a token that nothing uses, so that a failed rotation leaves things as they were. Always throws. */
async function takeBack(client: TokenClient, made: NewToken, why: string): Promise<never> {
  const id = made.record?.id ?? null;
  let left = `The new one (${id ?? tokenPreview(made.token)}) may still exist: \`otform auth tokens\` lists it.`;
  if (id !== null) {
    try {
      await client.delete(id);
      left = 'The new one was revoked again.';
    } catch (error) {
      if (!(error instanceof OpentrainError)) throw error;
      left = `The new one could not be revoked again: run \`otform auth revoke ${id}\`. ${error.facts.detail}`;
    }
  }
  throw environmentError(
    'rotation-undone',
    'Token Was Not Rotated',
    `${why[0]?.toUpperCase()}${why.slice(1)} The old token is saved as before and works. ${left}`,
  );
}

function reasonOf(error: unknown): string {
  if (error instanceof OpentrainError) return error.facts.detail;
  return error instanceof Error ? error.message : String(error);
}

export const rotateWith = (tools?: AuthTools): Command => authCommand(rotate, tools);
export const rotateCommand: Command = rotateWith();
