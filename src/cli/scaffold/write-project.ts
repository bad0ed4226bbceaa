import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { configError, environmentError } from '../diagnostic-error.ts';
import { type FirstProgram, scaffoldFiles } from './project.ts';

export interface WrittenProject {
  readonly written: readonly string[];
  /** Files that existed and were left alone. */
  readonly kept: readonly string[];
}

/** Writes a new project, by default with the quickstart as its program. Throws DiagnosticError, having written nothing, when the program's own files exist. */
export async function writeProject(dir: string, program?: FirstProgram): Promise<WrittenProject> {
  try {
    await mkdir(dir, { recursive: true });
    const existing = new Set(await readdir(dir));
    const files = scaffoldFiles(projectName(dir), program);
    const inTheWay = files.filter((file) => !file.mayExist && existing.has(file.name));
    if (inTheWay.length > 0) {
      throw configError(
        'init-exists',
        'There Is a Project Here Already',
        `${dir} has ${inTheWay.map((file) => file.name).join(' and ')}. Nothing was written. Start in another folder:\n    otform init NEW-FOLDER`,
      );
    }
    const fresh = files.filter((file) => !existing.has(file.name));
    // `wx`: even a file that appears meanwhile is not overwritten.
    for (const file of fresh) await writeFile(join(dir, file.name), file.text, { flag: 'wx' });
    return {
      written: fresh.map((file) => file.name),
      kept: files.filter((file) => existing.has(file.name)).map((file) => file.name),
    };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    throw environmentError('init-write', 'Cannot Write the Project', `${dir}: ${error.message}`);
  }
}

/** A name that npm accepts, from the folder's. */
function projectName(dir: string): string {
  const name = basename(dir)
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return name === '' ? 'opentrain-jobs' : name;
}
