import { isKeyOf } from '../../provider/create-key.ts';
import type { CreateIntent } from '../../provider/resource.ts';
import type { IntentOwner, IntentRecord } from './intent-record.ts';
import { entryKey } from './intent-record.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { sameProcess } from './process-identity.ts';

/** Where a create stands, as the log tells it. */
export interface IntentEntry {
  readonly key: string;
  readonly intent: CreateIntent;
  readonly owner: IntentOwner;
  readonly jobId: string | null;
  /** Terraform had the job in its hands when it ended in good order, and has not shown it since. */
  readonly handedOver: boolean;
  /** The host that last planned a create of the same content; null when none has since it was interrupted. */
  readonly expectedBy: ProcessIdentity | null;
}

type KeyedRecord = Extract<IntentRecord, { key: string } | { op: 'open' }>;

/** What is unsettled, kept up to date record by record. Records may be applied more than once, in order. */
export class IntentTable {
  readonly #entries = new Map<string, IntentEntry>();
  readonly #jobs = new Set<string>();
  readonly #replacing = new Map<string, IntentOwner>();
  readonly #successors = new Map<string, number>();
  /** Kept apart because a run that creates thousands looks at them for each. */
  readonly #foreign = new Set<string>();
  readonly #self: ProcessIdentity | null;

  /** `self`: the process whose own creates are not foreign. */
  constructor(self: ProcessIdentity | null = null) {
    this.#self = self;
  }

  apply(record: IntentRecord): void {
    switch (record.op) {
      case 'confirmed':
        this.#confirm(record.jobId);
        break;
      case 'handed-over':
        this.#handOver(record.jobIds);
        break;
      case 'replacing':
        this.#replacing.set(record.jobId, record.owner);
        break;
      case 'replaced':
        this.#replacing.delete(record.jobId);
        break;
      case 'successor':
        this.#successors.set(record.givenKey, record.generation);
        break;
      default:
        this.#applyToEntry(record.op === 'open' ? entryKey(record.intent) : record.key, record);
    }
  }

  get(key: string): IntentEntry | undefined {
    return this.#entries.get(key);
  }

  /** Nothing is left that a later run has to know. */
  get isSettled(): boolean {
    return this.#entries.size === 0 && this.#replacing.size === 0 && this.#successors.size === 0;
  }

  /** Jobs that are being ended for another one, with who does it. */
  get replacing(): ReadonlyMap<string, IntentOwner> {
    return this.#replacing;
  }

  /** Generation that the next create under a key is planned to be; 1 when no plan told. */
  successor(givenKey: string): number {
    return this.#successors.get(givenKey) ?? 1;
  }

  hasJob(jobId: string): boolean {
    return this.#jobs.has(jobId);
  }

  /** Oldest first. */
  entries(): readonly IntentEntry[] {
    return [...this.#entries.values()];
  }

  /** Creates in the hands of other processes, dead or alive; oldest first. */
  foreign(): readonly IntentEntry[] {
    return [...this.#foreign].flatMap((key) => this.#entries.get(key) ?? []);
  }

  #set(key: string, entry: IntentEntry): void {
    this.#entries.set(key, entry);
    if (this.#self !== null && sameProcess(entry.owner.plugin, this.#self)) this.#foreign.delete(key);
    else this.#foreign.add(key);
  }

  #delete(key: string): void {
    this.#entries.delete(key);
    this.#foreign.delete(key);
  }

  #applyToEntry(key: string, record: KeyedRecord): void {
    const known = this.#entries.get(key);
    if (record.op === 'open') {
      const { intent, owner } = record;
      const jobId = known?.jobId ?? null;
      this.#set(key, { key, intent, owner, jobId, handedOver: false, expectedBy: null });
    } else if (known === undefined) {
      return;
    } else if (record.op === 'abandoned') {
      this.#delete(key);
    } else if (record.op === 'created') {
      this.#set(key, { ...known, jobId: record.jobId });
      this.#jobs.add(record.jobId);
      this.#succeed(known.intent);
    } else if (record.op === 'expected') {
      this.#set(key, { ...known, expectedBy: record.host });
    } else if (sameProcess(known.owner.plugin, record.from.plugin)) {
      this.#set(key, { ...known, owner: record.owner, handedOver: false });
    }
  }

  /** A planned successor was made. */
  #succeed({ idempotencyKey, generation }: CreateIntent): void {
    for (const [givenKey, planned] of this.#successors) {
      if (planned <= generation && isKeyOf(givenKey, idempotencyKey)) this.#successors.delete(givenKey);
    }
  }

  #confirm(jobId: string): void {
    if (!this.#jobs.delete(jobId)) return;
    for (const [key, entry] of this.#entries) if (entry.jobId === jobId) this.#delete(key);
  }

  #handOver(jobIds: readonly string[]): void {
    for (const [key, entry] of this.#entries) {
      if (entry.jobId !== null && jobIds.includes(entry.jobId)) {
        this.#set(key, { ...entry, handedOver: true });
      }
    }
  }
}
