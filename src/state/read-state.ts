import { readFile } from 'node:fs/promises';
import { parseState } from './parse-state.ts';
import { StateError, systemErrorCode, systemReason } from './state-error.ts';
import { stateErrors } from './state-errors.ts';
import type { StateFile } from './state-file.ts';

/** V8 holds no longer string; far above any real state. */
const MAX_BYTES = 500 * 1024 * 1024;

/**
 * Reads a state file, following symbolic links. Null when it does not exist or has no byte in it: Terraform leaves an
 * empty file behind when it is killed before its first write, and takes it as no state.
 * Raises `StateError`: those of `parseState`, unreadable, too-large.
 */
export async function readStateFile(path: string): Promise<StateFile | null> {
  const bytes = await readBytes(path);
  return bytes === null || bytes.length === 0 ? null : parseState(decodeState(bytes, path), path);
}

/** The bytes of a file; null when it does not exist. */
export async function readBytes(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT') return null;
    if (code === 'ERR_FS_FILE_TOO_LARGE') throw tooLarge(path, error);
    throw new StateError(
      'unreadable',
      'Cannot Read File',
      `${path} could not be read: ${systemReason(error)}. Nothing was changed. Make it readable and run again.`,
      { cause: error },
    );
  }
}

/** Bytes as text; refuses what is not UTF-8 instead of replacing it, which would lose bytes at the next write. */
export function decodeState(bytes: Buffer, where: string): string {
  if (bytes.length > MAX_BYTES) throw tooLarge(where, undefined);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
      allZero(bytes) ? FORBIDDEN : bytes,
    );
  } catch {
    throw stateErrors.encoding(where, allZero(bytes));
  }
}

const FORBIDDEN = Buffer.from([0xff]);

function allZero(bytes: Buffer): boolean {
  return bytes[0] === 0 && bytes.every((byte) => byte === 0);
}

function tooLarge(path: string, cause: unknown): StateError {
  return new StateError(
    'too-large',
    'State File Is Too Large',
    `${path} is larger than ${MAX_BYTES / 1024 / 1024} MB, more than otform can hold. Run this stack with Terraform, ` +
      'or split it into several stacks.',
    { cause },
  );
}
