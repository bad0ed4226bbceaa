import type { CreateIntent } from '../../provider/resource.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { sameProcess } from './process-identity.ts';

/** Who opened an intent: the plugin process, its host, and the workspace it worked on. */
export interface IntentOwner {
  readonly plugin: ProcessIdentity;
  readonly host: ProcessIdentity;
  readonly workspace: string;
}

/** One line of the log. Records of one key are read in order; the last one tells where the create stands. */
export type IntentRecord =
  | { readonly op: 'open'; readonly owner: IntentOwner; readonly intent: CreateIntent }
  /** A process takes over what a dead one left; void unless `from` still is the owner when the line is reached. */
  | {
      readonly op: 'claimed';
      readonly key: string;
      readonly owner: IntentOwner;
      readonly from: IntentOwner;
    }
  | { readonly op: 'created'; readonly key: string; readonly jobId: string }
  | { readonly op: 'abandoned'; readonly key: string }
  /** Terraform has shown that its state knows the job. */
  | { readonly op: 'confirmed'; readonly jobId: string }
  /** Terraform had these jobs in its hands and said goodbye in good order. */
  | { readonly op: 'handed-over'; readonly jobIds: readonly string[] };

/** Where a create stands, as the log tells it. */
export interface IntentEntry {
  readonly key: string;
  readonly intent: CreateIntent;
  readonly owner: IntentOwner;
  readonly jobId: string | null;
  /** Terraform had the job in its hands when it ended in good order, and has not shown it since. */
  readonly handedOver: boolean;
}

/** Names a create within the log. A key that a user gave may occur in several generations. */
export function entryKey(intent: Pick<CreateIntent, 'idempotencyKey' | 'generation'>): string {
  return `${intent.idempotencyKey}#${intent.generation}`;
}

function isRecord(value: unknown): value is IntentRecord {
  if (typeof value !== 'object' || value === null || !('op' in value)) return false;
  const record = value as Record<string, unknown>;
  switch (record.op) {
    case 'open':
      return typeof record.intent === 'object' && typeof record.owner === 'object';
    case 'created':
      return typeof record.key === 'string' && typeof record.jobId === 'string';
    case 'claimed':
      return (
        typeof record.key === 'string' && typeof record.owner === 'object' && typeof record.from === 'object'
      );
    case 'handed-over':
      return Array.isArray(record.jobIds);
    case 'abandoned':
      return typeof record.key === 'string';
    default:
      return record.op === 'confirmed' && typeof record.jobId === 'string';
  }
}

/** Null for a torn or foreign line: an intent whose line is torn was never promised to anybody. */
export function parseRecord(line: string): IntentRecord | null {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** Unsettled creates by key, kept up to date record by record. Records may be applied more than once, in order. */
export class IntentTable {
  readonly #entries = new Map<string, IntentEntry>();
  readonly #jobs = new Set<string>();

  apply(record: IntentRecord): void {
    if (record.op === 'confirmed') this.#confirm(record.jobId);
    else if (record.op === 'handed-over') this.#handOver(record.jobIds);
    else this.#applyToEntry(record.op === 'open' ? entryKey(record.intent) : record.key, record);
  }

  get(key: string): IntentEntry | undefined {
    return this.#entries.get(key);
  }

  get size(): number {
    return this.#entries.size;
  }

  hasJob(jobId: string): boolean {
    return this.#jobs.has(jobId);
  }

  /** Oldest first. */
  entries(): readonly IntentEntry[] {
    return [...this.#entries.values()];
  }

  #applyToEntry(key: string, record: Exclude<IntentRecord, { op: 'confirmed' | 'handed-over' }>): void {
    const known = this.#entries.get(key);
    if (record.op === 'open') {
      const { intent, owner } = record;
      this.#entries.set(key, { key, intent, owner, jobId: known?.jobId ?? null, handedOver: false });
    } else if (known === undefined) {
      return;
    } else if (record.op === 'abandoned') {
      this.#entries.delete(key);
    } else if (record.op === 'created') {
      this.#entries.set(key, { ...known, jobId: record.jobId });
      this.#jobs.add(record.jobId);
    } else if (sameProcess(known.owner.plugin, record.from.plugin)) {
      this.#entries.set(key, { ...known, owner: record.owner, handedOver: false });
    }
  }

  #confirm(jobId: string): void {
    if (!this.#jobs.delete(jobId)) return;
    for (const [key, entry] of this.#entries) if (entry.jobId === jobId) this.#entries.delete(key);
  }

  #handOver(jobIds: readonly string[]): void {
    for (const [key, entry] of this.#entries) {
      if (entry.jobId !== null && jobIds.includes(entry.jobId)) {
        this.#entries.set(key, { ...entry, handedOver: true });
      }
    }
  }
}
