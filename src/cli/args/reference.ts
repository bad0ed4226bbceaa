import { COMMANDS, GLOBAL_FLAGS } from './command-table.ts';
import type { FlagRow } from './flag-model.ts';
import { commandUsage, describeFlag, ENVIRONMENT, EXIT_CODES, flagUsage } from './help.ts';

/** The page docs/cli.md, as Markdown. A check keeps the file equal to this text. */
export function renderCliReference(): string {
  const lines = [
    '# Commands',
    '',
    'Generated from the command table; `otform help COMMAND` prints the same. One dash or two make no difference,',
    '`-flag=value` and `-flag value` mean the same, and options may stand after arguments.',
    '',
    '## Global options',
    '',
    'They stand before the command.',
    '',
    ...flagTable(GLOBAL_FLAGS),
    '',
  ];
  for (const command of COMMANDS) {
    lines.push(
      `## otform ${command.name}`,
      '',
      `${command.summary}.`,
      '',
      '```text',
      commandUsage(command),
      '```',
      '',
    );
    for (const paragraph of command.description) lines.push(paragraph, '');
    if (command.args.length > 0) {
      lines.push('| argument | meaning |', '|---|---|');
      for (const arg of command.args) lines.push(`| \`${cell(arg.name)}\` | ${cell(arg.description)} |`);
      lines.push('');
    }
    if (command.flags.length > 0) lines.push(...flagTable(command.flags), '');
    if (command.examples !== undefined) lines.push('```sh', ...command.examples, '```', '');
  }
  lines.push('## Exit codes', '', '| code | meaning |', '|---|---|');
  for (const [code, meaning] of EXIT_CODES) lines.push(`| ${code} | ${cell(meaning)} |`);
  lines.push('', '## Environment', '', '| variable | meaning |', '|---|---|');
  for (const [name, meaning] of ENVIRONMENT) lines.push(`| \`${name}\` | ${cell(meaning)} |`);
  return `${lines.join('\n')}\n`;
}

function flagTable(flags: readonly FlagRow[]): readonly string[] {
  return [
    '| option | meaning |',
    '|---|---|',
    ...flags.map((flag) => `| \`${cell(flagUsage(flag))}\` | ${cell(describeFlag(flag))} |`),
  ];
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}
