import type { Capabilities } from '../../src/api/index.ts';
import { checkContract } from '../../src/cli/doctor/contract/check-contract.ts';
import { ENDPOINTS, JOB_FIELDS, OPEN_QUESTIONS, UNUSED_OPERATIONS } from '../../src/contract/index.ts';

export type Json = Record<string, unknown>;

export const CLOSE = 'POST /jobs/{jobId}/close';
export const PATCH = 'PATCH /job-drafts/{jobId}';
export const MINE = 'GET /jobs/mine';
export const CREATE = 'POST /job-drafts';

/** A document with these operations, keyed `METHOD path`. */
export function document(operations: Readonly<Record<string, Json>>, rest: Json = {}): Json {
  const paths: Record<string, Json> = {};
  for (const [name, operation] of Object.entries(operations)) {
    const [method = '', path = ''] = name.split(' ');
    paths[path] = { ...paths[path], [method.toLowerCase()]: operation };
  }
  return { openapi: '3.1.0', servers: [{ url: 'https://x.example/api/public/v1' }], paths, ...rest };
}

export const body = (schema: Json): Json => ({ content: { 'application/json': { schema } } });
export const answers = (schema: Json, ...errors: readonly number[]): Json => ({
  200: { description: 'ok', ...body(schema) },
  ...Object.fromEntries(errors.map((status) => [status, { description: 'no' }])),
});
export const object = (...keys: readonly string[]): Json => ({
  type: 'object',
  properties: Object.fromEntries(keys.map((key) => [key, { type: 'string' }])),
});

export const CLOSED: Json = { responses: answers(object('jobId', 'status', 'alreadyClosed'), 401, 403, 404) };

/** Every update key with a fitting schema, and changes to some. */
export function updates(changes: Readonly<Record<string, Json | null>>): Json {
  const properties: Record<string, unknown> = {};
  for (const field of JOB_FIELDS) {
    const type = field.type === 'string_set' ? 'array' : field.type;
    properties[field.key] = field.enumValues === undefined ? { type } : { type, enum: field.enumValues };
  }
  for (const [key, schema] of Object.entries(changes)) {
    if (schema === null) delete properties[key];
    else properties[key] = schema;
  }
  return { type: 'object', properties, additionalProperties: false };
}

export function patch(schema: Json): Json {
  return {
    requestBody: body(schema),
    responses: answers({}, 400, 401, 403, 404),
  };
}

/** The check of one endpoint alone. */
export function check(name: string, spec: unknown, capabilities: Capabilities | null = null) {
  const endpoints = ENDPOINTS.filter((endpoint) => `${endpoint.method} ${endpoint.path}` === name);
  if (endpoints.length !== 1) throw new Error(`${name} is not in the contract once`);
  const contract = { endpoints, unused: UNUSED_OPERATIONS, fields: JOB_FIELDS, questions: OPEN_QUESTIONS };
  return checkContract(contract, { kind: 'served', document: spec as Json, serverTime: null }, capabilities);
}
