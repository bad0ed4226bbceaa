/**
 * Milliseconds that a `Retry-After` header asks to wait, or null for no or an unreadable one. Takes seconds and HTTP
 * dates; whether the API sends either is not documented [U]. A date is measured against the answer's own `Date`
 * header, so that a clock that is wrong on this machine neither hammers the server nor waits for hours.
 */
export function parseRetryAfter(
  header: string | undefined,
  date: string | undefined,
  now: number,
): number | null {
  const value = header?.trim();
  if (value === undefined || value === '') return null;
  if (/^\d+(?:\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const until = parseHttpDate(value);
  if (until === null) return null;
  return Math.max(0, until - (parseHttpDate(date) ?? now));
}

/** Epoch milliseconds of an HTTP date, or null. */
export function parseHttpDate(value: string | undefined): number | null {
  // Date.parse takes bare numbers for years; an HTTP date starts with the day of the week.
  if (value === undefined || !/^[A-Za-z]{3}/.test(value.trim())) return null;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? null : parsed;
}
