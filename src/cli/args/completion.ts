import { COMMANDS } from './command-table.ts';
import { UsageError } from './usage-error.ts';

/** Script that completes commands and options; throws UsageError for a shell it does not know. */
export function renderCompletion(shell: string): string {
  switch (shell) {
    case 'bash':
      return bash();
    case 'zsh':
      return `autoload -U +X bashcompinit && bashcompinit\n${bash()}`;
    case 'fish':
      return fish();
    default:
      throw new UsageError(`There is no completion for "${shell}": use bash, zsh or fish.`, 'completion');
  }
}

function bash(): string {
  const firstWords = [...new Set(COMMANDS.map((command) => command.name.split(' ')[0] ?? ''))];
  const groups = [
    ...new Set(COMMANDS.filter(({ name }) => name.includes(' ')).map(({ name }) => name.split(' ')[0] ?? '')),
  ];
  const subcommands = groups.map((group) => {
    const names = COMMANDS.filter(({ name }) => name.startsWith(`${group} `)).map(
      ({ name }) => name.split(' ')[1],
    );
    return `    ${group}) words="${names.join(' ')}" ;;`;
  });
  const cases = COMMANDS.map(
    (command) =>
      `    "${command.name}") words="${command.flags.map((flag) => `-${flag.name}`).join(' ')}" ;;`,
  );
  return [
    '_otform() {',
    `  local current="\${COMP_WORDS[COMP_CWORD]}" command="\${COMP_WORDS[1]}" words=""`,
    `  if [ "$COMP_CWORD" -gt 2 ]; then case "$command" in ${groups.join('|')}) command="$command \${COMP_WORDS[2]}" ;; esac; fi`,
    '  case "$command" in',
    ...cases,
    '  esac',
    `  if [ "$COMP_CWORD" -eq 1 ]; then words="${firstWords.join(' ')} help"; fi`,
    '  if [ "$COMP_CWORD" -eq 2 ]; then case "$command" in',
    ...subcommands,
    '  esac; fi',
    '  case "$current" in',
    '    -*|"") COMPREPLY=($(compgen -W "$words" -- "$current")) ;;',
    '    *) COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current")) ;;',
    '  esac',
    '}',
    'complete -o default -F _otform otform',
    '',
  ].join('\n');
}

function fish(): string {
  const quote = (text: string) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
  const lines: string[] = [];
  for (const command of COMMANDS) {
    const [first = '', second] = command.name.split(' ');
    if (second === undefined) {
      lines.push(`complete -c otform -n __fish_use_subcommand -a ${first} -d ${quote(command.summary)}`);
    } else {
      lines.push(
        `complete -c otform -n '__fish_seen_subcommand_from ${first}' -a ${second} -d ${quote(command.summary)}`,
      );
    }
    const seen = `__fish_seen_subcommand_from ${second ?? first}`;
    for (const flag of command.flags) {
      lines.push(`complete -c otform -n '${seen}' -o ${flag.name} -d ${quote(flag.description)}`);
    }
  }
  for (const group of new Set(
    COMMANDS.filter(({ name }) => name.includes(' ')).map(({ name }) => name.split(' ')[0]),
  )) {
    lines.push(`complete -c otform -n __fish_use_subcommand -a ${group}`);
  }
  return `${lines.join('\n')}\n`;
}
