import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { formatJournalLine } from '../../src/state/journal-line.ts';
import type { JournalRecord } from '../../src/state/journal-records.ts';
import { parseState } from '../../src/state/parse-state.ts';
import { parsePlanFile } from '../../src/state/plan-file.ts';
import { scanJournal } from '../../src/state/read-journal.ts';
import { decodeState } from '../../src/state/read-state.ts';
import { replay } from '../../src/state/replay-journal.ts';
import { serialiseState } from '../../src/state/serialise-state.ts';
import { StateError } from '../../src/state/state-error.ts';

const SEED = Number(process.env.FUZZ_SEED ?? 20_251);
const RUNS = { seed: SEED, numRuns: 1_000 };
process.stdout.write(`fuzz seed ${SEED}\n`);

/** Bytes near something valid: pieces cut out, doubled and overwritten. */
function near(valid: Buffer): fc.Arbitrary<Buffer> {
  const edit = fc.record({
    at: fc.nat(valid.length),
    length: fc.nat(40),
    bytes: fc.uint8Array({ maxLength: 12 }),
  });
  return fc.array(edit, { minLength: 1, maxLength: 4 }).map((edits) =>
    edits.reduce((bytes, { at, length, bytes: put }) => {
      return Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]);
    }, valid),
  );
}

/** Runs the call; only a `StateError` may come out of it. */
function survives(call: () => void): void {
  try {
    call();
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
  }
}

function check(inputs: fc.Arbitrary<Buffer>, read: (bytes: Buffer) => void): void {
  fc.assert(
    fc.property(inputs, (bytes) => {
      survives(() => read(bytes));
      if ('polluted' in {}) throw new Error('The prototype was changed');
    }),
    RUNS,
  );
}

const golden = readFileSync(join(import.meta.dirname, 'golden/foreign-keys.tfstate'));
const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text)),
);
const record: JournalRecord = { kind: 'begin', stack: 's', lineage: 'l', serial: 1, pid: 1, at: 1 };
const created: JournalRecord = { kind: 'created', key: 'k', jobId: 'j' };
const journal = Buffer.from([record, created, created].map(formatJournalLine).join(''));
const plan = Buffer.from(
  'otform saved plan, format 1\n{"lineage":null,"serial":0,"configHash":""}\nx\nsha256:0\n',
);

/** Shapes of a state with odd values in every place. */
const stateLike = fc
  .record({
    version: fc.constant(4),
    serial: fc.oneof(fc.nat(), fc.jsonValue()),
    lineage: fc.oneof(fc.string(), fc.jsonValue()),
    outputs: fc.oneof(fc.dictionary(fc.string(), fc.record({ value: fc.jsonValue() })), fc.jsonValue()),
    resources: fc.array(
      fc.record({
        mode: fc.constantFrom('managed', 'data', 'odd'),
        type: fc.string(),
        name: fc.string(),
        provider: fc.string(),
        instances: fc.array(
          fc.dictionary(
            fc.constantFrom(
              'index_key',
              'attributes',
              'private',
              'status',
              'deposed',
              '__proto__',
              'dependencies',
              'x',
            ),
            fc.oneof(fc.string(), fc.nat(), fc.jsonValue()),
          ),
        ),
      }),
    ),
  })
  .map((value) => Buffer.from(JSON.stringify(value)));

const readAndWrite = (bytes: Buffer) => {
  const file = parseState(decodeState(bytes, 'fuzz'));
  const text = serialiseState({ ...file, serial: file.serial + 1 }, file);
  const again = parseState(text);
  if (again.resources.length !== file.resources.length) throw new Error('A resource was lost');
  parseState(serialiseState(again));
};

describe('any input gives a value or a StateError', () => {
  it('parseState, bytes', () => check(anyBytes, readAndWrite));
  it('parseState, near a state', () =>
    check(near(golden), (bytes) => parseState(decodeState(bytes, 'fuzz'))));
  it('parseState, odd values', () => check(stateLike, readAndWrite));
  it('journal, bytes', () => check(anyBytes, (bytes) => replay(scanJournal(bytes, 'fuzz').records)));
  it('journal, near a journal', () =>
    check(near(journal), (bytes) => replay(scanJournal(bytes, 'fuzz').records)));
  it('journal, intact lines of odd records', () =>
    check(
      fc
        .array(fc.jsonValue())
        .map((values) => Buffer.from(values.map((value) => formatJournalLine(value as never)).join(''))),
      (bytes) => replay(scanJournal(bytes, 'fuzz').records),
    ));
  it('plan file, bytes', () => check(anyBytes, (bytes) => parsePlanFile(bytes, 'fuzz')));
  it('plan file, near a plan', () => check(near(plan), (bytes) => parsePlanFile(bytes, 'fuzz')));
});
