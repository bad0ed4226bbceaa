import { randomBytes } from 'node:crypto';
import { link, open, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { NEW_FILE_MODE } from './atomic-write.ts';
import { definePoint } from './fail-points.ts';
import { formatLockInfo, type LockInfo, parseLockInfo } from './lock-info.ts';
import { readBytes } from './read-state.ts';
import { systemErrorCode } from './state-error.ts';

const BEFORE_CREATE = definePoint('state.lock.before-create');
const MID_CREATE = definePoint('state.lock.mid-create');
const AFTER_CREATE = definePoint('state.lock.after-create');
const BEFORE_BREAK = definePoint('state.lock.before-break');
const MID_BREAK = definePoint('state.lock.mid-break');
const BEFORE_REMOVE = definePoint('state.lock.before-remove');
const AFTER_REMOVE = definePoint('state.lock.after-remove');

/** Terraform's rule for the lock-info file of a local state: `.<name>.lock.info`, one leading dot of the name dropped. */
export function lockInfoPath(statePath: string): string {
  const path = resolve(statePath);
  return join(dirname(path), `.${basename(path).replace(/^\./, '')}.lock.info`);
}

/** Holder by the lock-info file; null when free. `unreadable`: the file is there and says nothing. */
export async function readLockFile(path: string): Promise<LockInfo | 'unreadable' | null> {
  const bytes = await readBytes(path);
  if (bytes === null) return null;
  return parseLockInfo(bytes.toString('utf8')) ?? 'unreadable';
}

/**
 * Creates the file unless it exists; true when we made it. The content appears together with the name (a hard link to
 * a finished file), so that nobody ever reads half a lock. System errors are passed on.
 */
export async function createLockFile(path: string, lock: LockInfo): Promise<boolean> {
  BEFORE_CREATE.hit();
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const file = await open(temporary, 'wx', NEW_FILE_MODE);
  try {
    await file.writeFile(formatLockInfo(lock));
  } finally {
    await file.close();
  }
  try {
    MID_CREATE.hit();
    await link(temporary, path);
    AFTER_CREATE.hit();
    return true;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'EEXIST') return false;
    // File systems without hard links: the name and the content appear one after the other.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return await createInPlace(path, lock);
    throw error;
  } finally {
    await rm(temporary, { force: true });
  }
}

/** Removes the file if it is still the lock with this ID; false when it is another's or gone. */
export async function removeLockFile(path: string, id: string): Promise<boolean> {
  const current = await readLockFile(path);
  if (current === null || current === 'unreadable' || current.id !== id) return false;
  BEFORE_REMOVE.hit();
  await rm(path, { force: true });
  AFTER_REMOVE.hit();
  return true;
}

/**
 * Removes the lock of a dead holder, such that of several processes that try at once none removes the lock that
 * another has taken since: only the one that holds a second lock, named after the dead one's ID, may remove it. That
 * one is broken in the same way if its holder dies. True when this call removed the dead lock.
 */
export async function breakLockFile(
  path: string,
  deadId: string,
  breaker: LockInfo,
  isDead: (lock: LockInfo) => boolean,
): Promise<boolean> {
  const marker = `${path}.${deadId.replace(/[^0-9A-Za-z-]/g, '_').slice(0, 40)}`;
  BEFORE_BREAK.hit();
  if (!(await createLockFile(marker, breaker))) {
    const other = await readLockFile(marker);
    if (other === null || other === 'unreadable' || !isDead(other)) return false;
    // With the dead breaker's mark gone, the lock itself is still to be broken.
    if (!(await breakLockFile(marker, other.id, breaker, isDead))) return false;
    return breakLockFile(path, deadId, breaker, isDead);
  }
  try {
    MID_BREAK.hit();
    return await removeLockFile(path, deadId);
  } finally {
    await rm(marker, { force: true });
  }
}

/** Removes what killed processes left of taking or breaking this lock. Call only with the lock held. */
export async function removeLockLeftovers(path: string, isDead: (lock: LockInfo) => boolean): Promise<void> {
  const prefix = `${basename(path)}.`;
  for (const name of await readdir(dirname(path))) {
    if (!name.startsWith(prefix)) continue;
    const leftover = join(dirname(path), name);
    const owner = await readLockFile(leftover);
    if (owner !== null && owner !== 'unreadable' && isDead(owner)) await rm(leftover, { force: true });
  }
}

async function createInPlace(path: string, lock: LockInfo): Promise<boolean> {
  try {
    const file = await open(path, 'wx', NEW_FILE_MODE);
    try {
      await file.writeFile(formatLockInfo(lock));
    } finally {
      await file.close();
    }
    return true;
  } catch (error) {
    if (systemErrorCode(error) === 'EEXIST') return false;
    throw error;
  }
}
