import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../src/cli/args/command-table.ts';
import { renderCompletion } from '../../src/cli/args/completion.ts';
import { didYouMean } from '../../src/cli/args/did-you-mean.ts';
import { renderCommandHelp, renderHelp } from '../../src/cli/args/help.ts';
import { type ParsedCommandLine, parseCommandLine } from '../../src/cli/args/parse.ts';
import { parseDuration } from '../../src/cli/args/parsed-flags.ts';
import { renderCliReference } from '../../src/cli/args/reference.ts';
import { UsageError } from '../../src/cli/args/usage-error.ts';
import { expectGolden } from './golden.ts';

function parse(words: readonly string[], env: Record<string, string> = {}): ParsedCommandLine {
  const parsed = parseCommandLine(words, env);
  if (!('command' in parsed)) throw new Error('expected a command');
  return parsed;
}

describe('flags', () => {
  it.each([
    { words: ['apply', '-auto-approve'], flag: 'auto-approve', value: true },
    { words: ['apply', '--auto-approve'], flag: 'auto-approve', value: true },
    { words: ['apply', '-auto-approve=false'], flag: 'auto-approve', value: false },
    { words: ['plan', '-refresh=0'], flag: 'refresh', value: false },
    { words: ['plan'], flag: 'refresh', value: true },
    { words: ['plan', 'jobs', '-lock=false'], flag: 'lock', value: false },
  ])('$words', ({ words, flag, value }) => {
    expect(parse(words).flags.on(flag)).toBe(value);
  });

  it.each([
    { words: ['plan', '-out=p'], flag: 'out', value: 'p' },
    { words: ['plan', '--out', 'p'], flag: 'out', value: 'p' },
    { words: ['plan', '-out', '-x'], flag: 'out', value: '-x' },
    { words: ['plan', '-app=node a=b.js'], flag: 'app', value: 'node a=b.js' },
    { words: ['plan', '-out=a', '-out=b'], flag: 'out', value: 'b' },
  ])('$words', ({ words, flag, value }) => {
    expect(parse(words).flags.text(flag)).toBe(value);
  });

  it('collects repeated flags in order and keeps options after arguments', () => {
    const { flags, positionals } = parse(['plan', '-var', 'a=1', 'jobs', '--var=b=2=3', '-target=x']);
    expect(flags.list('var')).toEqual(['a=1', 'b=2=3']);
    expect(flags.list('target')).toEqual(['x']);
    expect(positionals).toEqual(['jobs']);
  });

  it('ends options at two dashes', () => {
    expect(parse(['output', '--', '-odd']).positionals).toEqual(['-odd']);
  });

  it.each([
    { text: '0', milliseconds: 0 },
    { text: '0s', milliseconds: 0 },
    { text: '1m30s', milliseconds: 90_000 },
    { text: '1.5s', milliseconds: 1500 },
    { text: '250ms', milliseconds: 250 },
    { text: '10', milliseconds: undefined },
    { text: 's', milliseconds: undefined },
  ])('duration $text', ({ text, milliseconds }) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it('reads -chdir before the command and TF_CLI_ARGS from the environment', () => {
    const parsed = parse(['-chdir=sub', 'plan'], {
      TF_CLI_ARGS: '-no-color',
      TF_CLI_ARGS_plan: `-var 'a=b c' -var="d=\\"e\\""`,
      TF_CLI_ARGS_apply: '-nonsense',
    });
    expect(parsed.chdir).toBe('sub');
    expect(parsed.flags.on('no-color')).toBe(true);
    expect(parsed.flags.list('var')).toEqual(['a=b c', 'd="e"']);
  });
});

describe('wrong command lines', () => {
  it.each([
    { words: ['plam'], message: 'There is no command "plam". Did you mean "plan"?' },
    { words: ['plan', '-auto-aprove'], message: '"otform plan" has no option -auto-aprove.' },
    { words: ['apply', '-auto-aprove'], message: 'Did you mean -auto-approve?' },
    { words: ['plan', '-chdir=x'], message: '-chdir stands before the command' },
    { words: ['state', 'lst'], message: 'Did you mean "state list"?' },
    { words: ['state', 'zzzzzz'], message: 'Known: state list' },
    { words: ['state', 'mv', 'a'], message: 'needs DESTINATION' },
    { words: ['plan', 'a', 'b'], message: '"b" is one too many' },
    { words: ['plan', '-parallelism=x'], message: '-parallelism takes a whole number, not "x".' },
    { words: ['plan', '-refresh=maybe'], message: '-refresh takes true or false, not "maybe".' },
    { words: ['plan', '-lock-timeout=5'], message: '-lock-timeout takes a duration' },
    { words: ['plan', '-out'], message: '-out needs a value: -out=FILE.' },
    { words: ['-nope', 'plan'], message: 'Unknown option -nope before the command.' },
    { words: ['plan', '-1'], message: 'has no option -1' },
  ])('$words', ({ words, message }) => {
    expect(() => parseCommandLine(words)).toThrow(UsageError);
    expect(() => parseCommandLine(words)).toThrow(message);
  });

  it('suggests only near words', () => {
    expect(didYouMean('targte', ['target', 'replace'])).toBe('target');
    expect(didYouMean('colour', ['target', 'replace'])).toBeUndefined();
  });
});

describe('what the table says about itself', () => {
  it('has no flag twice in a command and a value name for every flag that takes one', () => {
    for (const command of COMMANDS) {
      const names = command.flags.map((flag) => flag.name);
      expect(new Set(names).size, command.name).toBe(names.length);
      for (const flag of command.flags)
        expect(flag.kind === 'bool', flag.name).toBe(flag.value === undefined);
    }
  });

  it('reference page', () => expectGolden('reference.md', renderCliReference()));
  it('help', () => expectGolden('help.txt', renderHelp()));
  it.each(COMMANDS)('help of $name', (command) => {
    expect(renderCommandHelp(command)).toContain(`Usage: otform ${command.name}`);
    expect(parse([...command.name.split(' '), '--help']).help).toBe(true);
    expect(parse(['help', ...command.name.split(' ')]).help).toBe(true);
  });
  it('completes in a real bash', () => {
    const script = `${renderCompletion('bash')}
      COMP_WORDS=(otform plan -de); COMP_CWORD=2; _otform; echo "\${COMPREPLY[*]}"
      COMP_WORDS=(otform state m); COMP_CWORD=2; _otform; echo "\${COMPREPLY[0]}"
      COMP_WORDS=(otform des); COMP_CWORD=1; _otform; echo "\${COMPREPLY[0]}"`;
    expect(execFileSync('bash', ['-c', script], { encoding: 'utf8' })).toBe(
      '-detailed-exitcode -destroy\nmv\ndestroy\n',
    );
  });
  it.each(['bash', 'zsh', 'fish'])('completion of %s names every command', (shell) => {
    for (const command of COMMANDS) {
      expect(renderCompletion(shell)).toContain(command.name.split(' ').at(-1));
    }
  });
});
