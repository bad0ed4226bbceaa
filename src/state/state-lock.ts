import { randomUUID } from 'node:crypto';
import { open, rm, stat } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { followLinks, NEW_FILE_MODE, unwritable } from './atomic-write.ts';
import { findFileLock, seesAllLocks } from './file-lock-table.ts';
import { lockErrors } from './lock-errors.ts';
import {
  breakLockFile,
  createLockFile,
  lockInfoPath,
  readLockFile,
  removeLockFile,
  removeLockLeftovers,
} from './lock-file.ts';
import type { LockInfo } from './lock-info.ts';
import { currentProcess, formatIdentity, isRunning, processStart } from './process-identity.ts';
import { type HolderEvidence, isHolderDead } from './stale-lock.ts';
import { systemErrorCode } from './state-error.ts';
import { TerraformGuard } from './terraform-guard.ts';

export interface LockRequest {
  /** Shown to whoever waits, e.g. `apply`. */
  readonly operation: string;
  /** Version of otform. */
  readonly version: string;
}

export interface LockOptions {
  /** How long to wait for another holder; 0: not at all. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Called once, when waiting begins. */
  readonly onWait?: (holder: LockInfo | null) => void;
  /** Called when the lock of a dead process was removed. */
  readonly onBroken?: (holder: LockInfo) => void;
  /** Waits between two tries; tests inject their own. Rejects when aborted. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;
const GUARD_TRIES = 10;
const GUARD_PAUSE_MS = 20;

/** A state lock that is held. Made by `acquireStateLock`. */
export class StateLock {
  readonly info: LockInfo;
  readonly #statePath: string;
  readonly #guard: TerraformGuard | null;
  readonly #madeFile: boolean;

  /** `madeFile`: taking the lock created an empty state file. */
  constructor(statePath: string, info: LockInfo, guard: TerraformGuard | null, madeFile: boolean) {
    this.#statePath = statePath;
    this.info = info;
    this.#guard = guard;
    this.#madeFile = madeFile;
  }

  /** Whether Terraform sees the lock too; where not, only lineage and serial catch a concurrent Terraform. */
  get isSeenByTerraform(): boolean {
    return this.#guard !== null;
  }

  /** Extends the lock to the file that is about to become the state. */
  async cover(path: string): Promise<void> {
    await this.#guard?.hold(path);
  }

