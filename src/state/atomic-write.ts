import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, readlink, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { definePoint, type FailPoint } from './fail-points.ts';
import { StateError, systemErrorCode, systemReason } from './state-error.ts';

/** Places to die in one kind of write; see `fail-points.ts`. */
export interface WritePoints {
  readonly beforeTemp: FailPoint;
  readonly midTemp: FailPoint;
  readonly beforeSync: FailPoint;
  readonly beforeRename: FailPoint;
  readonly afterRename: FailPoint;
  readonly afterFolderSync: FailPoint;
}

export function defineWritePoints(prefix: string): WritePoints {
  return {
    beforeTemp: definePoint(`${prefix}.before-temp`),
    midTemp: definePoint(`${prefix}.mid-temp`),
    beforeSync: definePoint(`${prefix}.before-sync`),
    beforeRename: definePoint(`${prefix}.before-rename`),
    afterRename: definePoint(`${prefix}.after-rename`),
    afterFolderSync: definePoint(`${prefix}.after-folder-sync`),
  };
}

export interface AtomicWriteOptions {
  readonly points: WritePoints;
  /** Called with the finished temporary file, before it takes the name of the old one. */
  readonly beforeRename?: (temporaryPath: string) => Promise<void>;
  /** Follow a symbolic link and replace what it points to. Default true. */
  readonly followLinks?: boolean;
}

/** New files hold private data: only the owner may read them. An existing file keeps its mode and owner. */
export const NEW_FILE_MODE = 0o600;

/**
 * Replaces a file so that a crash at any moment leaves the old or the new content, whole, and the new content is on
 * disk when the promise resolves: temporary file in the same folder, fsync, rename, fsync of the folder.
 * Raises `StateError` unwritable; the old file is then untouched, except when only the folder's fsync failed.
 */
export async function writeFileAtomic(
  path: string,
  content: string | Buffer,
  options: AtomicWriteOptions,
): Promise<void> {
  const { points } = options;
  try {
    const target = options.followLinks === false ? path : await followLinks(path);
    const temporary = join(
      dirname(target),
      `${temporaryPrefix(target)}${randomBytes(6).toString('hex')}.tmp`,
    );
    points.beforeTemp.hit();
    try {
      await writeTemporary(temporary, target, content, points);
      await options.beforeRename?.(temporary);
      points.beforeRename.hit();
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    points.afterRename.hit();
    await syncFolder(dirname(target));
    points.afterFolderSync.hit();
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** A failed write as `StateError`; one that is already a `StateError` is passed on. */
export function unwritable(path: string, error: unknown): StateError {
  if (error instanceof StateError) return error;
  return new StateError(
    'unwritable',
    'Cannot Write File',
    `${path} could not be written: ${systemReason(error)}. What was there before is unchanged. Make room or fix the ` +
      'permissions, then run again.',
    { cause: error },
  );
}

async function writeTemporary(
  temporary: string,
  target: string,
  content: string | Buffer,
  points: WritePoints,
): Promise<void> {
  const existing = await statOrNull(target);
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const file = await open(temporary, 'wx', NEW_FILE_MODE);
  try {
    if (points.midTemp.isArmed) {
      const middle = bytes.length >> 1;
      await file.writeFile(bytes.subarray(0, middle));
      points.midTemp.hit();
      await file.writeFile(bytes.subarray(middle));
    } else {
      await file.writeFile(bytes);
    }
    if (existing !== null) {
      await keepOwner(file, existing);
      await file.chmod(existing.mode & 0o777);
    }
    points.beforeSync.hit();
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Only the superuser may give files away; anyone else's new file is theirs, as with an editor. */
async function keepOwner(file: FileHandle, existing: Stats): Promise<void> {
  if (process.getuid?.() === 0) await file.chown(existing.uid, existing.gid);
}

async function statOrNull(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Where a path really leads, also when the last link points at nothing yet. */
export async function followLinks(path: string): Promise<string> {
  let current = resolve(path);
  for (let hops = 0; hops < 40; hops += 1) {
    try {
      if (!(await lstat(current)).isSymbolicLink()) return current;
    } catch (error) {
      if (systemErrorCode(error) === 'ENOENT') return current;
      throw error;
    }
    current = resolve(dirname(current), await readlink(current));
  }
  throw Object.assign(new Error(`Too many symbolic links at ${path}`), { code: 'ELOOP' });
}

/** Makes a new name in a folder durable. Folders cannot be opened on Windows, where the rename is journalled. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot sync a folder and say so.
    if (!['EINVAL', 'ENOTSUP'].includes(systemErrorCode(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

/** Removes temporary files that a killed run left beside `path`. Call only with the lock held. */
export async function removeLeftovers(path: string): Promise<void> {
  const target = await followLinks(path);
  const prefix = temporaryPrefix(target);
  for (const name of await readdir(dirname(target))) {
    if (name.startsWith(prefix) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(prefix.length))) {
      await rm(join(dirname(target), name), { force: true });
    }
  }
}

function temporaryPrefix(target: string): string {
  return `.${basename(target)}.otform-`;
}
