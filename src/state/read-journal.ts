import { parseJournalLine } from './journal-line.ts';
import type { JournalRecord } from './journal-records.ts';
import { readBytes } from './read-state.ts';
import { StateError, systemReason } from './state-error.ts';

export interface JournalContent {
  readonly records: readonly JournalRecord[];
  /** The last write was cut off and dropped: its append had not resolved, so nothing was sent because of it. */
  readonly tornTail: boolean;
}

/**
 * Reads the journal of an interrupted run; null when there is none. A damaged end is dropped, damage before intact
 * records is an error. Raises `StateError`: corrupt, future-version, unreadable.
 */
export async function readJournal(path: string): Promise<JournalContent | null> {
  const bytes = await readBytes(path);
  if (bytes === null) return null;
  const { records, intactBytes } = scanJournal(bytes, path);
  return { records, tornTail: intactBytes < bytes.length };
}

const NEWLINE = 0x0a;

/** Whole records of the bytes, and how many bytes they fill. */
export function scanJournal(
  bytes: Buffer,
  where: string,
): { readonly records: readonly JournalRecord[]; readonly intactBytes: number } {
  const records: JournalRecord[] = [];
  let intactBytes = 0;
  let damagedLine: number | null = null;
  let line = 0;
  for (let start = 0; start < bytes.length; ) {
    line += 1;
    const end = bytes.indexOf(NEWLINE, start);
    if (end === -1) break;
    const parsed = parseJournalLine(bytes.toString('utf8', start, end));
    start = end + 1;
    if (parsed.is === 'damaged') {
      damagedLine ??= line;
      continue;
    }
    if (damagedLine !== null) throw journalErrors.corrupt(where, damagedLine, intactBytes);
    if (parsed.is === 'future') throw journalErrors.future(where, line);
    records.push(parsed.record);
    intactBytes = start;
  }
  if (isJoinedRecord(bytes.subarray(intactBytes)))
    throw journalErrors.corrupt(where, records.length + 1, intactBytes);
  return { records, intactBytes };
}

/**
 * A whole record with something other than a line break behind it: no cut-off write leaves that (zeros, which a power
 * failure leaves, apart), so the record was durable once and must not be dropped.
 */
function isJoinedRecord(tail: Buffer): boolean {
  const head = /^\d+ [0-9a-f]{8} (\d{1,15}) /.exec(tail.toString('latin1', 0, 40));
  if (head === null) return false;
  const length = head[0].length + Number(head[1]);
  if (length >= tail.length || tail.subarray(length).every((byte) => byte === 0)) return false;
  return parseJournalLine(tail.toString('utf8', 0, length)).is !== 'damaged';
}

/** Errors of the journal, in one place. */
export const journalErrors = {
  corrupt: (where: string, line: number, offset: number): StateError =>
    new StateError(
      'corrupt',
      'Journal of an Interrupted Run Is Damaged',
      `${where} is damaged at line ${line} (byte offset ${offset}), with intact records behind it, so it was changed ` +
        'by something other than a crash. It may name jobs that exist on OpenTrain and are not in the state. Look for ' +
        'them on your OpenTrain jobs page, import them with `otform import`, then move the journal away.',
    ),

  future: (where: string, line: number): StateError =>
    new StateError(
      'future-version',
      'Journal Was Written by a Newer otform',
      `${where} has a record at line ${line} that this otform does not know. It was left by an interrupted run of a ` +
        'newer version: finish that run with the same version (`otform apply`).',
    ),

  lineage: (where: string, got: string, expected: string): StateError =>
    new StateError(
      'wrong-lineage',
      'Journal Belongs to Another State',
      `${where} was left by an interrupted run on the state with lineage ${got}, but the state beside it has lineage ` +
        `${expected || 'none'}. Jobs of that run may exist on OpenTrain without being in this state. Put the other ` +
        'state back and run `otform apply`, or, if those jobs are accounted for, move the journal away.',
    ),

  unwritable: (where: string, error: unknown): StateError =>
    new StateError(
      'unwritable',
      'Cannot Write the Journal',
      `${where} could not be written: ${systemReason(error)}. No further job is created in this run. Make room or fix ` +
        'the permissions, then run `otform apply` again: it continues where this run stopped.',
      { cause: error },
    ),
};
