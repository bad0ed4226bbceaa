import type { Scope } from '../../contract/index.ts';

/** Feature flags and the capability booleans they switch. The mapping is inferred but for `publish` [I; D publish]. */
export const FEATURES = {
  public_api_job_drafting: ['draftImport', 'draftCreate', 'draftUpdate', 'draftUrlRead'],
  public_api_job_publishing: ['publish'],
  public_api_hiring: ['hiring'],
  public_api_messaging_writes: ['messagingWrites'],
  public_api_team: ['team'],
  public_api_payments_write: ['paymentsWrite'],
  public_api_credits: ['credits'],
  public_api_webhooks: ['webhooks'],
} as const;

export type Feature = keyof typeof FEATURES;

/** Scopes that a person would pick in the app for this tool; app-minted tokens belong to claimed accounts [D quickstart]. */
export const DEFAULT_TOKEN_SCOPES: readonly Scope[] = [
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

/** Longest token name [D tokens/create]. */
export const MAX_TOKEN_NAME_CHARS = 120;

/** Name of a token that was given none [D tokens/create]. */
export const DEFAULT_TOKEN_NAME = 'API token';
