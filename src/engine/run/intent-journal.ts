import type { CreateIntent, IntentLog, IntentQuery, OpenIntent } from '../../provider/resource.ts';
import type { Journal, JournalRecord } from '../../state/index.ts';
import { RUN_POINTS, type StepPoints, step } from '../apply/run-points.ts';
import type { LeftoverIntent } from './leftovers.ts';

/** The provider's intent log, kept in the journal of the run. */
export class IntentJournal implements IntentLog {
  readonly #journal: Journal;
  readonly #byKey = new Map<string, OpenIntent>();
  readonly #byAddress = new Map<string, Set<string>>();

  constructor(journal: Journal, leftovers: readonly LeftoverIntent[]) {
    this.#journal = journal;
    for (const { intent, jobId } of leftovers) this.#remember(jobId === null ? intent : { ...intent, jobId });
  }

  /** Creates that no state entry stands for yet. The journal must outlive the run while there are any. */
  get unsettled(): readonly OpenIntent[] {
    return [...this.#byKey.values()];
  }

  async findOpen(query: IntentQuery): Promise<OpenIntent | null> {
    if (query.address === null) {
      return this.unsettled.find((intent) => intent.contentHash === query.contentHash) ?? null;
    }
    const [key] = this.#byAddress.get(query.address) ?? [];
    return key === undefined ? null : (this.#byKey.get(key) ?? null);
  }

  /** Resolves when the intent is on disk. */
  async open(intent: CreateIntent): Promise<void> {
    const { jobId: _known, ...plain } = intent as OpenIntent;
    await this.#append(RUN_POINTS.intent, { kind: 'intent', intent: plain });
    this.#remember(intent);
  }

  async created(intent: CreateIntent, jobId: string): Promise<void> {
    await this.#append(RUN_POINTS.created, { kind: 'created', key: intent.idempotencyKey, jobId });
    this.#remember({ ...intent, jobId });
  }

  async abandoned(intent: CreateIntent): Promise<void> {
    await this.#append(RUN_POINTS.abandoned, { kind: 'abandoned', key: intent.idempotencyKey });
    this.#forget(intent);
  }

  /** A result that names the job is on disk: the state knows it from now on. */
  settled(address: string, jobId: string | null): void {
    for (const key of [...(this.#byAddress.get(address) ?? [])]) {
      const intent = this.#byKey.get(key);
      if (intent?.jobId !== undefined && intent.jobId === jobId) this.#forget(intent);
    }
  }

  #append(points: StepPoints, record: JournalRecord): Promise<void> {
    return step(points, () => this.#journal.append(record));
  }

  #remember(intent: OpenIntent): void {
    this.#byKey.set(intent.idempotencyKey, intent);
    if (intent.address === null) return;
    const keys = this.#byAddress.get(intent.address) ?? new Set<string>();
    keys.add(intent.idempotencyKey);
    this.#byAddress.set(intent.address, keys);
  }

  #forget(intent: CreateIntent): void {
    this.#byKey.delete(intent.idempotencyKey);
    if (intent.address !== null) this.#byAddress.get(intent.address)?.delete(intent.idempotencyKey);
  }
}
