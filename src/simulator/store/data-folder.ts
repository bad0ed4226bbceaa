import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { COLLECTION_NAMES, type CollectionName, type Collections } from './model.ts';
import type { Store, StoreChange } from './store.ts';

const SNAPSHOT = 'store.json';
const LOG = 'store.log';
const LOCK = 'store.lock';

/** Log lines after which the snapshot is written anew. */
const COMPACT_AFTER = 50_000;

/**
 * The store on disk: a snapshot (temp file, fsync, rename) and a log of records changed since.
 *
 * Each request's changes are in the log before its answer leaves, so a killed simulator still has every write it
 * answered. There is no fsync a request: only a power cut can lose the tail, and then the log's torn end is dropped.
 */
export class DataFolder {
  readonly #path: string;
  #log: number | null = null;
  #lines = 0;

  /** Raises `Error` when a simulator that is alive uses the folder: two would overwrite each other's jobs. */
  constructor(path: string) {
    this.#path = resolve(path);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    this.#lock();
  }

  /** Fills an empty store from the folder. Raises `Error` naming the file when the snapshot is unreadable. */
  load(store: Store): void {
    const snapshot = join(this.#path, SNAPSHOT);
    if (existsSync(snapshot)) {
      let parsed: unknown;
      try {
        parsed = JSON.parse(readFileSync(snapshot, 'utf8'));
      } catch (error) {
        throw new Error(
          `The simulator's data in ${snapshot} is not JSON; move the folder away to start afresh.`,
          {
            cause: error,
          },
        );
      }
      const data = parsed as Partial<Record<CollectionName, object[]>>;
      for (const name of COLLECTION_NAMES) {
        for (const record of data[name] ?? []) putAny(store, name, record);
      }
    }
    const log = join(this.#path, LOG);
    if (existsSync(log)) this.#replay(store, readFileSync(log, 'utf8'));
    store.takeChanges();
    this.compact(store);
  }

  /** Appends changed records; called before the answer of the request leaves. */
  append(store: Store, changes: readonly StoreChange[]): void {
    if (changes.length === 0 || this.#log === null) return;
    writeSync(this.#log, changes.map((change) => `${JSON.stringify(change)}\n`).join(''));
    this.#lines += changes.length;
    if (this.#lines > COMPACT_AFTER) this.compact(store);
  }

  /** Writes the snapshot and starts an empty log. A kill between the two replays old lines, which changes nothing. */
  compact(store: Store): void {
    const temp = join(this.#path, `${SNAPSHOT}.tmp`);
    const file = openSync(temp, 'w', 0o600);
    const data = Object.fromEntries(COLLECTION_NAMES.map((name) => [name, [...store.tables[name].values()]]));
    writeWhole(file, JSON.stringify(data));
    fsyncSync(file);
    closeSync(file);
    renameSync(temp, join(this.#path, SNAPSHOT));
    if (this.#log !== null) closeSync(this.#log);
    this.#log = openSync(join(this.#path, LOG), 'w', 0o600);
    this.#lines = 0;
  }

  /** Lets go of the files; another simulator may use the folder from now on. */
  close(): void {
    if (this.#log !== null) closeSync(this.#log);
    this.#log = null;
    if (inUse.delete(this.#path)) rmSync(join(this.#path, LOCK), { force: true });
  }

  #lock(): void {
    const file = join(this.#path, LOCK);
    const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    // Our own number in the file is a killed run's, unless this process really has the folder open.
    const taken = owner === process.pid ? inUse.has(this.#path) : owner > 0 && isAlive(owner);
    if (taken) {
      throw new Error(
        `The simulator's data in ${this.#path} is in use by process ${owner}. Stop that one, or delete ${file} if it is none.`,
      );
    }
    writeFileSync(file, String(process.pid), { mode: 0o600 });
    inUse.add(this.#path);
  }

  #replay(store: Store, text: string): void {
    for (const line of text.split('\n')) {
      if (line === '') continue;
      let change: StoreChange;
      try {
        change = JSON.parse(line) as StoreChange;
      } catch {
        // A torn last line is a request that was never answered: the client treats it as lost, and so do we.
        return;
      }
      if (change.record !== null) putAny(store, change.collection, change.record);
      else if (change.collection === 'jobs') store.removeJob(change.id);
    }
  }
}

/** Folders that simulators of this process have open. */
const inUse = new Set<string>();

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there, only not ours.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function putAny(store: Store, name: CollectionName, record: object): void {
  const known = store.tables[name].get((record as { id: string }).id);
  // Indexes hold references, so a newer version is written into the record that is there.
  const target = known === undefined ? record : Object.assign(known, record);
  store.put(name, target as Collections[typeof name]);
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  let offset = 0;
  while (offset < bytes.length) offset += writeSync(file, bytes, offset);
}
