import type { LockInfo } from './lock-info.ts';
import { type ProcessIdentity, parseIdentity } from './process-identity.ts';

/** What can be found out about the machine we run on, as far as it tells whether a lock's holder lives. */
export interface HolderEvidence {
  readonly self: ProcessIdentity;
  readonly isRunning: (pid: number) => boolean;
  /** Start time of a live process, or null. */
  readonly processStart: (pid: number) => string | null;
  /**
   * Whether some process holds Terraform's own lock on the state file: `free` only when that is certain for this
   * machine, containers included.
   */
  readonly fileLock: 'free' | 'held' | 'unknown';
}

/**
 * True only when the holder of a lock is certainly dead, so that the lock may be broken without asking. Pure.
 *
 * Ours: same host, boot and PID namespace, and the process is gone or its ID now belongs to another one. Terraform's:
 * same host, and nobody holds the file lock that Terraform keeps for as long as it runs. Anything else might live.
 */
export function isHolderDead(lock: LockInfo, evidence: HolderEvidence): boolean {
  const owner = parseIdentity(lock.info);
  return owner === null ? isTerraformDead(lock, evidence) : isOtformDead(owner, evidence);
}

function isOtformDead(owner: ProcessIdentity, { self, isRunning, processStart }: HolderEvidence): boolean {
  if (owner.host !== self.host || owner.boot !== self.boot || owner.namespace !== self.namespace)
    return false;
  if (!isRunning(owner.pid)) return true;
  const start = processStart(owner.pid);
  return owner.start !== null && start !== null && owner.start !== start;
}

function isTerraformDead(lock: LockInfo, { self, fileLock }: HolderEvidence): boolean {
  const host = lock.who.slice(lock.who.lastIndexOf('@') + 1);
  // Terraform always fills these and leaves Info empty; a lock of any other tool is not ours to judge.
  const isTerraform =
    lock.info === '' && lock.version !== '' && lock.operation !== '' && lock.who.includes('@');
  return isTerraform && host === self.host && fileLock === 'free';
}
