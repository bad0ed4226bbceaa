import { z } from 'zod';
import type { UpdatesPage } from './api.ts';
import type { Call } from './call.ts';
import { asFlag, asText, id, text } from './lenient.ts';

/** Most events a page [D updates/poll]. */
const PAGE_SIZE = 200;
/** This token, or this server, has no feed: an ordinary answer, for which there is another way. */
const NO_FEED: ReadonlySet<number> = new Set([403, 404, 405, 501]);

/** Ids are numeric and may come as numbers. */
const EVENT = z.object({
  id: z.union([id, z.number()]).transform(String),
  type: text,
  createdAt: text,
  resourceId: text,
  jobId: text,
});
const UPDATES = z.looseObject({ events: z.array(EVENT) });

/** One page of `GET /updates`, oldest first [D updates/poll]. */
export function getUpdates(cursor: string | null): Call<typeof UPDATES, UpdatesPage | null> {
  return {
    method: 'GET',
    path: ['updates'],
    query: { cursor: cursor ?? undefined, limit: PAGE_SIZE },
    authenticated: true,
    repeat: 'always',
    purpose: 'read the updates of the account',
    doubt: null,
    schema: UPDATES,
    read: (body) => ({
      events: body.events,
      nextCursor: asText(body.nextCursor),
      hasMore: asFlag(body.hasMore) ?? false,
    }),
    excuse: (answer) => (NO_FEED.has(answer.status) ? null : undefined),
  };
}
