import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { askForSecret, canAskForSecret } from '../../src/cli/auth/secret-input.ts';
import type { CliIo } from '../../src/cli/terminal/io.ts';

function terminal() {
  const modes: boolean[] = [];
  const shown: string[] = [];
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (on: boolean) => modes.push(on),
  });
  const write = (text: string) => shown.push(text);
  const io: CliIo = {
    env: {},
    cwd: '/',
    stdin,
    stdout: { write },
    stderr: { write },
    signals: { on: () => {}, off: () => {} },
    exit: () => {},
  };
  return { io, stdin, modes, shown };
}

const ESCAPE = String.fromCharCode(0x1b);
const control = (code: number) => String.fromCharCode(code);

describe('askForSecret', () => {
  it.each<[name: string, typed: string, answer: string | undefined]>([
    ['a line', 'ot_pat_abc\r', 'ot_pat_abc'],
    ['a line of another system', 'ot_pat_abc\n', 'ot_pat_abc'],
    ['blanks around it', '  ot_pat_abc \r', 'ot_pat_abc'],
    ['corrections', `ot_pat_abx${control(0x7f)}c\r`, 'ot_pat_abc'],
    ['a bracketed paste', `${ESCAPE}[200~ot_pat_abc${ESCAPE}[201~\r`, 'ot_pat_abc'],
    ['Ctrl-C', `ot_pat${control(3)}`, undefined],
    ['Ctrl-D', control(4), undefined],
    ['nothing', '\r', ''],
  ])('%s', async (_name, typed, answer) => {
    const { io, stdin, modes, shown } = terminal();
    const asked = askForSecret(io, 'Token: ', new AbortController().signal);
    stdin.write(typed);
    expect(await asked).toBe(answer);
    expect(modes).toEqual([true, false]);
    expect(shown.join('')).toBe('Token: \n');
  });

  it('ends with the input and with an interrupt', async () => {
    const ended = terminal();
    const first = askForSecret(ended.io, '', new AbortController().signal);
    ended.stdin.end();
    expect(await first).toBeUndefined();
    const stop = new AbortController();
    const second = askForSecret(terminal().io, '', stop.signal);
    stop.abort();
    expect(await second).toBeUndefined();
    expect(await askForSecret(terminal().io, '', stop.signal)).toBeUndefined();
  });

  it('is not to be used where typing would show', () => {
    const { io } = terminal();
    expect(canAskForSecret(io)).toBe(true);
    expect(canAskForSecret({ ...io, stdin: Object.assign(new PassThrough(), { isTTY: true }) })).toBe(false);
    expect(canAskForSecret({ ...io, stdin: new PassThrough() })).toBe(false);
  });
});
