import type { Scope } from '../../contract/index.ts';
import { covers } from '../auth/gates.ts';
import { badRequest, forbidden } from '../http/errors.ts';
import { callerOf, type Handler, type Route } from '../http/route.ts';
import { readLimit } from '../jobs/paging.ts';
import { isoTime } from '../world.ts';

const READABLE: readonly Scope[] = ['proposals:read', 'messages:read', 'payments:read'];
const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;

/**
 * `GET /updates` [D updates/poll]: oldest first; the cursor is a numeric event id, and an empty page echoes it.
 * Only proposal events happen here, so a token without `proposals:read` sees none of them.
 */
const poll: Handler = (world, request) => {
  const { account, token } = callerOf(request);
  if (!READABLE.some((scope) => covers(token.scopes, scope))) {
    throw forbidden('This API token does not have the required scope.', {
      requiredScopes: READABLE,
      grantedScopes: token.scopes,
    });
  }
  const cursor = request.query.get('cursor');
  if (cursor !== null && !/^\d{1,15}$/.test(cursor)) throw badRequest('Invalid cursor.', { field: 'cursor' });
  const limit = readLimit(world, request, DEFAULT_LIMIT, MAX_LIMIT);
  const after = cursor === null ? 0 : Number(cursor);
  const readable = covers(token.scopes, 'proposals:read') ? world.store.eventsOf(account.id) : [];
  const rest = readable.filter((event) => Number(event.id) > after);
  const rows = rest.slice(0, limit);
  return {
    status: 200,
    body: {
      events: rows.map((event) => ({
        id: event.id,
        type: event.type,
        apiVersion: 'v1',
        createdAt: isoTime(event.createdAt),
        resourceId: event.resourceId,
        jobId: event.jobId,
        data: event.data,
      })),
      nextCursor: rows.at(-1)?.id ?? cursor,
      hasMore: rest.length > rows.length,
    },
  };
};

export const updateRoutes: readonly Route[] = [
  { method: 'GET', pattern: '/api/public/v1/updates', access: { kind: 'token' }, handler: poll },
];
