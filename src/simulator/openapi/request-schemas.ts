import { IMPORT_FORMATS, JOB_FIELDS, type JobField, MAX_SOURCE_TEXT_CHARS } from '../../contract/index.ts';
import type { Dialect } from '../dialects.ts';
import { enumValuesOf } from '../drafts/gaps.ts';
import { ANY_OBJECT, listOf, NUMBER, objectOf, orNull, type Schema, TEXT, textIn } from './schema.ts';

/** The body of both PATCH calls, from the rows that `checkPatch` checks with. Unknown keys are refused [D]. */
export function updateSchema(dialect: Dialect): Schema {
  const properties = Object.fromEntries(JOB_FIELDS.map((field) => [field.key, fieldSchema(dialect, field)]));
  return { type: 'object', properties, additionalProperties: false, minProperties: 1 };
}

/** The value that an update key takes. */
export function fieldSchema(dialect: Dialect, field: JobField): Schema {
  const schema = valueSchema(dialect, field);
  return dialect.nullValue === 'clears' ? orNull(schema) : schema;
}

function valueSchema(dialect: Dialect, field: JobField): Schema {
  const description = { description: field.description };
  if (field.type === 'string_set') return { ...listOf(TEXT), ...description };
  if (field.type === 'number') {
    return { type: field.integer === true ? 'integer' : 'number', minimum: 0, ...description };
  }
  const values = enumValuesOf(dialect, field);
  return { ...(values === null ? TEXT : textIn(values)), ...description };
}

/** The body of `POST /job-drafts`, as `readCreate` reads it. */
export function createSchema(dialect: Dialect): Schema {
  const text = { type: 'string', minLength: 1, maxLength: MAX_SOURCE_TEXT_CHARS };
  const ids = { externalId: TEXT, idempotencyKey: { type: 'string', minLength: 1 } };
  const payload = { job: ANY_OBJECT, jsonLd: { type: ['object', 'array'] }, xml: TEXT };
  const source = { type: textIn(IMPORT_FORMATS), text, ...payload, ...ids };
  const keys = {
    source: { type: 'object', properties: source },
    format: textIn(IMPORT_FORMATS),
    ...payload,
    rawJobDescription: text,
    ...ids,
  };
  const closed = dialect.unknownCreateKeys === 'rejected';
  return { type: 'object', properties: keys, additionalProperties: !closed };
}

/** Bodies of the other calls. Names are those of `components.schemas`. */
export function otherRequests(): Readonly<Record<string, Schema>> {
  return {
    InviteRequest: objectOf({ freelancerId: TEXT }),
    TokenRequest: objectOf(
      {
        name: { type: 'string', minLength: 1, maxLength: 120 },
        scopes: listOf(TEXT),
        expiresAt: orNull({ type: 'string', format: 'date-time' }),
      },
      ['name', 'scopes', 'expiresAt'],
    ),
    IdentityRequest: objectOf(
      { identity_type: textIn(['anonymous']), agent_name: TEXT, organization_name: TEXT },
      ['identity_type', 'agent_name', 'organization_name'],
    ),
    ClaimRequest: objectOf({ claim_token: TEXT, email: { type: 'string', format: 'email' } }),
    PollRequest: objectOf({ grant_type: TEXT, claim_token: TEXT }),
    RevokeRequest: objectOf({ token: TEXT }),
  };
}

/** Query parameters by name; `limit` takes its bounds from the dialect. */
export function querySchema(
  dialect: Dialect,
  name: string,
  page?: { fallback: number; max: number },
): Schema {
  if (name !== 'limit' || page === undefined) return TEXT;
  const cut = dialect.limitAboveMax === 'reject' ? { maximum: page.max } : {};
  return { ...NUMBER, type: 'integer', minimum: 1, ...cut, default: page.fallback };
}
