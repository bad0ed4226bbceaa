import { open } from 'node:fs/promises';
import { unwritable } from './atomic-write.ts';
import { systemErrorCode } from './state-error.ts';

/** A file that is about to be replaced, kept open over the rename. */
export interface ReplacedFile {
  /** Spoils the old content, if the file has no name left. */
  invalidate(): Promise<void>;
  close(): Promise<void>;
}

const NOTE = 'This state file was replaced by otform while you waited for its lock. Run the command again.\n';

/**
 * Opens a state file before it is replaced. A Terraform that waits with `-lock-timeout` keeps the old file open, and
 * would plan from it and write its new state into it, where nobody finds it (observed with 1.11.4 [D]). Spoiled, the
 * old file makes that Terraform stop with an error before it does anything. A file that still has another name (a
 * hard link) is somebody's copy and left alone. Null when there is no file yet. Raises `StateError` unwritable.
 */
export async function openReplaced(path: string): Promise<ReplacedFile | null> {
  try {
    const file = await open(path, 'r+');
    return {
      async invalidate() {
        if ((await file.stat()).nlink !== 0) return;
        await file.truncate(0);
        await file.write(NOTE, 0);
      },
      close: () => file.close(),
    };
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw unwritable(path, error);
  }
}
