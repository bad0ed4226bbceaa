import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Journal, journalPath, removeJournal } from '../../src/state/journal.ts';
import { formatJournalLine } from '../../src/state/journal-line.ts';
import type { JournalIntent, JournalRecord, ResultRecord } from '../../src/state/journal-records.ts';
import { readJournal, scanJournal } from '../../src/state/read-journal.ts';
import { replay } from '../../src/state/replay-journal.ts';
import { cleanFolders, PROVIDER, stateErrorOf, temporaryFolder } from './fixtures.ts';

cleanFolders();

const BASE = { lineage: 'lin', serial: 3, stack: 'jobs' };

const intent = (name: string): JournalIntent => ({
  address: `opentrain_job.${name}`,
  idempotencyKey: `key-${name}`,
  generation: 1,
  title: 'Título\n😀',
  contentHash: 'abc',
  body: '{"text":"x\\n"}',
  at: 1,
});
const opened = (name: string): JournalRecord => ({ kind: 'intent', intent: intent(name) });
const created = (name: string): JournalRecord => ({
  kind: 'created',
  key: `key-${name}`,
  jobId: `job-${name}`,
});
const result = (name: string, instance: ResultRecord['instance']): ResultRecord => ({
  kind: 'result',
  address: `opentrain_job.${name}`,
  mode: 'managed',
  type: 'opentrain_job',
  name,
  provider: PROVIDER,
  instance,
});
const exists = (name: string) => result(name, { attributes: { id: `job-${name}` } });
const begin: JournalRecord = { kind: 'begin', ...BASE, pid: 1, at: 1 };

describe('Journal', () => {
  it('gives back what was appended, in order, after begin', async () => {
    const path = journalPath(join(await temporaryFolder(), 's.tfstate'));
    const journal = await Journal.open(path, BASE);
    await journal.append(opened('a'));
    await journal.append({ kind: 'note', text: 'line\u2028break\n' });
    await journal.close();
    const content = await readJournal(path);
    expect(content?.tornTail).toBe(false);
    expect(content?.records).toEqual([
      expect.objectContaining({ kind: 'begin', ...BASE }),
      opened('a'),
      { kind: 'note', text: 'line\u2028break\n' },
    ]);
    expect(((await stat(path)).mode & 0o777).toString(8)).toBe('600');
  });

  it('shares one sync among appends that come together', async () => {
    const journal = await Journal.open(join(await temporaryFolder(), 'j'), BASE);
    const before = journal.syncCount;
    await Promise.all(Array.from({ length: 500 }, (_, index) => journal.append(opened(String(index)))));
    expect(journal.syncCount - before).toBe(1);
    await journal.close();
    expect((await readJournal(journal.path))?.records.length).toBe(501);
  });

  it('batches appends that come while a write is under way, in the order of the calls', async () => {
    const journal = await Journal.open(join(await temporaryFolder(), 'j'), BASE);
    const before = journal.syncCount;
    const first = journal.append(opened('0'));
    await new Promise((resolve) => setImmediate(resolve));
    const rest = Array.from({ length: 50 }, (_, index) => journal.append(opened(String(index + 1))));
    await Promise.all([first, ...rest]);
    expect(journal.syncCount - before).toBeLessThanOrEqual(2);
    await journal.close();
    const records = (await readJournal(journal.path))?.records.slice(1);
    expect(records).toEqual(Array.from({ length: 51 }, (_, index) => opened(String(index))));
  });

  it('continues behind the last whole record of a killed run', async () => {
    const path = join(await temporaryFolder(), 'j');
    await writeFile(path, `${formatJournalLine(begin) + formatJournalLine(opened('a'))}1 0bad`);
    const journal = await Journal.open(path, BASE);
    await journal.append(opened('b'));
    await journal.close();
    const content = await readJournal(path);
    expect(content?.tornTail).toBe(false);
    expect(content?.records.map((record) => record.kind)).toEqual(['begin', 'intent', 'begin', 'intent']);
  });

  it('refuses the journal of another state and leaves it as it is', async () => {
    const path = join(await temporaryFolder(), 'j');
    await writeFile(path, formatJournalLine(begin));
    const error = await stateErrorOf(() => Journal.open(path, { ...BASE, lineage: 'other' }));
    expect(error.code).toBe('wrong-lineage');
    expect(await readFile(path, 'utf8')).toBe(formatJournalLine(begin));
  });

  it('is gone after closeAndRemove, and removing it twice is fine', async () => {
    const journal = await Journal.open(join(await temporaryFolder(), 'j'), BASE);
    await journal.closeAndRemove();
    expect(await readJournal(journal.path)).toBe(null);
    await removeJournal(journal.path);
  });
});

