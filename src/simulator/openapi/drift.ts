import type { Dialect } from '../dialects.ts';
import type { Json } from './document.ts';

const API = '/api/public/v1';

/**
 * Changes the served document, and nothing else: the API behind it stays as it was. Each value of the switch is one
 * thing that a vendor may do to a contract.
 */
export function applyDrift(document: Json, drift: Dialect['specDrift']): Json {
  const update = at(document, 'components', 'schemas', 'JobUpdate', 'properties');
  switch (drift) {
    case 'new-update-key':
      update.urgency = { type: 'string', enum: ['LOW', 'HIGH'] };
      break;
    case 'removed-update-key':
      delete update.headcount;
      break;
    case 'retyped-update-key':
      update.pricePerHour = { type: 'string', pattern: '^\\d+\\.\\d{2}$' };
      break;
    case 'new-enum-value':
      listAt(update.paymentType).push('PAY_PER_TASK');
      break;
    case 'removed-enum-value':
      listAt(update.experienceLevel).splice(0, 1);
      break;
    case 'new-endpoint':
      at(document, 'paths')[`${API}/jobs/{jobId}/reopen`] = {
        post: { summary: 'Open a closed job again', responses: { 200: { description: 'Done' } } },
      };
      break;
    case 'removed-endpoint':
      delete at(document, 'paths')[`${API}/jobs/{jobId}/close`];
      break;
    case 'new-required-field': {
      const create = at(document, 'components', 'schemas', 'CreateDraft');
      at(create, 'properties').projectId = { type: 'string' };
      create.required = ['projectId'];
      break;
    }
    case 'changed-status': {
      const responses = at(document, 'paths', `${API}/jobs/{jobId}/publish`, 'post', 'responses');
      responses['202'] = responses['200'];
      delete responses['200'];
      break;
    }
    case 'removed-answer-key': {
      const item = at(document, 'components', 'schemas', 'MyJobs', 'properties', 'jobs', 'items');
      delete at(item, 'properties').id;
      item.required = (item.required as string[]).filter((key) => key !== 'id');
      break;
    }
    case 'version-3.0':
      document.openapi = '3.0.3';
      break;
    case 'reference-cycle':
      at(document, 'components', 'schemas').JobUpdate = { $ref: '#/components/schemas/JobUpdate' };
      break;
    default:
  }
  return document;
}

/** The object at a path of keys that the document is known to have. */
function at(document: Json, ...keys: readonly string[]): Json {
  let value: unknown = document;
  for (const key of keys) value = (value as Json)[key];
  if (typeof value !== 'object' || value === null) throw new Error(`no object at ${keys.join('.')}`);
  return value as Json;
}

function listAt(schema: unknown): unknown[] {
  return (schema as { enum: unknown[] }).enum;
}
