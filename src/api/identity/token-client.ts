import { z } from 'zod';
import { getCapabilities, getMe } from '../account.ts';
import type { Account, Capabilities } from '../api.ts';
import type { Call } from '../call.ts';
import { Caller } from '../caller.ts';
import { NotFoundError } from '../errors.ts';
import { id, text, texts } from '../lenient.ts';
import { type ApiClientOptions, readOptions } from '../options.ts';
import { printable } from '../printable.ts';
import { maskTokens } from '../redact.ts';
import { TOKEN_TEXT } from './registration.ts';

/** A token's record; the secret is in none [D tokens/list]. Times as the server wrote them. */
export interface TokenRecord {
  readonly id: string;
  readonly name: string | null;
  /** Masked by the server, e.g. `ot_pat_8f2a********91cd`. */
  readonly preview: string | null;
  readonly scopes: readonly string[];
  /** `active`, `revoked`, `expired` [I]; null when the server did not say. */
  readonly status: string | null;
  readonly createdAt: string | null;
  readonly lastUsedAt: string | null;
  readonly expiresAt: string | null;
  readonly revokedAt: string | null;
}

/** A token just made, with its secret: shown this once [D tokens/create]. */
export interface NewToken {
  readonly token: string;
  readonly record: TokenRecord | null;
}

/** The account of one token, and its tokens. Methods throw an `OpentrainError`. */
export interface TokenClient {
  me(): Promise<Account>;
  capabilities(): Promise<Capabilities>;
  /** Every token the account ever had, newest as the server orders them. */
  list(): Promise<readonly TokenRecord[]>;
  /** Makes a token. Never sent again once it may have arrived: an account holds 25 active ones at most. */
  create(input: { name: string; scopes?: readonly string[] }): Promise<NewToken>;
  /** Revokes a token by its ID, at once and for good. False when it was gone before. Throws `NotFoundError`. */
  delete(tokenId: string): Promise<boolean>;
  dispose(): Promise<void>;
}

const RECORD = z.looseObject({
  id,
  name: text,
  preview: text,
  scopes: texts,
  status: text,
  createdAt: text,
  lastUsedAt: text,
  expiresAt: text,
  revokedAt: text,
});
const LIST = z.looseObject({ tokens: z.array(RECORD) });
const CREATED = z.looseObject({ token: TOKEN_TEXT, metadata: RECORD.nullish().catch(null) });
const ANYTHING = z.unknown();

function getTokens(): Call<typeof LIST, readonly TokenRecord[]> {
  return {
    method: 'GET',
    path: ['tokens'],
    authenticated: true,
    repeat: 'always',
    purpose: 'list the API tokens',
    doubt: null,
    // The previews are masked by the server, and masking them again would leave nothing to know a token by.
    secret: true,
    schema: LIST,
    read: (body) => body.tokens.map(toRecord),
  };
}

function postToken(name: string, scopes: readonly string[] | undefined): Call<typeof CREATED, NewToken> {
  return {
    method: 'POST',
    path: ['tokens'],
    body: { name, ...(scopes === undefined ? {} : { scopes }) },
    authenticated: true,
    repeat: 'unless-sent',
    purpose: 'make an API token',
    doubt:
      'A token that nobody has may exist now. `otform auth tokens` lists it as the newest one; `otform auth revoke ID` takes it back.',
    creates: true,
    secret: true,
    schema: CREATED,
    read: (body) => ({
      token: body.token,
      record: body.metadata == null ? null : toRecord(body.metadata),
    }),
  };
}

function deleteToken(tokenId: string): Call<typeof ANYTHING, boolean> {
  return {
    method: 'DELETE',
    path: ['tokens', tokenId],
    authenticated: true,
    repeat: 'always',
    purpose: `revoke the API token ${tokenId}`,
    doubt: 'The token may be revoked already. Revoking it again does no harm.',
    schema: ANYTHING,
    read: () => true,
  };
}

/** A client for `/tokens` and `/auth/me`. Makes no request until called. */
export function createTokenClient(options: ApiClientOptions): TokenClient {
  const caller = new Caller(readOptions(options));
  return {
    me: async () => caller.run(getMe()),
    capabilities: async () => caller.run(getCapabilities()),
    list: async () => caller.run(getTokens()),
    create: async ({ name, scopes }) => caller.run(postToken(name, scopes)),
    delete: async (tokenId) => {
      try {
        return await caller.run(deleteToken(tokenId));
      } catch (error) {
        // What a repeat answers is not documented [U]: after a lost answer, 404 means that the first one did it.
        if (error instanceof NotFoundError && error.facts.mayHaveApplied === true) return false;
        throw error;
      }
    },
    dispose: () => caller.dispose(),
  };
}

/** What may be shown of a token. Anything else in its place is not, for it could be the token. */
const PREVIEW = /^(?:ot_[a-z]{3}_)?[A-Za-z0-9]{0,4}\*{4,}[A-Za-z0-9_-]{0,4}$/;

function toRecord(body: z.output<typeof RECORD>): TokenRecord {
  return {
    id: safe(body.id),
    name: safeOrNull(body.name),
    preview: body.preview !== null && PREVIEW.test(body.preview) ? body.preview : null,
    scopes: body.scopes.map(safe),
    status: safeOrNull(body.status),
    createdAt: safeOrNull(body.createdAt),
    lastUsedAt: safeOrNull(body.lastUsedAt),
    expiresAt: safeOrNull(body.expiresAt),
    revokedAt: safeOrNull(body.revokedAt),
  };
}

function safe(value: string): string {
  return maskTokens(printable(value));
}

function safeOrNull(value: string | null): string | null {
  return value === null ? null : safe(value);
}
