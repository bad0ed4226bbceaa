import { readFile, stat } from 'node:fs/promises';
import { systemErrorCode } from './state-error.ts';

/** Inode number of the first PID namespace: from there every process of the machine is seen, containers included. */
const INITIAL_NAMESPACE = 'pid:[4026531836]';

/** One write lock on a whole file, as `/proc/locks` lists it. */
export interface FileLockHolder {
  readonly pid: number;
}

/**
 * Who holds a lock on a whole file, as Terraform does on its state while it runs (source: `/proc/locks` during
 * `terraform apply` 1.11.4 on Linux [D]). Null: nobody that this process can see. Undefined: the system does not tell.
 */
export async function findFileLock(path: string): Promise<FileLockHolder | null | undefined> {
  let table: string;
  let file: { readonly dev: bigint; readonly ino: bigint };
  try {
    table = await readFile('/proc/locks', 'utf8');
  } catch {
    return undefined;
  }
  try {
    file = await stat(path, { bigint: true });
  } catch (error) {
    return systemErrorCode(error) === 'ENOENT' ? null : undefined;
  }
  return lockHolderIn(table, file);
}

/** The part of `findFileLock` that reads the table; pure. */
export function lockHolderIn(
  table: string,
  file: { readonly dev: bigint; readonly ino: bigint },
): FileLockHolder | null {
  for (const line of table.split('\n')) {
    const match = /^\d+: (?:POSIX|OFDLCK) +\S+ +WRITE +(-?\d+) ([0-9a-f]+):([0-9a-f]+):(\d+) 0 EOF$/.exec(
      line.trim(),
    );
    if (match === null) continue;
    const [, pid = '', major = '', minor = '', inode = ''] = match;
    const isSameDevice = sameDevice(file.dev, Number.parseInt(major, 16), Number.parseInt(minor, 16));
    if (BigInt(inode) === file.ino && isSameDevice) return { pid: Number(pid) };
  }
  return null;
}

/** True when this process sees the locks of all processes of the machine. */
export function seesAllLocks(namespace: string | null): boolean {
  return namespace === INITIAL_NAMESPACE;
}

/** Overlay and btrfs report an anonymous device (major 0) that differs from the table's: the inode must do there. */
function sameDevice(dev: bigint, major: number, minor: number): boolean {
  const fileMajor = Number(((dev >> 8n) & 0xfffn) | ((dev >> 32n) & ~0xfffn));
  const fileMinor = Number((dev & 0xffn) | ((dev >> 12n) & 0xffffff00n));
  return fileMajor === 0 || major === 0 || (fileMajor === major && fileMinor === minor);
}
