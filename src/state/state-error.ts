import type { LockInfo } from './lock-info.ts';

/** What went wrong, for tests, exit codes and JSON output. */
export type StateErrorCode =
  /** Not JSON, or JSON that is not a state (plan file, journal): the detail names the place. */
  | 'corrupt'
  /** Ends in the middle: the mark of a write by something that is not crash-safe. */
  | 'truncated'
  /** JSON, but not this kind of file at all. */
  | 'not-state'
  | 'future-version'
  | 'legacy-version'
  | 'too-large'
  | 'unreadable'
  | 'unwritable'
  | 'wrong-lineage'
  | 'serial-conflict'
  | 'locked'
  | 'lock-not-held'
  | 'wrong-lock-id'
  | 'not-plan'
  | 'terraform-plan';

export interface StateErrorExtras {
  /** Who holds the lock, for `locked`. */
  readonly holder?: LockInfo;
  /** Where the state that could not be saved was put instead. */
  readonly erroredPath?: string;
  readonly cause?: unknown;
}

/**
 * The only error this folder throws for anything a user, a disk or another program can cause.
 * `summary` is Title Case, at most 60 characters; `detail` says what happened, where, and the next command.
 */
export class StateError extends Error {
  readonly code: StateErrorCode;
  readonly summary: string;
  readonly detail: string;
  readonly holder: LockInfo | null;
  readonly erroredPath: string | null;

  constructor(code: StateErrorCode, summary: string, detail: string, extras: StateErrorExtras = {}) {
    super(
      `${summary}: ${detail}`,
      ...(extras.cause === undefined ? [] : [{ cause: extras.cause } as ErrorOptions]),
    );
    this.name = 'StateError';
    this.code = code;
    this.summary = summary;
    this.detail = detail;
    this.holder = extras.holder ?? null;
    this.erroredPath = extras.erroredPath ?? null;
  }
}

/** `ENOSPC` and friends of a failed system call, or null. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left on the disk',
  EDQUOT: 'the disk quota is used up',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ENOENT: 'the folder does not exist',
  ELOOP: 'symbolic links lead in a circle',
  ENAMETOOLONG: 'the name is too long',
  EIO: 'the disk reports an input/output error',
};

/** A system error in words, with its code for those who search for it. */
export function systemReason(error: unknown): string {
  const code = systemErrorCode(error);
  if (code === null) return error instanceof Error ? error.message : String(error);
  const words = REASONS[code];
  return words === undefined ? code : `${words} (${code})`;
}
