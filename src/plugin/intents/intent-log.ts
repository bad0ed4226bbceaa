import type { CreateIntent, IntentLog, OpenIntent } from '../../provider/resource.ts';
import type { Value } from '../../provider/values.ts';
import { intentLogUnwritable } from './intent-diagnostics.ts';
import type { IntentRecord } from './intent-record.ts';
import { entryKey } from './intent-record.ts';
import { IntentSearch } from './intent-search.ts';
import { IntentStore } from './intent-store.ts';
import type { IntentEntry } from './intent-table.ts';
import { intentLogPath } from './log-place.ts';
import { identify, isAlive, sameProcess } from './process-identity.ts';
import type { StateContents } from './terraform-folder.ts';
import { TerraformFolder } from './terraform-folder.ts';

export interface IntentLogOptions {
  /** Terraform's working folder; `intentLogPath` tells where its log lies. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How long to wait for an orphaned process that is still creating the same job. Milliseconds. */
  readonly orphanPatienceMs?: number;
  /** Told when a confirmation could not be written; the intent then stays open, which is harmless. */
  readonly onError?: (error: unknown) => void;
}

/** The log as one ApplyResourceChange uses it. */
export interface IntentScope extends IntentLog {
  /** The call is over and answered with this job, or without one. */
  close(jobId: string | null): void;
}

/**
 * Durable record of creates under Terraform, which tells providers no addresses and saves its state later than we
 * answer. An intent is open from before its request leaves until Terraform shows that its state holds the job. Shared
 * by parallel calls and by several processes; each open intent is handed to one caller only.
 */
export class FileIntentLog {
  readonly #store: IntentStore;
  readonly #terraform: TerraformFolder;
  readonly #search: IntentSearch;
  readonly #onError: (error: unknown) => void;
  readonly #plugin = identify(process.pid);
  readonly #host = identify(process.ppid);
  /** Keys in the hands of a call that is under way. */
  readonly #inHand = new Set<string>();
  /** Jobs answered to Terraform, with the run they were answered in. */
  readonly #answered = new Map<string, number>();
  readonly #confirmed = new Set<string>();
  /** Generations that jobs of this process take, by given key, once those before them were ended for them. */
  readonly #successors = new Map<string, number>();
  #run = 0;
  #held: Promise<StateContents | null> | null = null;
  #loaded = false;
  #searching: Promise<unknown> = Promise.resolve();
  /** Writes end in the order they began, so waiting for the last is enough. */
  #lastNote: Promise<void> = Promise.resolve();

