import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asText, member } from '../contract/json-values.ts';
import type { Check } from './check.ts';

/** Files of a folder looked at; a project has a handful. */
const MAX_FILES = 10_000;

/** State files of the folder, and what interrupted runs left beside them. Reads only. */
export async function checkFolder(dir: string): Promise<readonly Check[]> {
  const names = (await readdir(dir).catch(() => [])).sort().slice(0, MAX_FILES);
  const states = names.filter((name) => name.endsWith('.tfstate') && !name.startsWith('errored'));
  const checks: Check[] = [
    {
      outcome: 'info',
      name: 'state files',
      message: states.length === 0 ? 'none in this folder' : states.join(', '),
    },
  ];
  for (const name of names) {
    if (name.endsWith('.tfstate.lock.info')) checks.push(await lockCheck(dir, name));
    else if (name.endsWith('.tfstate.journal')) checks.push(await journalCheck(dir, name));
    else if (/^errored(?:\.\d+)?\.tfstate$/.test(name)) checks.push(erroredCheck(name));
  }
  return checks;
}

async function lockCheck(dir: string, name: string): Promise<Check> {
  const lock = await readJson(join(dir, name));
  const [id, who, created] = ['ID', 'Who', 'Created'].map((key) => asText(member(lock, key)));
  if (id === undefined) {
    return {
      outcome: 'warn',
      name: 'lock',
      message: `${name}: a lock that does not say whose it is`,
      remedy: 'If no run is alive, remove the file.',
    };
  }
  return {
    outcome: 'warn',
    name: 'lock',
    message: `${name}: held by ${who ?? 'somebody'} since ${created ?? 'an unknown time'}`,
    remedy: `If no run is alive, release it with: otform force-unlock ${id}`,
  };
}

async function journalCheck(dir: string, name: string): Promise<Check> {
  const size = (await stat(join(dir, name)).catch(() => null))?.size ?? 0;
  return {
    outcome: 'warn',
    name: 'journal',
    message: `${name}: a run is going on, or was interrupted (${size} bytes)`,
    remedy:
      'Do not delete it: it may name jobs that are in no state yet. The next otform plan or apply settles it.',
  };
}

function erroredCheck(name: string): Check {
  return {
    outcome: 'warn',
    name: 'errored state',
    message: `${name}: a state that could not be saved in its place`,
    remedy: `Compare it with the state, then: otform state push ${name}`,
  };
}

async function readJson(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    // A lock that cannot be read is still a lock; its holder is then unknown.
    return null;
  }
}
