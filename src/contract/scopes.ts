/** Token scopes. Source: concepts/scopes-and-capabilities [D]; `:write` implies `:read` of the same resource. */
export const SCOPES = [
  'jobs:read',
  'jobs:write',
  'proposals:read',
  'proposals:write',
  'messages:read',
  'messages:write',
  'payments:read',
  'payments:write',
  'team:read',
  'team:write',
  'webhooks:manage',
] as const;
export type Scope = (typeof SCOPES)[number];

/** What an anonymous registration's token carries [D agent-auth/register]. */
export const PRE_CLAIM_SCOPES: readonly Scope[] = [
  'jobs:read',
  'jobs:write',
  'proposals:read',
  'messages:read',
  'payments:read',
  'team:read',
];

/** What the token of a completed claim carries [D agent-auth/token]. */
export const POST_CLAIM_SCOPES: readonly Scope[] = [
  'jobs:read',
  'jobs:write',
  'proposals:read',
  'proposals:write',
  'messages:read',
  'messages:write',
  'payments:read',
  'team:read',
  'team:write',
];
