import { randomBytes } from 'node:crypto';
import { chmod, lstat, mkdir, open, readlink, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { maskTokens } from './redact.ts';

/** Mode of a file that holds a token, and of the folder it lies in. */
export const PRIVATE_FILE_MODE = 0o600;
export const PRIVATE_FOLDER_MODE = 0o700;

/** Milliseconds that a writer waits for another one, and after which a lock counts as left behind by a dead one. */
const LOCK_PATIENCE_MS = 5_000;
const LOCK_STALE_MS = 10_000;
const LOCK_STEP_MS = 20;

/** A file that must hold a secret could not be written; what was there before is unchanged. Never quotes content. */
export class PrivateFileError extends Error {
  readonly summary = 'Cannot Save OpenTrain Credentials';
  readonly detail: string;
  readonly path: string;
  constructor(path: string, cause: unknown) {
    const detail = `${path} could not be written: ${systemReason(cause)}. What was there before is unchanged.`;
    super(`Cannot Save OpenTrain Credentials: ${detail}`);
    this.name = 'PrivateFileError';
    this.path = path;
    this.detail = detail;
  }
}

/**
 * Replaces a file so that a crash leaves the old or the new content, whole, and the new one is on disk when the
 * promise resolves. The file is 0600, its folder 0700; a symbolic link stays and what it points to is replaced.
 * Returns warnings about modes that were too open and have been repaired. Throws `PrivateFileError`.
 */
export async function writePrivateFile(path: string, text: string): Promise<readonly string[]> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: PRIVATE_FOLDER_MODE });
    const warnings = await tightenModes(path);
    const target = await followLinks(path);
    await mkdir(dirname(target), { recursive: true, mode: PRIVATE_FOLDER_MODE });
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      const file = await open(temporary, 'wx', PRIVATE_FILE_MODE);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, target);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
    await syncFolder(dirname(target));
    return warnings;
  } catch (error) {
    throw new PrivateFileError(path, error);
  }
}

/**
 * Finds out whether `writePrivateFile` would work, before something is asked for that could not be kept. Leaves no
 * file behind. Throws `PrivateFileError`.
 */
export async function checkWritable(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: PRIVATE_FOLDER_MODE });
    const target = await followLinks(path);
    const existing = await statOrNull(target);
    if (existing?.isDirectory() === true)
      throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    const probe = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    await (await open(probe, 'wx', PRIVATE_FILE_MODE)).close();
    await rm(probe);
  } catch (error) {
    throw new PrivateFileError(path, error);
  }
}

/** Takes group and others their rights on the file and its folder. One sentence for each that had to be changed. */
export async function tightenModes(path: string): Promise<readonly string[]> {
  if (process.platform === 'win32') return [];
  const warnings: string[] = [];
  const wanted = [
    [dirname(path), PRIVATE_FOLDER_MODE],
    [path, PRIVATE_FILE_MODE],
  ] as const;
  for (const [name, mode] of wanted) {
    const found = await statOrNull(name);
    if (found === null || (found.mode & 0o077) === 0) continue;
    if (name === path && !found.isFile()) continue;
    const was = (found.mode & 0o777).toString(8).padStart(3, '0');
    try {
      await chmod(name, mode);
      warnings.push(
        `${name} could be read by other users (mode ${was}); its mode is now ${mode.toString(8)}. If other people use this machine, run \`otform auth rotate\`.`,
      );
    } catch (error) {
      // Somebody else's folder: saying so is all that can be done, and no reason to lose a token.
      warnings.push(
        `${name} can be read by other users (mode ${was}) and could not be changed: ${systemReason(error)}.`,
      );
    }
  }
  return warnings;
}

/**
 * Runs `action` while no other writer that uses this lock does. A lock that stays taken is passed over: it keeps
 * writers apart that would else lose each other's keys, and is no reason to lose a token.
 */
export async function withWriteLock<T>(path: string, action: () => Promise<T>): Promise<T> {
  const lock = join(dirname(path), `.${basename(path)}.lock`);
  const taken = await takeLock(lock);
  try {
    return await action();
  } finally {
    if (taken) await rm(lock, { force: true });
  }
}

async function takeLock(lock: string): Promise<boolean> {
  const until = Date.now() + LOCK_PATIENCE_MS;
  for (;;) {
    try {
      await mkdir(dirname(lock), { recursive: true, mode: PRIVATE_FOLDER_MODE });
      await (await open(lock, 'wx', PRIVATE_FILE_MODE)).close();
      return true;
    } catch (error) {
      // Whatever else is wrong with the folder, the write itself will meet and report.
      if (systemCode(error) !== 'EEXIST' || Date.now() > until) return false;
    }
    const found = await statOrNull(lock);
    if (found !== null && Date.now() - found.mtimeMs > LOCK_STALE_MS) await rm(lock, { force: true });
    else await new Promise((done) => setTimeout(done, LOCK_STEP_MS));
  }
}

/** Where a path really leads, also when the last link points at nothing yet. */
async function followLinks(path: string): Promise<string> {
  let current = resolve(path);
  for (let hops = 0; hops < 40; hops += 1) {
    try {
      if (!(await lstat(current)).isSymbolicLink()) return current;
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return current;
      throw error;
    }
    current = resolve(dirname(current), await readlink(current));
  }
  throw Object.assign(new Error('too many symbolic links'), { code: 'ELOOP' });
}

async function syncFolder(folder: string): Promise<void> {
  // Folders cannot be opened on Windows, where the rename is journalled.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some network file systems cannot sync a folder and say so.
    if (!['EINVAL', 'ENOTSUP'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    await handle.close();
  }
}

async function statOrNull(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return null;
    throw error;
  }
}

export function systemCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is a file and no folder',
  ELOOP: 'its symbolic links lead in a circle',
};

function systemReason(error: unknown): string {
  const code = systemCode(error);
  if (code === undefined) return maskTokens(error instanceof Error ? error.message : String(error));
  const words = REASONS[code];
  return words === undefined ? code : `${words} (${code})`;
}