describe('a journal damaged at every place', () => {
  const records = [begin, opened('a'), created('a'), exists('a')];
  const lines = records.map((record) => Buffer.from(formatJournalLine(record)));
  const bytes = Buffer.concat(lines);
  const ends = lines.map((_, index) => Buffer.concat(lines.slice(0, index + 1)).length);

  it('cut: every whole record survives, nothing else appears', () => {
    for (let length = 0; length <= bytes.length; length += 1) {
      const whole = ends.filter((end) => end <= length).length;
      const scanned = scanJournal(bytes.subarray(0, length), 'j');
      expect(scanned.records).toEqual(records.slice(0, whole));
      expect(scanned.intactBytes).toBe(ends[whole - 1] ?? 0);
    }
  });

  it('one byte changed: an error before the last record, a dropped tail in it', () => {
    const lastStart = ends[ends.length - 2] ?? 0;
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at] = (damaged[at] ?? 0) ^ 0x01;
      let outcome: unknown;
      try {
        outcome = scanJournal(damaged, 'j').records.length;
      } catch (error) {
        outcome = (error as { code: string }).code;
      }
      // A changed version digit leaves an intact record of an unknown format.
      if (damaged[at] === 0x30 && (at === 0 || bytes[at - 1] === 0x0a))
        expect(outcome).toBe('future-version');
      else if (at === bytes.length - 1) expect(outcome).toBe('corrupt');
      else expect(outcome).toBe(at >= lastStart ? records.length - 1 : 'corrupt');
    }
  });

  it('zeros behind the end, as a power failure leaves them, are dropped', () => {
    expect(scanJournal(Buffer.concat([bytes, Buffer.alloc(512)]), 'j').records).toEqual(records);
  });

  it('names line and offset', async () => {
    const damaged = Buffer.from(bytes);
    damaged[(ends[0] ?? 0) + 20] = 0;
    const error = await stateErrorOf(() => scanJournal(damaged, 'x.journal'));
    expect(error.detail).toContain(`line 2 (byte offset ${ends[0]})`);
  });
});

describe('replay', () => {
  const cases: readonly {
    readonly name: string;
    readonly records: readonly JournalRecord[];
    readonly open?: readonly string[];
    readonly orphans?: readonly string[];
    readonly results?: readonly string[];
    readonly serial?: number;
  }[] = [
    { name: 'nothing', records: [], serial: 0 },
    { name: 'intent-only', records: [begin, opened('a')], open: ['key-a'] },
    { name: 'intent-abandoned', records: [begin, opened('a'), { kind: 'abandoned', key: 'key-a' }] },
    { name: 'created-only', records: [begin, opened('a'), created('a')], orphans: ['job-a'] },
    {
      name: 'created-without-intent',
      records: [begin, created('a')],
      orphans: ['job-a'],
    },
    {
      name: 'created-and-result',
      records: [begin, opened('a'), created('a'), exists('a')],
      results: ['opentrain_job.a'],
    },
    {
      name: 'result-of-another-job-does-not-settle',
      records: [begin, opened('a'), created('a'), result('a', { attributes: { id: 'job-old' } })],
      orphans: ['job-a'],
      results: ['opentrain_job.a'],
    },
    {
      name: 'removal-does-not-settle',
      records: [begin, opened('a'), created('a'), result('a', null)],
      orphans: ['job-a'],
      results: ['opentrain_job.a'],
    },
    {
      name: 'checkpoint-takes-results',
      records: [
        begin,
        opened('a'),
        created('a'),
        exists('a'),
        { kind: 'checkpoint', serial: 4 },
        exists('b'),
      ],
      results: ['opentrain_job.b'],
      serial: 4,
    },
    {
      name: 'checkpoint-keeps-open-creates',
      records: [begin, opened('a'), opened('b'), created('b'), { kind: 'checkpoint', serial: 4 }],
      open: ['key-a'],
      orphans: ['job-b'],
      serial: 4,
    },
    {
      name: 'second-run-continues',
      records: [begin, exists('a'), { ...begin, serial: 9 }, exists('b')],
      results: ['opentrain_job.a', 'opentrain_job.b'],
      serial: 3,
    },
    {
      name: 'reopened-after-abandoned',
      records: [begin, opened('a'), { kind: 'abandoned', key: 'key-a' }, opened('a')],
      open: ['key-a'],
    },
    {
      name: 'deposed-beside-current',
      records: [begin, exists('a'), { ...result('a', null), deposed: 'd1' }],
      results: ['opentrain_job.a', 'opentrain_job.a (deposed object d1)'],
    },
  ];

  it.each(cases)('$name', ({ records, open, orphans, results, serial }) => {
    const replayed = replay(records);
    expect(replayed.openIntents.map((item) => item.idempotencyKey)).toEqual(open ?? []);
    expect(replayed.createdButNoResult.map((item) => item.jobId)).toEqual(orphans ?? []);
    expect([...replayed.results.keys()]).toEqual(results ?? []);
    expect(replayed.baseSerial).toBe(serial ?? 3);
    expect(replayed.baseLineage).toBe(records.length === 0 ? null : records[0] === begin ? 'lin' : null);
  });
});
