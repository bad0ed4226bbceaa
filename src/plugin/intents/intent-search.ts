import { isKeyOf, isRandomKey } from '../../provider/create-key.ts';
import type { CreateIntent, IntentQuery } from '../../provider/resource.ts';
import { createStillRunning, jobNotSeenInState } from './intent-diagnostics.ts';
import type { IntentOwner } from './intent-record.ts';
import type { IntentStore } from './intent-store.ts';
import type { IntentEntry } from './intent-table.ts';
import type { ProcessIdentity } from './process-identity.ts';
import { isAlive, sameProcess } from './process-identity.ts';
import type { TerraformFolder } from './terraform-folder.ts';

const POLL_MS = 100;
/** No request is under way for so long: what seems to be its process is another one with the same number. */
const LONGEST_CREATE_MS = 24 * 60 * 60 * 1000;

export interface SearchContext {
  readonly store: IntentStore;
  readonly terraform: TerraformFolder;
  readonly plugin: ProcessIdentity;
  readonly host: ProcessIdentity;
  /** How long to wait for an orphaned process that is still creating the same job. Milliseconds. */
  readonly patienceMs: number;
  /** A call of this process works on the create, or has answered it in this run. */
  readonly isInHand: (entry: IntentEntry) => boolean;
}

/** Looks for creates of earlier runs and takes them over, each by one caller only. Not to be run twice at a time. */
export class IntentSearch {
  readonly #context: SearchContext;

  constructor(context: SearchContext) {
    this.#context = context;
  }

  /** The create that a query means, taken over; null when there is none that is free. */
  async take(query: IntentQuery): Promise<IntentEntry | null> {
    const { store } = this.#context;
    await store.refresh();
    for (const { key } of store.table.entries()) {
      const entry = await this.#tryTake(key, (candidate) => isMeant(candidate.intent, query));
      if (entry !== null) return entry;
    }
    return this.#takeByTitle(query);
  }

  /** Creates of other processes that nothing is known to stand for, and that a query does not mean by its content. */
  async strangers(query: IntentQuery): Promise<readonly IntentEntry[]> {
    await this.#context.store.refresh();
    return this.#knownStrangers(query);
  }

  /**
   * Without a key of their own, left behind, and meant by no create that this host planned. What Terraform took in
   * good order may be in a state that we cannot see: only the same title makes one of those suspect.
   */
  async #knownStrangers(query: IntentQuery): Promise<readonly IntentEntry[]> {
    const found: IntentEntry[] = [];
    for (const entry of this.#context.store.table.foreign()) {
      if (isMeant(entry.intent, query) || !this.#isStranger(entry) || !(await this.isFree(entry))) continue;
      const known = await this.#stateKnows(entry);
      const isTold = known === 'unseen' && entry.handedOver;
      if (known !== 'yes' && (!isTold || isTitled(entry, query))) found.push(entry);
    }
    return found;
  }

  /** Whether an entry of this workspace has nobody at work on it. */
  async isFree(entry: IntentEntry): Promise<boolean> {
    return entry.owner.workspace === (await this.#context.terraform.workspace()) && this.#isLeftBehind(entry);
  }

  async owner(): Promise<IntentOwner> {
    const { plugin, host, terraform } = this.#context;
    return { plugin, host, workspace: await terraform.workspace() };
  }

  #isStranger({ intent, expectedBy }: IntentEntry): boolean {
    if (!isRandomKey(intent.idempotencyKey)) return false;
    return expectedBy === null || !sameProcess(expectedBy, this.#context.host);
  }

  /** One create of the same declared title that nothing else stands for is this one with an edited text. */
  async #takeByTitle(query: IntentQuery): Promise<IntentEntry | null> {
    if ((query.givenKey ?? null) !== null) return null;
    const titled = (await this.#knownStrangers(query)).filter((entry) => isTitled(entry, query));
    const [only] = titled;
    if (only === undefined || titled.length > 1) return null;
    if (only.handedOver && (await this.#stateKnows(only)) === 'unseen') return null;
    return this.#tryTake(only.key, (entry) => this.#isStranger(entry));
  }

  /** Takes one create over if it is left behind; looks again whenever another process moved it meanwhile. */
  async #tryTake(key: string, isWanted: (entry: IntentEntry) => boolean): Promise<IntentEntry | null> {
    const { table } = this.#context.store;
    for (;;) {
      const entry = table.get(key);
      if (entry === undefined || !isWanted(entry) || !(await this.isFree(entry))) return null;
      const current = table.get(key);
      if (current === undefined || !sameProcess(current.owner.plugin, entry.owner.plugin)) continue;
      const known = await this.#stateKnows(current);
      if (known === 'yes') return null;
      if (known === 'unseen' && current.handedOver) throw jobNotSeenInState(current);
      if (await this.#claim(current)) return current;
    }
  }

  /** Nobody works on it any more. Waits for a process whose Terraform is gone, because that one may still succeed. */
  async #isLeftBehind(entry: IntentEntry): Promise<boolean> {
    const { plugin, patienceMs, isInHand, store } = this.#context;
    if (sameProcess(entry.owner.plugin, plugin)) return !isInHand(entry);
    if (Date.now() - entry.intent.at > LONGEST_CREATE_MS) return true;
    const deadline = performance.now() + patienceMs;
    while (isAlive(entry.owner.plugin)) {
      if (isAlive(entry.owner.host)) return false;
      if (performance.now() > deadline) throw createStillRunning(entry);
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
    await store.refresh();
    return true;
  }

  /** Where the state names the job, the create is settled and its content is free to be posted again. */
  async #stateKnows({ jobId }: IntentEntry): Promise<'yes' | 'no' | 'unseen'> {
    if (jobId === null) return 'no';
    const { store, terraform } = this.#context;
    const known = await terraform.stateKnows(jobId);
    if (known === 'yes') await store.record({ op: 'confirmed', jobId });
    return known;
  }

  /** The first claim in the log wins, so two processes never adopt the same job. */
  async #claim(entry: IntentEntry): Promise<boolean> {
    const { store, plugin } = this.#context;
    const owner = await this.owner();
    if (sameProcess(entry.owner.plugin, plugin)) return true;
    await store.bid({ op: 'claimed', key: entry.key, owner, from: entry.owner });
    const now = store.table.get(entry.key);
    return now !== undefined && sameProcess(now.owner.plugin, plugin);
  }
}

function isTitled({ intent }: IntentEntry, { title }: IntentQuery): boolean {
  return intent.title !== null && intent.title === title;
}

/** A given key names the job whatever its text is by now; without one only the content tells. */
function isMeant(intent: CreateIntent, query: IntentQuery): boolean {
  const given = query.givenKey ?? null;
  if (given !== null) return isKeyOf(given, intent.idempotencyKey);
  return intent.contentHash === query.contentHash;
}
