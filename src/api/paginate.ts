import { isRecord } from './answer-body.ts';
import type { Page } from './api.ts';
import { asText } from './lenient.ts';

/**
 * All pages from the first one on. Ends when the server gives no cursor, or one that it gave before: an empty page of
 * `GET /updates` echoes its cursor, and a loop must not [D updates/poll]. An empty page in the middle is no end.
 */
export async function* paginate<T>(
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
): AsyncGenerator<Page<T>, void> {
  const seen = new Set<string>();
  let cursor: string | null = null;
  do {
    const page: Page<T> = await fetchPage(cursor);
    yield page;
    cursor = page.nextCursor;
    if (cursor === null || seen.has(cursor)) return;
    seen.add(cursor);
  } while (cursor !== null);
}

/** Cursor of the next page, null at the end: absent, null, empty, or `hasMore: false` beside it. */
export function nextCursorOf(body: unknown): string | null {
  if (!isRecord(body) || body.hasMore === false) return null;
  const cursor = asText(body.nextCursor);
  return cursor === '' ? null : cursor;
}
