import { COMMANDS, GLOBAL_FLAGS } from './command-table.ts';
import { didYouMean } from './did-you-mean.ts';
import type { CommandRow, FlagRow } from './flag-model.ts';
import { ParsedFlags, parseFlagValue } from './parsed-flags.ts';
import { UsageError } from './usage-error.ts';

export interface ParsedCommandLine {
  readonly command: CommandRow;
  readonly flags: ParsedFlags;
  readonly positionals: readonly string[];
  readonly chdir: string | undefined;
  /** Help was asked for: nothing runs. */
  readonly help: boolean;
}

/** Help of the whole tool, or of a group such as `state`. */
export interface HelpRequest {
  readonly topic: string | undefined;
  readonly chdir: string | undefined;
}

const FLAG_SHAPE = /^--?([A-Za-z][A-Za-z0-9-]*)(?:=([\s\S]*))?$/;

/**
 * Reads a command line by the command table: one or two dashes, `-flag=value` or `-flag value`, options anywhere,
 * `--` ends them. Throws UsageError for anything the table does not know.
 */
export function parseCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): ParsedCommandLine | HelpRequest {
  const words = [...argv];
  let chdir: string | undefined;
  let help = false;
  while (words[0]?.startsWith('-')) {
    const word = words.shift() ?? '';
    const match = FLAG_SHAPE.exec(word === '-h' ? '-help' : word === '-v' ? '-version' : word);
    const row = GLOBAL_FLAGS.find((flag) => flag.name === match?.[1]);
    if (match === null || row === undefined) {
      const near = didYouMean(
        match?.[1] ?? '',
        GLOBAL_FLAGS.map((flag) => flag.name),
      );
      throw new UsageError(
        `Unknown option ${word} before the command.${near === undefined ? ' Options of a command stand after it.' : ` Did you mean -${near}?`}`,
      );
    }
    if (row.name === 'chdir') {
      chdir = match[2] ?? words.shift();
      if (chdir === undefined || chdir === '') throw new UsageError('-chdir needs a folder: -chdir=DIR.');
    } else if (row.name === 'help') {
      help = true;
    } else {
      words.unshift('version');
      break;
    }
  }
  if (words[0] === 'help') {
    help = true;
    words.shift();
  }
  if (words.length === 0) return { topic: undefined, chdir };
  const { command, rest } = takeCommand(words, help);
  if (command === undefined) return { topic: words[0], chdir };
  const extra = [...envWords(env.TF_CLI_ARGS), ...envWords(env[envName(command)])];
  const parsed = parseFlags(command, [...extra, ...rest], help);
  return { command, flags: parsed.flags, positionals: parsed.positionals, chdir, help: parsed.help };
}

/** Terraform's rule: `TF_CLI_ARGS_plan`, `TF_CLI_ARGS_state_mv`, dashes turned into underscores. */
function envName(command: CommandRow): string {
  return `TF_CLI_ARGS_${command.name.replace(/[ -]/g, '_')}`;
}

/** Splits as a shell would: blanks separate, single and double quotes keep together, a backslash escapes. */
function envWords(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const words: string[] = [];
  for (const [part] of text.matchAll(/(?:[^\s"'\\]|\\[\s\S]|"(?:[^"\\]|\\[\s\S])*"|'[^']*')+/g)) {
    words.push(
      part.replace(/"((?:[^"\\]|\\[\s\S])*)"|'([^']*)'|\\([\s\S])/g, (_whole, double, single, escaped) =>
        double !== undefined ? String(double).replace(/\\(["\\])/g, '$1') : String(single ?? escaped ?? ''),
      ),
    );
  }
  return words;
}

function takeCommand(
  words: readonly string[],
  help: boolean,
): { command: CommandRow | undefined; rest: readonly string[] } {
  const [first = '', second] = words;
  const group = COMMANDS.filter((row) => row.name.startsWith(`${first} `));
  if (group.length > 0) {
    const command = COMMANDS.find((row) => row.name === `${first} ${second ?? ''}`);
    if (command !== undefined) return { command, rest: words.slice(2) };
    if (second === undefined || help || /^--?h(elp)?$/.test(second)) return { command: undefined, rest: [] };
    const near = didYouMean(
      `${first} ${second}`,
      group.map((row) => row.name),
    );
    throw new UsageError(
      `There is no command "${first} ${second}".${near === undefined ? ` Known: ${group.map((row) => row.name).join(', ')}.` : ` Did you mean "${near}"?`}`,
    );
  }
  const command = COMMANDS.find((row) => row.name === first);
  if (command !== undefined) return { command, rest: words.slice(1) };
  const near = didYouMean(first, new Set(COMMANDS.map((row) => row.name.split(' ')[0] ?? '')));
  throw new UsageError(
    `There is no command "${first}".${near === undefined ? '' : ` Did you mean "${near}"?`}`,
  );
}

function parseFlags(
  command: CommandRow,
  words: readonly string[],
  helpAsked: boolean,
): { flags: ParsedFlags; positionals: readonly string[]; help: boolean } {
  const given = new Map<string, boolean | number | string | readonly string[]>();
  const positionals: string[] = [];
  let help = helpAsked;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      positionals.push(...words.slice(at + 1));
      break;
    }
    if (word === '-' || !word.startsWith('-')) {
      positionals.push(word);
      continue;
    }
    const match = FLAG_SHAPE.exec(word);
    const name = match?.[1];
    if (name === 'help' || name === 'h') {
      help = true;
      continue;
    }
    const row = command.flags.find((flag) => flag.name === name);
    if (row === undefined) throw unknownFlag(command, word, name);
    let text = match?.[2];
    if (text === undefined && row.kind === 'bool') text = 'true';
    if (text === undefined) {
      at += 1;
      text = words[at];
      if (text === undefined)
        throw new UsageError(`-${row.name} needs a value: -${row.name}=${row.value}.`, command.name);
    }
    const value = parseFlagValue(row, text, command.name);
    const earlier = given.get(row.name);
    given.set(
      row.name,
      row.kind === 'list' ? [...(Array.isArray(earlier) ? earlier : []), String(value)] : value,
    );
  }
  if (!help) checkPositionals(command, positionals);
  return { flags: new ParsedFlags(command.flags, given), positionals, help };
}

function unknownFlag(command: CommandRow, word: string, name: string | undefined): UsageError {
  const names = command.flags.map((flag: FlagRow) => flag.name);
  const near = name === undefined ? undefined : didYouMean(name, names);
  const hint =
    name === 'chdir'
      ? ' -chdir stands before the command: otform -chdir=DIR …'
      : near === undefined
        ? ''
        : ` Did you mean -${near}?`;
  return new UsageError(`"otform ${command.name}" has no option ${word.split('=')[0]}.${hint}`, command.name);
}

function checkPositionals(command: CommandRow, positionals: readonly string[]): void {
  const required = command.args.filter((arg) => arg.required);
  const missing = required[positionals.length];
  if (missing !== undefined) {
    throw new UsageError(
      `"otform ${command.name}" needs ${missing.name}: ${missing.description}`,
      command.name,
    );
  }
  const extra = positionals[command.args.length];
  if (extra !== undefined) {
    throw new UsageError(
      `"otform ${command.name}" takes ${command.args.length === 0 ? 'no argument' : `at most ${command.args.length}`}, and "${extra}" is one too many.`,
      command.name,
    );
  }
}
