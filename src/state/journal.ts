import { constants } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { NEW_FILE_MODE, syncFolder, unwritable } from './atomic-write.ts';
import { definePoint } from './fail-points.ts';
import { formatJournalLine } from './journal-line.ts';
import type { BeginRecord, JournalRecord } from './journal-records.ts';
import { journalErrors, scanJournal } from './read-journal.ts';
import type { StateError } from './state-error.ts';

const BEFORE_APPEND = definePoint('state.journal.before-append');
const MID_APPEND = definePoint('state.journal.mid-append');
const BEFORE_SYNC = definePoint('state.journal.before-sync');
const AFTER_APPEND = definePoint('state.journal.after-append');
const BEFORE_REMOVE = definePoint('state.journal.before-remove');
const AFTER_REMOVE = definePoint('state.journal.after-remove');

/** Where the journal of a state lies: `.<state file name>.journal` beside it. */
export function journalPath(statePath: string): string {
  const path = resolve(statePath);
  return join(dirname(path), `.${basename(path)}.journal`);
}

/** The state that a run starts from. `serial` is 0 when there is none yet. */
export interface JournalBase {
  readonly lineage: string;
  readonly serial: number;
  readonly stack: string;
}

interface Waiting {
  readonly line: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Append-only log of one run. What `append` promised is on disk: appends that come while a write is under way share
 * the next write and its one fdatasync (group commit). After a failed write nothing more is taken: what follows a torn
 * line could not be read back.
 */
export class Journal {
  readonly path: string;
  readonly #file: FileHandle;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  #failure: StateError | null = null;
  #isClosed = false;
  #syncs = 0;

  private constructor(path: string, file: FileHandle) {
    this.path = path;
    this.#file = file;
  }

  /**
   * Opens the journal, creating it if needed, and writes the `begin` record. One that a killed run left is continued
   * behind its last whole record; the caller has read it (`readJournal`) and settled it, or does so now.
   * Raises `StateError`: wrong-lineage, corrupt, future-version, unwritable.
   */
  static async open(path: string, base: JournalBase): Promise<Journal> {
    let file: FileHandle;
    try {
      file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, NEW_FILE_MODE);
    } catch (error) {
      throw unwritable(path, error);
    }
    try {
      const bytes = await file.readFile();
      const { records, intactBytes } = scanJournal(bytes, path);
      const begun = records.find((record): record is BeginRecord => record.kind === 'begin');
      if (begun !== undefined && begun.lineage !== base.lineage) {
        throw journalErrors.lineage(path, begun.lineage, base.lineage);
      }
      if (intactBytes < bytes.length) await file.truncate(intactBytes);
      await syncFolder(dirname(path));
      const journal = new Journal(path, file);
      await journal.append({ kind: 'begin', ...base, pid: process.pid, at: Date.now() });
      return journal;
    } catch (error) {
      await file.close();
      throw unwritable(path, error);
    }
  }

  /** How often the file was synced: fewer than records when appends were grouped. */
  get syncCount(): number {
    return this.#syncs;
  }

  /** Resolves when the record is on disk. Records are written in the order of the calls. Raises unwritable. */
  append(record: JournalRecord): Promise<void> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    if (this.#isClosed) return Promise.reject(new Error('Append to a closed journal'));
    const line = formatJournalLine(record);
    return new Promise<void>((resolve, reject) => {
      this.#waiting.push({ line, resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits for what was appended and closes the file, which stays. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    while (this.#flushing !== null) await this.#flushing;
    await this.#file.close();
  }

  /** Closes and deletes the file: everything in it is in the state file by now. */
  async closeAndRemove(): Promise<void> {
    await this.close();
    await removeJournal(this.path);
  }

  async #flush(): Promise<void> {
    // Appends of the same turn of the event loop join the first batch.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const batch = this.#waiting;
      this.#waiting = [];
      try {
        if (this.#failure !== null) throw this.#failure;
        await this.#write(batch.map((waiting) => waiting.line).join(''));
        for (const waiting of batch) waiting.resolve();
      } catch (error) {
        this.#failure ??= journalErrors.unwritable(this.path, error);
        for (const waiting of batch) waiting.reject(this.#failure);
      }
    }
    this.#flushing = null;
  }

  async #write(text: string): Promise<void> {
    const bytes = Buffer.from(text);
    BEFORE_APPEND.hit();
    if (MID_APPEND.isArmed) {
      const middle = bytes.length >> 1;
      await this.#file.writeFile(bytes.subarray(0, middle));
      MID_APPEND.hit();
      await this.#file.writeFile(bytes.subarray(middle));
    } else {
      await this.#file.writeFile(bytes);
    }
    BEFORE_SYNC.hit();
    await this.#file.datasync();
    this.#syncs += 1;
    AFTER_APPEND.hit();
  }
}

/** Deletes a journal that is settled, durably. One that does not exist is fine. */
export async function removeJournal(path: string): Promise<void> {
  try {
    BEFORE_REMOVE.hit();
    await rm(path, { force: true });
    await syncFolder(dirname(path));
    AFTER_REMOVE.hit();
  } catch (error) {
    throw unwritable(path, error);
  }
}
