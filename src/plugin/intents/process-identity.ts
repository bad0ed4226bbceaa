import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Names one process for good: process IDs are reused, start times are not. `start` is null where the system does not
 * tell (Windows); then only the ID counts.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string | null;
}

/** Fields of /proc/PID/stat from the third on; none where there is no such process, or no /proc. */
export function statFields(pid: number): readonly string[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in field 2 may hold blanks and brackets, so count from its end.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}

/** From /proc, to the tick; null where there is none. */
function startFromProc(pid: number): string | null {
  const ticks = statFields(pid)[19];
  if (ticks === undefined) return null;
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${ticks}`;
  } catch {
    return null;
  }
}

/** Killed, and not yet taken note of by its parent: for ever where process 1 of a container does not care. */
function isZombie(pid: number): boolean {
  return process.platform === 'linux' && statFields(pid)[0] === 'Z';
}

/** From `ps`, to the second: macOS and the BSDs have no /proc. Null for a process that is gone. */
export function startFromPs(pid: number): string | null {
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' },
  });
  return stdout?.trim() || null;
}

function startOf(pid: number): string | null {
  if (process.platform === 'win32') return null;
  return process.platform === 'linux' ? startFromProc(pid) : startFromPs(pid);
}

export function identify(pid: number): ProcessIdentity {
  return { pid, start: startOf(pid) };
}

/** Whether that very process still runs. */
export function isAlive(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    // EPERM: it runs, but as another user.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (isZombie(identity.pid)) return false;
  return identity.start === null || startOf(identity.pid) === identity.start;
}

export function sameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.start === b.start;
}
