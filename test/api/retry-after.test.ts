import { expect, it } from 'vitest';
import { parseRetryAfter } from '../../src/api/retry-after.ts';

const NOW = Date.parse('2026-06-13T09:00:00.000Z');

it.each<[name: string, header: string | undefined, date: string | undefined, expected: number | null]>([
  ['absent', undefined, undefined, null],
  ['empty', '  ', undefined, null],
  ['seconds', '3', undefined, 3000],
  ['fraction of a second', '0.25', undefined, 250],
  ['zero', '0', undefined, 0],
  ['date by our clock', 'Sat, 13 Jun 2026 09:00:10 GMT', undefined, 10_000],
  [
    'date by the clock of a server an hour ahead',
    'Sat, 13 Jun 2026 10:00:05 GMT',
    'Sat, 13 Jun 2026 10:00:00 GMT',
    5000,
  ],
  [
    'date by the clock of a server an hour behind',
    'Sat, 13 Jun 2026 08:00:05 GMT',
    'Sat, 13 Jun 2026 08:00:00 GMT',
    5000,
  ],
  ['date in the past', 'Sat, 13 Jun 2026 08:59:00 GMT', undefined, 0],
  ['unreadable Date header', 'Sat, 13 Jun 2026 09:00:10 GMT', 'soon', 10_000],
  ['unreadable', 'soon', undefined, null],
  ['negative', '-5', undefined, null],
  ['ISO date is no HTTP date', '2026-06-13T09:00:10Z', undefined, null],
])('%s', (_name, header, date, expected) => {
  expect(parseRetryAfter(header, date, NOW)).toBe(expected);
});
