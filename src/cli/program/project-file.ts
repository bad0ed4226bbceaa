import { readFile } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import { configError } from '../diagnostic-error.ts';

/** What `otform` takes from cdktf.json; every other key belongs to other tools. */
export interface ProjectFile {
  /** Folder of cdktf.json. */
  readonly dir: string;
  /** Command that runs the program; undefined when the file names none. */
  readonly app: string | undefined;
  /** Absolute path of the output folder. */
  readonly outputDir: string;
  /** `context` of the file, handed to the program. */
  readonly context: Readonly<Record<string, unknown>>;
}

const DEFAULT_OUTPUT = 'cdktf.out';

/** Reads cdktf.json of a folder; null when there is none. Throws DiagnosticError for one that cannot be used. */
export async function tryReadProjectFile(dir: string): Promise<ProjectFile | null> {
  const path = join(dir, 'cdktf.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw configError(
      'project-file-unreadable',
      'Cannot Read cdktf.json',
      `${path}: ${error instanceof Error ? error.message : String(error)}. Nothing was changed.`,
    );
  }
  const parsed = parseJson(text, path);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) {
    throw wrong(path, 'It must hold one JSON object, such as { "app": "node --import tsx main.ts" }.');
  }
  const fields: Readonly<Record<string, unknown>> = { ...parsed };
  const app = textField(fields, 'app', path);
  const output = textField(fields, 'output', path) ?? DEFAULT_OUTPUT;
  const context = fields.context ?? {};
  if (typeof context !== 'object' || context === null || Array.isArray(context)) {
    throw wrong(path, `"context" must be an object, not ${kindOf(context)}.`);
  }
  return { dir, app, outputDir: isAbsolute(output) ? output : resolve(dir, output), context: { ...context } };
}

/** Error for a folder without cdktf.json where one is needed. */
export function noProjectFile(dir: string): Error {
  return configError(
    'project-file-missing',
    'No cdktf.json Here',
    `There is no cdktf.json in ${dir}, so there is no program to run. Nothing was changed.\n\n` +
      'Start a project here with:\n    otform init\nor go to the folder of one:\n    otform -chdir=DIR plan\n' +
      'or use stacks that are already synthesised:\n    otform plan --synthesized cdktf.out',
  );
}

function textField(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  path: string,
): string | undefined {
  const value = fields[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.trim() === '') {
    throw wrong(path, `"${name}" must be a text that is not empty, not ${kindOf(value)}.`);
  }
  return value;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return value === '' ? 'an empty text' : typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function wrong(path: string, problem: string): Error {
  return configError(
    'project-file-invalid',
    'Invalid cdktf.json',
    `${path}: ${problem}\nNothing was changed.`,
  );
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw wrong(path, `It is not valid JSON${placeOf(text, message)}: ${message}.`);
  }
}

/** ` at line L, column C`, from the position that V8 names, or the end of a text that stops too early. */
export function placeOf(text: string, message: string): string {
  const position = /position (\d+)/.exec(message)?.[1];
  const offset =
    position === undefined ? (/end of JSON/.test(message) ? text.length : undefined) : Number(position);
  if (offset === undefined) return '';
  const lines = text.slice(0, offset).split('\n');
  return ` at line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
