import { DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE } from '../../contract/index.ts';
import { badRequest } from '../http/errors.ts';
import type { SimRequest } from '../http/route.ts';
import type { World } from '../world.ts';

/** `?limit=` of a list. 400 below 1 or for no number [D jobs/mine]; above the maximum the dialect decides [U]. */
export function readLimit(
  world: World,
  request: SimRequest,
  fallback = DEFAULT_PAGE_SIZE,
  max = MAX_PAGE_SIZE,
): number {
  const text = request.query.get('limit');
  if (text === null) return fallback;
  const limit = /^-?\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(limit >= 1)) throw badRequest('limit must be a number of at least 1.', { field: 'limit' });
  if (limit <= max) return limit;
  if (world.dialect.limitAboveMax === 'reject')
    throw badRequest(`limit must be at most ${max}.`, { field: 'limit' });
  return max;
}

/** A position as an opaque cursor: rows before this `seq` come next. */
export function encodeCursor(seq: number): string {
  return Buffer.from(`before:${seq}`).toString('base64url');
}

/** The `seq` of a cursor, null when none was sent. 400 for one that was not made here. */
export function readCursor(request: SimRequest): number | null {
  const text = request.query.get('cursor');
  if (text === null || text === '') return null;
  const seq = /^before:(\d+)$/.exec(Buffer.from(text, 'base64url').toString('utf8'))?.[1];
  if (seq === undefined) throw badRequest('Invalid cursor.', { field: 'cursor' });
  return Number(seq);
}

/** Index of the first row at or after `seq` in a list that is sorted by it. */
export function firstAtOrAfter(list: readonly { readonly seq: number }[], seq: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One page, newest first, of a list sorted by `seq`: rows that pass the filter, before the cursor. */
export function newestFirst<T extends { readonly seq: number }>(
  list: readonly T[],
  cursor: number | null,
  limit: number,
  keep: (row: T) => boolean,
): { rows: readonly T[]; nextCursor: string | null } {
  const rows: T[] = [];
  let more = false;
  for (let i = (cursor === null ? list.length : firstAtOrAfter(list, cursor)) - 1; i >= 0; i -= 1) {
    const row = list[i];
    if (row === undefined || !keep(row)) continue;
    if (rows.length === limit) {
      more = true;
      break;
    }
    rows.push(row);
  }
  const last = rows.at(-1);
  return { rows, nextCursor: more && last !== undefined ? encodeCursor(last.seq) : null };
}
