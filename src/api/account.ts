import { z } from 'zod';
import type { Account, Capabilities } from './api.ts';
import type { Answer, Call } from './call.ts';
import { asFlag, asRecord, asText, asTexts } from './lenient.ts';

const ANY_OBJECT = z.looseObject({});

/** `GET /auth/me`: any valid token [D auth/me]. */
export function getMe(): Call<typeof ANY_OBJECT, Account> {
  return {
    method: 'GET',
    path: ['auth', 'me'],
    authenticated: true,
    repeat: 'always',
    purpose: 'read the account of the token',
    doubt: null,
    schema: ANY_OBJECT,
    read: readAccount,
  };
}

/** `GET /job-drafts/capabilities`: any valid token, drafting must be on [D job-drafts/capabilities]. */
export function getCapabilities(): Call<typeof ANY_OBJECT, Capabilities> {
  return {
    method: 'GET',
    path: ['job-drafts', 'capabilities'],
    authenticated: true,
    repeat: 'always',
    purpose: 'read what the account can do',
    doubt: null,
    schema: ANY_OBJECT,
    read: readCapabilities,
  };
}

function readAccount(body: z.output<typeof ANY_OBJECT>, { serverTime }: Answer): Account {
  const actor = asRecord(body.actor);
  const token = asRecord(body.token);
  const account = asRecord(body.account);
  const organizationId = asText(account.organizationId) ?? asText(token.ownerOrganizationId);
  const userId = asText(actor.userId);
  return {
    accountId: organizationId ?? asText(account.ownerUserId) ?? userId,
    organizationId,
    userId,
    email: asText(actor.email),
    fullName: asText(actor.fullName),
    tokenId: asText(token.id),
    tokenLabel: asText(token.label) ?? asText(token.name),
    scopes: asTexts(token.scopes ?? body.scopes),
    // The quickstart says that the answer tells it, and the page's sample has no such field [X].
    claimed:
      asFlag(account.claimed) ?? asFlag(account.isClaimed) ?? asFlag(body.claimed) ?? asFlag(actor.claimed),
    serverTime,
  };
}

function readCapabilities(body: z.output<typeof ANY_OBJECT>): Capabilities {
  const draft = asRecord(body.draft);
  const flags = Object.entries(asRecord(body.capabilities)).flatMap(([name, value]) => {
    const on = asFlag(value);
    return on === null ? [] : [[name, on] as const];
  });
  const enums = Object.entries(asRecord(draft.enums)).map(
    ([name, values]) => [name, asTexts(values)] as const,
  );
  return {
    flags: Object.fromEntries(flags),
    importFormats: asTexts(draft.importFormats),
    updateKeys: asTexts(draft.updateKeys),
    enums: Object.fromEntries(enums),
    rolloutMode: asText(body.rolloutMode),
  };
}
