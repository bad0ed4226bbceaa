import { crc32 } from 'node:zlib';
import type { JournalRecord } from './journal-records.ts';
import { isJsonObject } from './json-text.ts';
import type { JsonValue } from './model.ts';

/** `1 <crc32 of the JSON, 8 hex digits> <bytes of the JSON> <JSON>\n`. The leading 1 is the format version. */
const LINE = /^(?<version>\d+) (?<crc>[0-9a-f]{8}) (?<length>\d+) (?<json>.*)$/s;
const VERSION = '1';

export function formatJournalLine(record: JournalRecord): string {
  const json = JSON.stringify(record);
  const bytes = Buffer.from(json);
  return `${VERSION} ${crc32(bytes).toString(16).padStart(8, '0')} ${bytes.length} ${json}\n`;
}

/** What a line without its line break holds. `future`: intact, but of a version or kind this one does not know. */
export type JournalLine =
  | { readonly is: 'record'; readonly record: JournalRecord }
  | { readonly is: 'damaged' }
  | { readonly is: 'future' };

export function parseJournalLine(line: string): JournalLine {
  const { version, crc, length, json } = LINE.exec(line)?.groups ?? {};
  if (version === undefined || json === undefined) return { is: 'damaged' };
  const bytes = Buffer.from(json);
  if (String(bytes.length) !== length) return { is: 'damaged' };
  if (crc32(bytes).toString(16).padStart(8, '0') !== crc) return { is: 'damaged' };
  if (version !== VERSION) return { is: 'future' };
  let value: JsonValue;
  try {
    value = JSON.parse(json) as JsonValue;
  } catch {
    return { is: 'damaged' };
  }
  const record = asRecord(value);
  return record === null ? { is: 'future' } : { is: 'record', record };
}

type Check = (value: JsonValue | undefined) => boolean;
const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number';
const textOrNull: Check = (value) => value === null || text(value);
const optionalText: Check = (value) => value === undefined || text(value);

const INTENT: Readonly<Record<string, Check>> = {
  address: textOrNull,
  idempotencyKey: text,
  generation: number,
  title: textOrNull,
  contentHash: text,
  body: text,
  at: number,
};

const KINDS: ReadonlyMap<string, Readonly<Record<string, Check>>> = new Map<
  string,
  Readonly<Record<string, Check>>
>([
  ['begin', { stack: text, lineage: text, serial: number, pid: number, at: number }],
  ['intent', { intent: (value) => isJsonObject(value) && matches(value, INTENT) }],
  ['created', { key: text, jobId: text }],
  ['abandoned', { key: text }],
  [
    'result',
    {
      address: text,
      module: optionalText,
      mode: (value) => value === 'managed' || value === 'data',
      type: text,
      name: text,
      provider: text,
      index: (value) => optionalText(value) || number(value),
      deposed: optionalText,
      instance: (value) => value === null || isJsonObject(value),
    },
  ],
  ['moved', { from: text, to: text }],
  ['checkpoint', { serial: number }],
  ['note', { text }],
]);

function asRecord(value: JsonValue): JournalRecord | null {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'kind')) return null;
  const checks = typeof value.kind === 'string' ? KINDS.get(value.kind) : undefined;
  return checks !== undefined && matches(value, checks) ? (value as unknown as JournalRecord) : null;
}

function matches(
  value: { readonly [key: string]: JsonValue },
  checks: Readonly<Record<string, Check>>,
): boolean {
  return Object.entries(checks).every(([key, check]) =>
    check(Object.hasOwn(value, key) ? value[key] : undefined),
  );
}
