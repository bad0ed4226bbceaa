import type { JournalIntent, JournalRecord, MovedRecord, ResultRecord } from './journal-records.ts';
import { isJsonObject } from './json-text.ts';
import type { JsonValue } from './model.ts';

/** What an interrupted run did and left open. */
export interface Replay {
  /** Null: the journal is empty. */
  readonly baseLineage: string | null;
  /** Serial of the state that the results below come on top of. */
  readonly baseSerial: number;
  /** Last result by `resultKey`, in the order of their first appearance. */
  readonly results: ReadonlyMap<string, ResultRecord>;
  /** Address changes since the last checkpoint, in order. */
  readonly moves: readonly MovedRecord[];
  /** Creates whose answer is not known: a job may exist under each key. */
  readonly openIntents: readonly JournalIntent[];
  /** Jobs that exist and are in no result and no checkpoint: their IDs are known only here. */
  readonly createdButNoResult: readonly CreatedJob[];
}

export interface CreatedJob {
  readonly key: string;
  readonly jobId: string;
  /** Null when the journal does not hold the intent of this key. */
  readonly intent: JournalIntent | null;
}

/** Key of a result: the address, and the deposed key where there is one. */
export function resultKey(result: Pick<ResultRecord, 'address' | 'deposed'>): string {
  return result.deposed === undefined
    ? result.address
    : `${result.address} (deposed object ${result.deposed})`;
}

/**
 * Folds the records of a journal, of one run or of several that continued each other. Pure. Results before a
 * checkpoint are in the state already and left out; applying a result twice changes nothing.
 */
export function replay(records: readonly JournalRecord[]): Replay {
  let baseLineage: string | null = null;
  let baseSerial = 0;
  const results = new Map<string, ResultRecord>();
  let moves: MovedRecord[] = [];
  const open = new Map<string, JournalIntent>();
  const intents = new Map<string, JournalIntent>();
  const created = new CreatedJobs();
  for (const record of records) {
    switch (record.kind) {
      case 'begin':
        // A run that continues the journal starts from the same state: its results still count.
        baseLineage = record.lineage;
        if (results.size === 0 && moves.length === 0) baseSerial = record.serial;
        break;
      case 'intent':
        open.set(record.intent.idempotencyKey, record.intent);
        intents.set(record.intent.idempotencyKey, record.intent);
        break;
      case 'created':
        open.delete(record.key);
        created.add({ key: record.key, jobId: record.jobId, intent: intents.get(record.key) ?? null });
        break;
      case 'abandoned':
        open.delete(record.key);
        break;
      case 'result':
        results.set(resultKey(record), record);
        created.settle(record);
        break;
      case 'moved':
        moves.push(record);
        break;
      case 'checkpoint':
        baseSerial = record.serial;
        results.clear();
        moves = [];
        break;
      case 'note':
        break;
    }
  }
  return {
    baseLineage,
    baseSerial,
    results,
    moves,
    openIntents: [...open.values()],
    createdButNoResult: created.unsettled(),
  };
}

/** Created jobs by address, so that settling stays linear over a long journal. */
class CreatedJobs {
  readonly #byAddress = new Map<string | null, CreatedJob[]>();

  add(job: CreatedJob): void {
    const address = job.intent?.address ?? null;
    const others = (this.#byAddress.get(address) ?? []).filter((other) => other.jobId !== job.jobId);
    this.#byAddress.set(address, [...others, job]);
  }

  /** A result that names the job's ID takes it over. One without it (an older object, a removal) does not. */
  settle(result: ResultRecord): void {
    const jobs = this.#byAddress.get(result.address);
    if (jobs === undefined || result.instance === null) return;
    const left = jobs.filter((job) => !mentions(result.instance, job.jobId));
    if (left.length === 0) this.#byAddress.delete(result.address);
    else this.#byAddress.set(result.address, left);
  }

  unsettled(): readonly CreatedJob[] {
    return [...this.#byAddress.values()].flat();
  }
}

/** True when an attribute of the instance is the job's ID. */
function mentions(instance: JsonValue, jobId: string): boolean {
  const attributes = isJsonObject(instance) ? instance.attributes : undefined;
  return isJsonObject(attributes) && Object.values(attributes).includes(jobId);
}