  constructor(options: IntentLogOptions) {
    this.#store = new IntentStore(intentLogPath(options.folder), this.#plugin);
    this.#terraform = new TerraformFolder(options.folder, options.env);
    this.#onError = options.onError ?? (() => {});
    this.#search = new IntentSearch({
      store: this.#store,
      terraform: this.#terraform,
      plugin: this.#plugin,
      host: this.#host,
      patienceMs: options.orphanPatienceMs ?? 60_000,
      isInHand: ({ key, jobId }) =>
        this.#inHand.has(key) || (jobId !== null && this.#answered.get(jobId) === this.#run),
    });
  }

  /** The log's file; it is there only while something is open. */
  get path(): string {
    return this.#store.path;
  }

  /** A host configured the provider: what was answered before belongs to an earlier run. */
  startRun(): void {
    this.#run += 1;
    this.#held = null;
    this.#searching = this.#searching.then(() => this.#load()).catch(this.#onError);
  }

  /** Terraform named this ID as one its state holds. */
  confirm(id: Value): void {
    if (typeof id !== 'string' || this.#confirmed.has(id)) return;
    this.#confirmed.add(id);
    if (this.#loaded) this.#closeConfirmed(id);
  }

  #closeConfirmed(jobId: string): void {
    if (this.#store.table.hasJob(jobId)) this.#note({ op: 'confirmed', jobId });
  }

  /** A line whose loss does no harm: written in passing. */
  #note(record: IntentRecord): void {
    this.#lastNote = this.#store.record(record).catch(this.#onError);
  }

  /** Creates that nobody works on and that the state does not hold, as far as can be seen: somebody should know. */
  async leftBehind(): Promise<readonly IntentEntry[]> {
    await this.#searching;
    const workspace = await this.#terraform.workspace();
    const found: IntentEntry[] = [];
    for (const entry of this.#store.table.entries()) {
      const { jobId, owner, handedOver } = entry;
      if (owner.workspace !== workspace || handedOver || isAlive(owner.plugin)) continue;
      if (jobId === null || (await this.#terraform.stateKnows(jobId)) === 'no') found.push(entry);
    }
    return found;
  }

  /** A plan has a create of this content: no other create may take what an earlier one of it left. */
  expect(contentHash: string): void {
    for (const { key, intent, expectedBy } of this.#store.table.foreign()) {
      if (intent.contentHash !== contentHash) continue;
      if (expectedBy === null || !sameProcess(expectedBy, this.#host))
        this.#note({ op: 'expected', key, host: this.#host });
    }
  }

  /**
   * A plan replaces the job under this key. By the time of the create nothing but the state tells so; where the state
   * cannot be seen, the log does. Durable when resolved.
   */
  async planSuccessor(givenKey: Value, generation: number): Promise<void> {
    await this.#searching;
    if (typeof givenKey !== 'string' || (await this.#heldAtFirst()) !== null) return;
    if (this.#store.table.successor(givenKey) === generation) return;
    await this.#store.record({ op: 'successor', givenKey, generation }).catch(this.#onError);
  }

  /**
   * Terraform ends this job so that another one takes its place; durable when resolved. A run that is cut off before
   * the state shows the end then finds out whose doing it was.
   */
  async replace(jobId: string, givenKey: Value, generation: number): Promise<void> {
    await this.#searching;
    if (typeof givenKey === 'string') this.#successors.set(givenKey, generation);
    if (this.#store.table.replacing.has(jobId)) return;
    try {
      await this.#store.record({ op: 'replacing', jobId, owner: await this.#search.owner() });
    } catch (error) {
      throw intentLogUnwritable(this.path, error);
    }
  }

  /** Whether a run that was cut off had begun to replace this job. */
  isBeingReplaced(jobId: Value): boolean {
    return typeof jobId === 'string' && this.#store.table.replacing.has(jobId);
  }

  /** The job was seen not to have ended: whoever ends it later, it was not that run. */
  keep(jobId: Value): void {
    if (typeof jobId === 'string' && this.isBeingReplaced(jobId)) this.#note({ op: 'replaced', jobId });
  }

  scope(generationOf: (privateText: string | null) => number = () => 1): IntentScope {
    const held = new Set<string>();
    const hold = (key: string) => {
      held.add(key);
      this.#inHand.add(key);
    };
    return {
      open: async (intent) => {
        hold(entryKey(intent));
        await this.#open(intent);
      },
      created: (intent, jobId) => this.#store.record({ op: 'created', key: entryKey(intent), jobId }),
      abandoned: (intent) => this.#store.record({ op: 'abandoned', key: entryKey(intent) }),
      findOpen: (query) =>
        this.#inTurn(async () => {
          const entry = await this.#search.take(query);
          if (entry === null) return null;
          hold(entry.key);
          return openIntent(entry);
        }),
      suspects: (query) =>
        this.#inTurn(async () => {
          const strangers = await this.#search.strangers(query);
          return strangers.filter(({ jobId }) => jobId !== null).map(openIntent);
        }),
      isHeld: async (jobId) =>
        this.#confirmed.has(jobId) || (await this.#heldAtFirst())?.ids.has(jobId) === true,
      nextGeneration: async (key) => {
        const texts = (await this.#heldAtFirst())?.privateByKey.get(key) ?? [];
        const held = texts.map((text) => generationOf(text) + 1);
        return Math.max(this.#store.table.successor(key), this.#successors.get(key) ?? 1, ...held);
      },
      close: (jobId) => {
        for (const key of held) this.#inHand.delete(key);
        if (jobId !== null) this.#answered.set(jobId, this.#run);
      },
    };
  }

  /** The process ends; in good order when the host said so. Removes the log when nothing in it is open. */
  async end(inGoodOrder: boolean): Promise<void> {
    await this.#searching;
    await this.#lastNote;
    if (!this.#loaded) return;
    const jobIds = [...this.#answered.keys()].filter((jobId) => this.#store.table.hasJob(jobId));
    if (inGoodOrder && jobIds.length > 0) await this.#store.record({ op: 'handed-over', jobIds });
    for (const jobId of await this.#replaced(inGoodOrder)) {
      await this.#store.record({ op: 'replaced', jobId });
    }
    await this.#load();
    await this.#store.removeIfSettled();
  }

  /** Jobs whose end the state is known, or in a backend that we cannot see is bound, to show. */
  async #replaced(inGoodOrder: boolean): Promise<readonly string[]> {
    const workspace = await this.#terraform.workspace();
    const found: string[] = [];
    for (const [jobId, owner] of this.#store.table.replacing) {
      if (owner.workspace !== workspace) continue;
      const known = await this.#terraform.stateKnows(jobId);
      const isSaved = inGoodOrder && sameProcess(owner.plugin, this.#plugin);
      if (known === 'no' || (known === 'unseen' && isSaved)) found.push(jobId);
    }
    return found;
  }

  /** One search at a time: what one takes, the next must not see as free. */
  #inTurn<T>(search: () => Promise<T>): Promise<T> {
    const turn = this.#searching.then(search);
    this.#searching = turn.catch(() => {});
    return turn;
  }

  /** What the state held when this run first asked. Read once: the state grows with every create of the run. */
  #heldAtFirst(): Promise<StateContents | null> {
    this.#held ??= this.#terraform.stateContents();
    return this.#held;
  }

  async #open(intent: CreateIntent): Promise<void> {
    const owner = await this.#search.owner();
    try {
      await this.#store.record({ op: 'open', owner, intent });
    } catch (error) {
      throw intentLogUnwritable(this.path, error);
    }
  }

  async #load(): Promise<void> {
    await this.#store.refresh();
    if (this.#loaded) return;
    this.#loaded = true;
    for (const id of this.#confirmed) this.#closeConfirmed(id);
  }
}

function openIntent({ intent, jobId }: IntentEntry): OpenIntent {
  return jobId === null ? intent : { ...intent, jobId };
}
