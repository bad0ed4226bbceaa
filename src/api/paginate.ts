import { isRecord } from './answer-body.ts';
import type { Page } from './api.ts';
import { ContractError } from './errors.ts';
import { asText } from './lenient.ts';

/**
 * All pages from the first one on. Ends when the server gives no cursor. An empty page that echoes its cursor is the
 * end too, as `GET /updates` does it [D updates/poll]; an empty page in the middle is not.
 *
 * A page *with* rows that leads back is asked for once more, and then raises `ContractError`: ending there would make
 * every later row look as if it did not exist, and a job that looks gone is posted again.
 */
export async function* paginate<T>(
  path: string,
  fetchPage: (cursor: string | null) => Promise<Page<T>>,
): AsyncGenerator<Page<T>, void> {
  const seen = new Set<string>();
  const leadsBack = (page: Page<T>) => page.nextCursor !== null && seen.has(page.nextCursor);
  let cursor: string | null = null;
  do {
    let page: Page<T> = await fetchPage(cursor);
    if (leadsBack(page) && page.items.length > 0) {
      page = await fetchPage(cursor);
      if (leadsBack(page) && page.items.length > 0) throw endlessList(path);
    }
    yield page;
    if (leadsBack(page)) return;
    cursor = page.nextCursor;
    if (cursor !== null) seen.add(cursor);
  } while (cursor !== null);
}

function endlessList(path: string): ContractError {
  return new ContractError({
    summary: 'List Leads Back To An Earlier Page',
    detail:
      `GET ${path} named a page that was already read, so the list has no end and what it shows cannot be trusted to ` +
      'be complete. Nothing was changed. Try again; if it stays so, it is a fault of the server.',
    method: 'GET',
    path,
    status: 200,
    code: null,
    reason: null,
    requestId: null,
    attempts: 2,
    details: {},
  });
}

/** Cursor of the next page, null at the end: absent, null, empty, or `hasMore: false` beside it. */
export function nextCursorOf(body: unknown): string | null {
  if (!isRecord(body) || body.hasMore === false) return null;
  const cursor = asText(body.nextCursor);
  return cursor === '' ? null : cursor;
}
