import { COMMANDS, GLOBAL_FLAGS } from './command-table.ts';
import type { CommandGroup, CommandRow, FlagRow } from './flag-model.ts';

const GROUP_TITLE: Readonly<Record<CommandGroup, string>> = {
  main: 'Main commands',
  jobs: 'Jobs',
  auth: 'Account',
  state: 'State and plans',
  terraform: 'Terraform and OpenTofu',
  other: 'Other commands',
};

/** Exit codes of every command. They are an interface that scripts build on. */
export const EXIT_CODES: readonly (readonly [code: string, meaning: string])[] = [
  ['0', 'Done.'],
  ['1', 'An error; the message says what happened and what may exist on OpenTrain.'],
  ['2', 'There are changes (only with -detailed-exitcode).'],
  ['3', 'Applied, but a job that should be published is still a draft.'],
  ['130 / 143', 'Interrupted by Ctrl-C / asked to stop.'],
];

/** Environment variables that every command reads. */
export const ENVIRONMENT: readonly (readonly [name: string, meaning: string])[] = [
  ['OT_API_TOKEN', 'Token for OpenTrain (also OPENTRAIN_API_TOKEN). Never printed, never stored by otform.'],
  ['OT_API_BASE_URL', 'Server to talk to (also OPENTRAIN_API_BASE_URL).'],
  ['TF_VAR_name', 'Value of the variable `name`.'],
  ['TF_CLI_ARGS, TF_CLI_ARGS_plan', 'Extra arguments for every command, or for one.'],
  ['NO_COLOR', 'Set to anything: no colours.'],
  ['OTFORM_LOG', 'trace prints each step with its time to standard error.'],
];

/** How a flag is written in help and reference. */
export function flagUsage(flag: FlagRow): string {
  if (flag.kind !== 'bool') return `-${flag.name}=${flag.value}`;
  return flag.default === 'true' ? `-${flag.name}=false` : `-${flag.name}`;
}

/** First line of a command's help. */
export function commandUsage(command: CommandRow): string {
  const args = command.args.map((arg) => (arg.required ? arg.name : `[${arg.name}]`));
  const options = command.flags.length > 0 ? ['[options]'] : [];
  return ['otform', command.name, ...options, ...args].join(' ');
}

/** Help of the whole tool. */
export function renderHelp(): string {
  const lines = [
    'Usage: otform [global options] COMMAND [options]',
    '',
    'OpenTrain marketplace jobs as code.',
  ];
  const width = Math.max(...COMMANDS.map((command) => command.name.length)) + 2;
  for (const group of Object.keys(GROUP_TITLE) as CommandGroup[]) {
    lines.push('', `${GROUP_TITLE[group]}:`);
    for (const command of COMMANDS.filter((row) => row.group === group)) {
      lines.push(`  ${command.name.padEnd(width)}${command.summary}`);
    }
  }
  lines.push('', 'Global options (before the command):', ...flagLines(GLOBAL_FLAGS));
  lines.push('', 'Help of one command: otform help COMMAND. One dash or two make no difference.');
  return `${lines.join('\n')}\n`;
}

/** Help of the commands that start with one word, e.g. `state`. */
export function renderGroupHelp(topic: string): string {
  const rows = COMMANDS.filter((command) => command.name.startsWith(`${topic} `));
  const width = Math.max(...rows.map((command) => command.name.length)) + 2;
  const lines = [`Usage: otform ${topic} COMMAND [options]`, ''];
  for (const command of rows) lines.push(`  ${command.name.padEnd(width)}${command.summary}`);
  return `${lines.join('\n')}\n`;
}

/** Help of one command. */
export function renderCommandHelp(command: CommandRow): string {
  const lines = [`Usage: ${commandUsage(command)}`, ''];
  for (const paragraph of command.description) lines.push(...wrap(paragraph, 76, '  '), '');
  if (command.args.length > 0) {
    lines.push('Arguments:', '');
    for (const arg of command.args) lines.push(...entry(arg.name, arg.description));
    lines.push('');
  }
  if (command.flags.length > 0) lines.push('Options:', '', ...flagLines(command.flags), '');
  if (command.examples !== undefined) {
    lines.push('Examples:', '', ...command.examples.map((example) => `  ${example}`), '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

function flagLines(flags: readonly FlagRow[]): readonly string[] {
  return flags.flatMap((flag) => entry(flagUsage(flag), describeFlag(flag)));
}

/** Description with its default, unless leaving the flag out says the same. */
export function describeFlag(flag: FlagRow): string {
  return flag.kind === 'bool' || flag.default === undefined
    ? flag.description
    : `${flag.description} Default: ${flag.default}.`;
}

function entry(head: string, text: string): readonly string[] {
  const indent = ' '.repeat(24);
  const body = wrap(text, 76, indent);
  if (head.length + 2 >= 24) return [`  ${head}`, ...body];
  return [`  ${head}`.padEnd(24) + (body[0]?.trimStart() ?? ''), ...body.slice(1)];
}

function wrap(text: string, width: number, indent: string): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(indent + line);
  return lines;
}
