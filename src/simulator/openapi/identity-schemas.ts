import { SCOPES } from '../../contract/index.ts';
import type { Dialect } from '../dialects.ts';
import { FLAG, listOf, NUMBER, objectOf, orNull, type Schema, TEXT, TIME, textIn } from './schema.ts';

/** Answers about the account, its tokens, registration and claim. */
export function identityAnswers(dialect: Dialect): Readonly<Record<string, Schema>> {
  const scopes = listOf(textIn(SCOPES));
  const record = objectOf({
    id: TEXT,
    name: TEXT,
    preview: TEXT,
    scopes,
    status: textIn(['active', 'expired', 'revoked']),
    organizationId: orNull(TEXT),
    createdAt: TIME,
    lastUsedAt: orNull(TIME),
    expiresAt: orNull(TIME),
    revokedAt: orNull(TIME),
  });
  const claimed: Record<string, Schema> = dialect.meClaimed === 'present' ? { claimed: FLAG } : {};
  return {
    Me: objectOf({
      actor: objectOf({
        userId: TEXT,
        email: orNull(TEXT),
        firstName: orNull(TEXT),
        lastName: orNull(TEXT),
        fullName: orNull(TEXT),
        userType: textIn(['EMPLOYER']),
      }),
      token: objectOf({ id: TEXT, label: TEXT, scopes, ownerOrganizationId: orNull(TEXT) }),
      account: objectOf({
        kind: textIn(['employer_organization']),
        organizationId: TEXT,
        ownerUserId: TEXT,
        memberRole: textIn(['OWNER']),
        ...claimed,
      }),
    }),
    NewToken: objectOf({ token: TEXT, tokenType: TEXT, metadata: record }),
    Tokens: objectOf({ tokens: listOf(record) }),
    OneToken: objectOf({ token: record }),
    Registered: objectOf({
      identity_type: TEXT,
      registration_id: TEXT,
      access_token: TEXT,
      token_type: TEXT,
      scopes,
      claim_token: TEXT,
      claim_token_expires_at: TIME,
      claim_endpoint: TEXT,
      token_endpoint: TEXT,
      grant_type: TEXT,
    }),
    ClaimStarted: objectOf({
      user_code: TEXT,
      verification_uri: TEXT,
      expires_in: NUMBER,
      interval: NUMBER,
      email_sent: FLAG,
    }),
    Granted: objectOf({ access_token: TEXT, token_type: TEXT, scopes }),
    Revoked: { type: 'object' },
  };
}
