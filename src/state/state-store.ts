import { mkdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { defineWritePoints, removeLeftovers, unwritable, writeFileAtomic } from './atomic-write.ts';
import { checkpointErrors } from './checkpoint-errors.ts';
import { writeErroredState } from './errored-state.ts';
import { lockErrors } from './lock-errors.ts';
import type { LockInfo } from './lock-info.ts';
import type { State } from './model.ts';
import { parseState } from './parse-state.ts';
import { readStateFile } from './read-state.ts';
import { openReplaced } from './replaced-file.ts';
import { sameContent, serialiseState } from './serialise-state.ts';
import { StateError } from './state-error.ts';
import type { StateFile } from './state-file.ts';
import { acquireStateLock, type LockOptions, type LockRequest, type StateLock } from './state-lock.ts';

const STATE_POINTS = defineWritePoints('state.checkpoint');
const BACKUP_POINTS = defineWritePoints('state.backup');

export interface StateStoreOptions {
  /** False for `-lock=false`: `checkpoint` and `push` then work without a lock. Default true. */
  readonly locking?: boolean;
}

/**
 * The state at one path, for one run. Writes happen only through `checkpoint` and `push`, which never lose what they
 * were given: what cannot be written to its place is put into an `errored.tfstate` beside it.
 */
export class StateStore {
  readonly path: string;
  readonly #locking: boolean;
  #lock: StateLock | null = null;
  /** What this run knows to be on disk; undefined before the first `load`. */
  #base: StateFile | null | undefined;
  #isBackedUp = false;

  constructor(path: string, options: StateStoreOptions = {}) {
    this.path = resolve(path);
    this.#locking = options.locking ?? true;
  }

  /** Where the state before this run's first write is kept: `<state>.backup`, as Terraform does. */
  get backupPath(): string {
    return `${this.path}.backup`;
  }

  /** Reads the state; null when there is none. Raises the errors of `readStateFile`. Needs no lock. */
  async load(): Promise<StateFile | null> {
    this.#base = await readStateFile(this.path);
    return this.#base;
  }

  /**
   * Takes the lock, as `acquireStateLock`; what was loaded before must be loaded again. Null with locking off. The
   * state's folder is made if need be, as Terraform does.
   */
  async lock(request: LockRequest, options: LockOptions): Promise<StateLock | null> {
    try {
      await mkdir(dirname(this.path), { recursive: true });
    } catch (error) {
      throw unwritable(this.path, error);
    }
    if (!this.#locking) return null;
    this.#lock = await acquireStateLock(this.path, request, options);
    this.#base = undefined;
    try {
      await removeLeftovers(this.path);
      await removeLeftovers(this.backupPath);
    } catch (error) {
      await this.unlock();
      throw unwritable(this.path, error);
    }
    return this.#lock;
  }

  /** The lock that this run holds. */
  get heldLock(): LockInfo | null {
    return this.#lock?.info ?? null;
  }

  /** Releases the lock; without one it does nothing. */
  async unlock(): Promise<void> {
    const lock = this.#lock;
    this.#lock = null;
    await lock?.release();
  }

  /**
   * Makes `next` the state on disk: serial one higher, unless nothing changed, and then nothing is written. `next`
   * has the lineage of what was loaded; its serial is ignored (a first write counts up from it).
   *
   * Raises `StateError` wrong-lineage, serial-conflict, lock-not-held or unwritable, with `erroredPath` naming where
   * `next` was put instead. Afterwards the file holds the old or the new state, never a part.
   */
  async checkpoint(next: State): Promise<StateFile> {
    const base = await this.#loadedBase();
    if (base !== null && sameContent(next, base)) return base;
    const numbered: State = { ...next, serial: (base ?? next).serial + 1 };
    await this.#assertUnchanged(numbered, base);
    return this.#write(numbered, base);
  }

  /**
   * Replaces the state by another one of the same lineage, as `terraform state push` does: a lower serial, or other
   * content at the same serial, needs `force`, as does another lineage. The text is written as it came.
   */
  async push(candidate: StateFile, options: { readonly force: boolean }): Promise<StateFile> {
    const base = await this.#loadedBase();
    if (base !== null && !options.force) {
      if (base.lineage !== '' && candidate.lineage !== base.lineage) {
        throw checkpointErrors.pushLineage(this.path, candidate, base);
      }
      if (candidate.serial < base.serial) throw checkpointErrors.pushSerial(this.path, candidate, base);
      if (candidate.serial === base.serial && !sameContent(candidate, base)) {
        throw checkpointErrors.pushSameSerial(this.path, candidate);
      }
    }
    this.#assertLock();
    await this.#lock?.assertHeld();
    await this.#backUp(base);
    await this.#replace(candidate.source.text);
    this.#base = candidate;
    return candidate;
  }

  async #loadedBase(): Promise<StateFile | null> {
    return this.#base === undefined ? await this.load() : this.#base;
  }

  #assertLock(): void {
    if (this.#locking && this.#lock === null) throw lockErrors.notHeld(this.path);
  }

  /** Nobody else may have written since `base` was read; if somebody did, `next` is saved elsewhere. */
  async #assertUnchanged(next: State, base: StateFile | null): Promise<void> {
    this.#assertLock();
    try {
      if (base !== null && base.lineage !== '' && next.lineage !== base.lineage) {
        throw checkpointErrors.lineage(this.path, next, base);
      }
      await this.#lock?.assertHeld();
      const current = await readStateFile(this.path);
      if (current?.source.text === base?.source.text) return;
      throw checkpointErrors.conflict(this.path, current, base);
    } catch (error) {
      throw await this.#rescue(next, base, error);
    }
  }

  async #write(next: State, base: StateFile | null): Promise<StateFile> {
    const text = serialiseState(next, base ?? undefined);
    try {
      await this.#backUp(base);
      await this.#replace(text);
    } catch (error) {
      throw await this.#rescue(next, base, error);
    }
    this.#base = parseState(text, this.path);
    return this.#base;
  }

  async #backUp(base: StateFile | null): Promise<void> {
    if (this.#isBackedUp || base === null) return;
    await writeFileAtomic(this.backupPath, base.source.text, { points: BACKUP_POINTS });
    this.#isBackedUp = true;
  }

  async #replace(text: string): Promise<void> {
    const lock = this.#lock;
    const old = await openReplaced(this.path);
    try {
      await writeFileAtomic(this.path, text, {
        points: STATE_POINTS,
        ...(lock === null ? {} : { beforeRename: (temporary: string) => lock.cover(temporary) }),
      });
      await old?.invalidate();
    } finally {
      await old?.close();
    }
  }

  /** Puts a state that could not be written beside the real one, and says so in the error. */
  async #rescue(next: State, base: StateFile | null, error: unknown): Promise<unknown> {
    if (!(error instanceof StateError)) return error;
    const text = serialiseState(next, base ?? undefined);
    try {
      const path = await writeErroredState(join(dirname(this.path), 'errored.tfstate'), text);
      return checkpointErrors.rescued(error, path);
    } catch (second) {
      return checkpointErrors.notRescued(error, second);
    }
  }
}