  /** Raises `StateError` lock-not-held when somebody removed or took the lock meanwhile. */
  async assertHeld(): Promise<void> {
    const current = await readLockFile(lockInfoPath(this.#statePath));
    if (current === null || current === 'unreadable' || current.id !== this.info.id) {
      throw lockErrors.lost(this.#statePath, this.info, current === 'unreadable' ? null : current);
    }
  }

  /**
   * Removes the lock, and the empty state file that taking it may have made. The lock-info file goes last: whoever
   * waits for it must not then find the record lock still taken.
   */
  async release(): Promise<void> {
    try {
      if (this.#madeFile) await removeIfEmpty(this.#statePath);
      await this.#guard?.release();
      await removeLockFile(lockInfoPath(this.#statePath), this.info.id);
    } catch (error) {
      throw unwritable(lockInfoPath(this.#statePath), error);
    } finally {
      await this.#guard?.release();
    }
  }
}

/**
 * Takes the lock of a local state as Terraform does: lock-info file beside it and, where possible, the record lock on
 * the file itself. The lock of a dead process is broken (see `isHolderDead`), anyone else's is waited for.
 * Raises `StateError`: locked (with the holder), unwritable.
 */
export async function acquireStateLock(
  statePath: string,
  request: LockRequest,
  options: LockOptions,
): Promise<StateLock> {
  const now = options.now ?? (() => performance.now());
  const wait = options.wait ?? pause;
  const info = newLockInfo(statePath, request);
  const end = now() + options.timeoutMs;
  let pauseMs = FIRST_PAUSE_MS;
  let isWaiting = false;
  for (;;) {
    const attempt = await tryLock(statePath, info, options);
    if (attempt instanceof StateLock) return await tidied(attempt, statePath);
    const left = end - now();
    if (left <= 0) throw lockErrors.held(statePath, attempt.holder, options.timeoutMs);
    if (!isWaiting) options.onWait?.(attempt.holder);
    isWaiting = true;
    try {
      options.signal?.throwIfAborted();
      await wait(Math.min(pauseMs, left), options.signal);
    } catch (error) {
      if (!options.signal?.aborted) throw error;
      throw lockErrors.interrupted(statePath, attempt.holder);
    }
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

/** Removes a lock by its ID, as `terraform force-unlock` does. Raises `StateError`: lock-not-held, wrong-lock-id, unwritable. */
export async function forceUnlock(statePath: string, id: string): Promise<LockInfo> {
  const path = lockInfoPath(statePath);
  const holder = await readLockFile(path);
  if (holder === null) throw lockErrors.notLocked(statePath);
  if (holder === 'unreadable') throw lockErrors.unreadableLock(path);
  if (holder.id !== id) throw lockErrors.wrongId(statePath, id, holder);
  try {
    await removeLockFile(path, id);
  } catch (error) {
    throw unwritable(path, error);
  }
  return holder;
}

/** What dead processes left beside the lock says nothing any more once the lock is ours. */
async function tidied(lock: StateLock, statePath: string): Promise<StateLock> {
  try {
    const evidence = await gatherEvidence(statePath);
    await removeLockLeftovers(lockInfoPath(statePath), (owner) => isHolderDead(owner, evidence));
    return lock;
  } catch (error) {
    await lock.release();
    throw unwritable(lockInfoPath(statePath), error);
  }
}

interface Refusal {
  readonly holder: LockInfo | null;
}

async function tryLock(
  statePath: string,
  info: LockInfo,
  options: LockOptions,
): Promise<StateLock | Refusal> {
  const path = lockInfoPath(statePath);
  try {
    for (;;) {
      if (await createLockFile(path, info)) return await withGuard(statePath, info);
      const holder = await readLockFile(path);
      if (holder === null) continue;
      if (holder === 'unreadable') return { holder: null };
      const evidence = await gatherEvidence(statePath);
      if (!isHolderDead(holder, evidence)) return { holder };
      const isBroken = await breakLockFile(path, holder.id, info, (lock) => isHolderDead(lock, evidence));
      if (!isBroken) return { holder };
      options.onBroken?.(holder);
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** With our lock-info file in place, makes sure that no Terraform has the state and that none gets it. */
async function withGuard(statePath: string, info: LockInfo): Promise<StateLock | Refusal> {
  let guard: TerraformGuard | null = null;
  try {
    const target = await followLinks(statePath);
    guard = await TerraformGuard.start();
    if (guard !== null) {
      const madeFile = await createIfAbsent(target);
      const answer = await holdPatiently(guard, target);
      if (answer === 'ok') return new StateLock(statePath, info, guard, madeFile);
      await guard.release();
      guard = null;
      if (answer === 'held') return await refuse(statePath, info);
      if (madeFile) await removeIfEmpty(target);
    }
    if (await findFileLock(target)) return await refuse(statePath, info);
    return new StateLock(statePath, info, null, false);
  } catch (error) {
    await guard?.release();
    await removeLockFile(lockInfoPath(statePath), info.id);
    throw error;
  }
}

/** The guard of a killed otform needs a moment to notice that its parent is gone. */
async function holdPatiently(guard: TerraformGuard, path: string): Promise<'ok' | 'held' | 'unavailable'> {
  for (let tries = 1; ; tries += 1) {
    const answer = await guard.hold(path);
    if (answer !== 'held' || tries === GUARD_TRIES) return answer;
    await pause(GUARD_PAUSE_MS, undefined);
  }
}

/** A Terraform that was faster: it has, or is about to write, a lock-info file of its own. */
async function refuse(statePath: string, info: LockInfo): Promise<Refusal> {
  const path = lockInfoPath(statePath);
  const isOurs = await removeLockFile(path, info.id);
  const current = isOurs ? null : await readLockFile(path);
  return { holder: current === 'unreadable' ? null : current };
}

async function gatherEvidence(statePath: string): Promise<HolderEvidence> {
  const self = currentProcess();
  const lock = await findFileLock(await followLinks(statePath));
  const isCertain = lock === null && seesAllLocks(self.namespace);
  return {
    self,
    isRunning,
    processStart,
    fileLock: lock ? 'held' : isCertain ? 'free' : 'unknown',
  };
}

function newLockInfo(statePath: string, request: LockRequest): LockInfo {
  return {
    id: randomUUID(),
    operation: request.operation,
    info: formatIdentity(currentProcess()),
    who: `${userName()}@${hostname()}`,
    version: request.version,
    created: new Date().toISOString(),
    path: statePath,
  };
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    // A user ID without an entry in the password file, as containers have.
    return String(process.getuid?.() ?? 'unknown');
  }
}

/** Terraform too makes an empty state file to have something to lock; both take it as no state. */
async function createIfAbsent(path: string): Promise<boolean> {
  try {
    const file = await open(path, 'wx', NEW_FILE_MODE);
    await file.close();
    return true;
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
    return false;
  }
}

async function removeIfEmpty(path: string): Promise<void> {
  const target = await followLinks(path);
  try {
    if ((await stat(target)).size === 0) await rm(target, { force: true });
  } catch (error) {
    if (systemErrorCode(error) !== 'ENOENT') throw error;
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
  });
}
