import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../build/places.ts';

/** A diagnostic as the sources have it. */
export interface FoundCode {
  readonly code: string;
  /** Titles under which it is shown; empty where the title is put together at run time. */
  readonly titles: readonly string[];
  /** Part of `src` that raises it, e.g. `provider`. */
  readonly parts: readonly string[];
}

/** Parts that raise diagnostics with codes. Those of `api` are made from its error classes. */
const PARTS = ['provider', 'engine', 'state', 'cli', 'plugin'];
/** Tables whose rows only look like a code and a title. */
/** Attribute names, which a function of its own makes codes of: see COMPUTED. */
const NO_CODES = new Set(['limit', 'status']);
const NO_DIAGNOSTICS = /^src\/(cli\/args\/|cli\/.*command-rows?\.ts|provider\/[a-z-]*schemas?\.ts)/;

/** `'code', 'Title'` next to each other, as every function that makes a diagnostic takes them. */
const PAIR =
  /'([a-z][a-z0-9]*(?:-[a-z0-9]+)*)',\s*(?:'(?:config|environment|api|bug)',\s*)?(?:summary:\s*)?(['"`])([A-Z][^'"`\n$]{2,59}[^'"`\n$.])\2/g;
/** First argument of the functions that make diagnostics, whatever the title is made of. */
const MAKER =
  /\b(?:configError|environmentError|bugError|configWarning|problem|StateError)\(\s*'([a-z][a-z0-9]*(?:-[a-z0-9]+)*)',(?:\s*['"`]([^'"`\n$]{3,60})['"`],)?/g;
/** `code: 'x'` and `code: condition ? 'x' : 'y'`. */
const KEY = /\bcode: ([^,;\n]+)/g;
/** Codes and titles of which one is put together at run time. */
const COMPUTED: readonly (readonly [code: string, part: string, title: string])[] = [
  ['invalid-count', 'engine', 'Invalid count Argument'],
  ['invalid-for-each', 'engine', 'Invalid for_each Argument'],
  ['unknown-target', 'engine', 'Unknown Target'],
  ['unknown-exclude', 'engine', 'Unknown Exclude'],
  ['unknown-replace', 'engine', 'Unknown Replace'],
  ['undeclared-reference', 'engine', 'Reference to Undeclared …'],
  ['proposals-status', 'provider', ''],
  ['proposals-limit', 'provider', ''],
  ['publish-field-missing', 'provider', '… Missing For Publishing'],
  ['publish-blocked', 'provider', 'Publish Blocked By Moderation'],
  ['live-edit-blocked', 'provider', 'Live Edit Blocked By Moderation'],
  ['job-is-over', 'provider', 'Job Is Archived'],
  ['job-is-over', 'provider', 'Job Is Completed'],
];
const NAME = /'([a-z][a-z0-9]*(?:-[a-z0-9]+)+|interrupted|internal|stopped)'/g;

/** The state layer's own codes get their family's name where they become diagnostics. */
function fullCode(code: string, path: string, text: string): string {
  return path.startsWith('src/state/') || text.includes(`new StateError(\n      '${code}'`)
    ? `state-${code}`
    : code;
}

/** `WrongStateError` is shown as `api-wrong-state`. */
async function apiCodes(): Promise<readonly string[]> {
  const text = await readFile(join(ROOT, 'src', 'api', 'errors.ts'), 'utf8');
  return [...text.matchAll(/class (\w+)Error extends OpentrainError/g)].map(
    ([, name = '']) => `api-${name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}`,
  );
}

/** Every diagnostic code in the sources, in the order of the alphabet. */
export async function diagnosticCodes(): Promise<readonly FoundCode[]> {
  const found = new Map<string, { titles: Set<string>; parts: Set<string> }>();
  const add = (code: string, part: string, title?: string) => {
    const entry = found.get(code) ?? { titles: new Set(), parts: new Set() };
    entry.parts.add(part);
    if (title) entry.titles.add(title);
    found.set(code, entry);
  };
  for (const part of PARTS) {
    const names = await readdir(join(ROOT, 'src', part), { recursive: true });
    for (const name of names.filter((one) => one.endsWith('.ts')).sort()) {
      const path = `src/${part}/${name.replaceAll('\\', '/')}`;
      if (NO_DIAGNOSTICS.test(path)) continue;
      const text = await readFile(join(ROOT, path), 'utf8');
      for (const [, code = '', , title] of text.matchAll(PAIR)) add(fullCode(code, path, text), part, title);
      for (const [, code = '', title] of text.matchAll(MAKER)) {
        if (!NO_CODES.has(code)) add(fullCode(code, path, text), part, title);
      }
      if (part === 'state') continue;
      for (const [, expression = ''] of text.matchAll(KEY)) {
        for (const [, code = ''] of expression.matchAll(NAME)) add(fullCode(code, path, text), part);
      }
    }
  }
  for (const [code, part, title] of COMPUTED) add(code, part, title);
  for (const code of await apiCodes()) add(code, 'api');
  return [...found]
    .map(([code, { titles, parts }]) => ({ code, titles: [...titles].sort(), parts: [...parts].sort() }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}
