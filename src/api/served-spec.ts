import { z } from 'zod';
import { isRecord } from './answer-body.ts';
import type { ServedSpec } from './api.ts';
import type { Answer, Call } from './call.ts';

const DOCUMENT = z.record(z.string(), z.unknown());

/** Statuses that tell of the moment, not of the server: they are retried, and reported as what they are. */
function isPassing(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * `GET /openapi.json`: tokenless [D agent-discovery]; its content was never seen by us [U]. A server without one, or
 * with something else in its place, is a result and no error.
 */
export function getServedSpec(): Call<typeof DOCUMENT, ServedSpec> {
  return {
    method: 'GET',
    path: ['openapi.json'],
    authenticated: false,
    repeat: 'always',
    purpose: 'read the OpenAPI document of the server',
    doubt: null,
    schema: DOCUMENT,
    read: (document, { serverTime }) => ({ kind: 'served', document, serverTime }),
    excuse: unserved,
  };
}

function unserved({ status, body, serverTime }: Answer): ServedSpec | undefined {
  if (isPassing(status)) return undefined;
  if (status >= 200 && status < 300 && !isRecord(body)) return { kind: 'not-a-document', status, serverTime };
  return { kind: 'absent', status, serverTime };
}
