import { isKeyOf } from '../../provider/create-key.ts';
import type { CreateIntent, IntentLog, IntentQuery, OpenIntent } from '../../provider/resource.ts';
import type { Value } from '../../provider/values.ts';
import { createStillRunning, intentLogUnwritable, jobNotSeenInState } from './intent-diagnostics.ts';
import type { IntentEntry, IntentOwner, IntentRecord } from './intent-record.ts';
import { entryKey, IntentTable, parseRecord } from './intent-record.ts';
import { intentLogPath } from './log-place.ts';
import { identify, isAlive, sameProcess } from './process-identity.ts';
import { SharedLogFile } from './shared-log-file.ts';
import { TerraformFolder } from './terraform-folder.ts';

const POLL_MS = 100;
/** No request is under way for so long: what seems to be its process is another one with the same number. */
const LONGEST_CREATE_MS = 24 * 60 * 60 * 1000;

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
  readonly #file: SharedLogFile;
  readonly #table = new IntentTable();
  readonly #terraform: TerraformFolder;
  readonly #patienceMs: number;
  readonly #onError: (error: unknown) => void;
  readonly #plugin = identify(process.pid);
  readonly #host = identify(process.ppid);
  /** Keys in the hands of a call that is under way. */
  readonly #inHand = new Set<string>();
  /** Jobs answered to Terraform, with the run they were answered in. */
  readonly #answered = new Map<string, number>();
  readonly #confirmed = new Set<string>();
  #run = 0;
  #held: Promise<ReadonlySet<unknown> | null> | null = null;
  #loaded = false;
  #searching: Promise<unknown> = Promise.resolve();
  /** Writes end in the order they began, so waiting for the last is enough. */
  #lastConfirmation: Promise<void> = Promise.resolve();

  constructor(options: IntentLogOptions) {
    this.#file = new SharedLogFile(intentLogPath(options.folder));
    this.#terraform = new TerraformFolder(options.folder, options.env);
    this.#patienceMs = options.orphanPatienceMs ?? 60_000;
    this.#onError = options.onError ?? (() => {});
  }

  /** The log's file; it is there only while something is open. */
  get path(): string {
    return this.#file.path;
  }

  /** A host configured the provider: what was answered before belongs to an earlier run. */
  startRun(): void {
    this.#run += 1;
    this.#held = null;
    this.#searching = this.#searching.then(() => this.#refresh()).catch(this.#onError);
  }

  /** Terraform named this ID as one its state holds. */
  confirm(id: Value): void {
    if (typeof id !== 'string' || this.#confirmed.has(id)) return;
    this.#confirmed.add(id);
    if (this.#loaded) this.#closeConfirmed(id);
  }

  #closeConfirmed(jobId: string): void {
    if (this.#table.hasJob(jobId)) {
      this.#lastConfirmation = this.#record({ op: 'confirmed', jobId }).catch(this.#onError);
    }
  }

  /** Creates that nobody works on and that the state does not hold, as far as can be seen: somebody should know. */
  async leftBehind(): Promise<readonly IntentEntry[]> {
    await this.#searching;
    const workspace = await this.#terraform.workspace();
    const found: IntentEntry[] = [];
    for (const entry of this.#table.entries()) {
      const { jobId, owner, handedOver } = entry;
      if (owner.workspace !== workspace || handedOver || isAlive(owner.plugin)) continue;
      if (jobId === null || (await this.#terraform.stateKnows(jobId)) === 'no') found.push(entry);
    }
    return found;
  }

  scope(): IntentScope {
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
      created: (intent, jobId) => this.#record({ op: 'created', key: entryKey(intent), jobId }),
      abandoned: (intent) => this.#record({ op: 'abandoned', key: entryKey(intent) }),
      findOpen: (query) => {
        const search = this.#searching.then(() => this.#find(query, hold));
        this.#searching = search.catch(() => {});
        return search;
      },
      isHeld: async (jobId) => this.#confirmed.has(jobId) || (await this.#heldAtFirst())?.has(jobId) === true,
      close: (jobId) => {
        for (const key of held) this.#inHand.delete(key);
        if (jobId !== null) this.#answered.set(jobId, this.#run);
      },
    };
  }

  /** The process ends; in good order when the host said so. Removes the log when nothing in it is open. */
  async end(inGoodOrder: boolean): Promise<void> {
    await this.#searching;
    await this.#lastConfirmation;
    if (!this.#loaded) return;
    const jobIds = [...this.#answered.keys()].filter((jobId) => this.#table.hasJob(jobId));
    if (inGoodOrder && jobIds.length > 0) await this.#record({ op: 'handed-over', jobIds });
    await this.#refresh();
    if (this.#table.size === 0) await this.#file.compact(stillNeeded);
  }

  /** IDs that the state held when this run first asked. Read once: the state grows with every create of the run. */
  #heldAtFirst(): Promise<ReadonlySet<unknown> | null> {
    this.#held ??= this.#terraform.stateIds();
    return this.#held;
  }

  async #open(intent: CreateIntent): Promise<void> {
    const owner = await this.#owner();
    try {
      await this.#record({ op: 'open', owner, intent });
    } catch (error) {
      throw intentLogUnwritable(this.#file.path, error);
    }
  }

  async #owner(): Promise<IntentOwner> {
    return { plugin: this.#plugin, host: this.#host, workspace: await this.#terraform.workspace() };
  }

  async #record(record: IntentRecord): Promise<void> {
    await this.#file.append(JSON.stringify(record));
    this.#table.apply(record);
  }

  async #refresh(): Promise<void> {
    for (const line of await this.#file.readNew()) {
      const record = parseRecord(line);
      if (record !== null) this.#table.apply(record);
    }
    if (this.#loaded) return;
    this.#loaded = true;
    for (const id of this.#confirmed) this.#closeConfirmed(id);
  }

  async #find(query: IntentQuery, hold: (key: string) => void): Promise<OpenIntent | null> {
    await this.#refresh();
    const workspace = await this.#terraform.workspace();
    for (const { key } of this.#table.entries()) {
      const entry = await this.#take(key, query, workspace);
      if (entry === null) continue;
      hold(key);
      return entry.jobId === null ? entry.intent : { ...entry.intent, jobId: entry.jobId };
    }
    return null;
  }

  /** Takes one create over if it is left behind; looks again whenever another process moved it meanwhile. */
  async #take(key: string, query: IntentQuery, workspace: string): Promise<IntentEntry | null> {
    for (;;) {
      const entry = this.#table.get(key);
      if (entry === undefined || !isMeant(entry.intent, query)) return null;
      if (entry.owner.workspace !== workspace || !(await this.#isLeftBehind(entry))) return null;
      const current = this.#table.get(key);
      if (current === undefined || !sameProcess(current.owner.plugin, entry.owner.plugin)) continue;
      if (await this.#isKnownToState(current)) return null;
      if (await this.#claim(current)) return current;
    }
  }

  /** Nobody works on it any more. Waits for a process whose Terraform is gone, because that one may still succeed. */
  async #isLeftBehind(entry: IntentEntry): Promise<boolean> {
    if (sameProcess(entry.owner.plugin, this.#plugin)) {
      const answeredNow = entry.jobId !== null && this.#answered.get(entry.jobId) === this.#run;
      return !this.#inHand.has(entry.key) && !answeredNow;
    }
    if (Date.now() - entry.intent.at > LONGEST_CREATE_MS) return true;
    const deadline = performance.now() + this.#patienceMs;
    while (isAlive(entry.owner.plugin)) {
      if (isAlive(entry.owner.host)) return false;
      if (performance.now() > deadline) throw createStillRunning(entry);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    await this.#refresh();
    return true;
  }

  /** The state names the job, so the create is settled and its content is free to be posted again. */
  async #isKnownToState(entry: IntentEntry): Promise<boolean> {
    if (entry.jobId === null) return false;
    const known = await this.#terraform.stateKnows(entry.jobId);
    if (known === 'yes') await this.#record({ op: 'confirmed', jobId: entry.jobId });
    if (known === 'unseen' && entry.handedOver) throw jobNotSeenInState(entry);
    return known === 'yes';
  }

  /** The first claim in the log wins, so two processes never adopt the same job. */
  async #claim(entry: IntentEntry): Promise<boolean> {
    const owner = await this.#owner();
    if (sameProcess(entry.owner.plugin, owner.plugin)) return true;
    await this.#file.append(
      JSON.stringify({ op: 'claimed', key: entry.key, owner, from: entry.owner } satisfies IntentRecord),
    );
    await this.#refresh();
    const now = this.#table.get(entry.key);
    return now !== undefined && sameProcess(now.owner.plugin, this.#plugin);
  }
}

/** A given key names the job whatever its text is by now; without one only the content tells. */
function isMeant(intent: CreateIntent, query: IntentQuery): boolean {
  const given = query.givenKey ?? null;
  if (given !== null) return isKeyOf(given, intent.idempotencyKey);
  return intent.contentHash === query.contentHash;
}

/** Lines that a log must keep: all, while any create in it is unsettled. */
function stillNeeded(lines: readonly string[]): readonly string[] {
  const table = new IntentTable();
  for (const line of lines) {
    const record = parseRecord(line);
    if (record !== null) table.apply(record);
  }
  return table.size === 0 ? [] : lines;
}
