import { link, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { NEW_FILE_MODE, syncFolder, unwritable } from './atomic-write.ts';
import { definePoint } from './fail-points.ts';
import { systemErrorCode } from './state-error.ts';

const BEFORE_WRITE = definePoint('state.errored.before-write');
const AFTER_WRITE = definePoint('state.errored.after-write');

/** More than anyone lets pile up; then the last name tried is the error. */
const MAX_FILES = 1_000;

/**
 * Writes a state that could not be saved in its place under the first free name of `errored.tfstate`,
 * `errored.1.tfstate`, …: an earlier one may be the only record of other jobs. Durable when the promise resolves;
 * returns the path. Raises `StateError` unwritable.
 */
export async function writeErroredState(preferred: string, text: string): Promise<string> {
  BEFORE_WRITE.hit();
  const temporary = `${preferred}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w', NEW_FILE_MODE);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    const path = await linkToFreeName(temporary, preferred);
    await rm(temporary, { force: true });
    await syncFolder(dirname(path));
    AFTER_WRITE.hit();
    return path;
  } catch (error) {
    throw unwritable(preferred, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function linkToFreeName(temporary: string, preferred: string): Promise<string> {
  for (let number = 0; ; number += 1) {
    const path = number === 0 ? preferred : preferred.replace(/\.tfstate$/, `.${number}.tfstate`);
    try {
      await link(temporary, path);
      return path;
    } catch (error) {
      if (systemErrorCode(error) !== 'EEXIST' || number === MAX_FILES) throw error;
    }
  }
}
