import type { CliIo, InputStream } from '../terminal/io.ts';

interface RawInput extends InputStream {
  setRawMode(on: boolean): unknown;
}

/** Tokens are about a hundred characters; a file that somebody piped in by mistake is not read to its end. */
const MAX_CHARS = 10_000;

/** Everything on standard input, without the line break at its end; undefined when it is too long for a token. */
export async function readSecretFromStdin(io: CliIo): Promise<string | undefined> {
  let text = '';
  for await (const chunk of io.stdin) {
    text += chunk.toString();
    if (text.length > MAX_CHARS) return undefined;
  }
  return text.trim();
}

/** True when a secret can be typed without being shown. */
export function canAskForSecret(io: CliIo): boolean {
  return io.stdin.isTTY === true && hasRawMode(io.stdin);
}

/**
 * Asks for a secret on the terminal without echo. Undefined when the user gives up (Ctrl-C, Ctrl-D, end of input) or
 * `signal` aborts. Call only where `canAskForSecret` is true.
 */
export function askForSecret(io: CliIo, question: string, signal: AbortSignal): Promise<string | undefined> {
  const { stdin } = io;
  if (!hasRawMode(stdin)) throw new Error('no terminal to ask on');
  io.stderr.write(question);
  return new Promise((resolve) => {
    let text = '';
    const finish = (answer: string | undefined) => {
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      signal.removeEventListener('abort', onEnd);
      stdin.setRawMode(false);
      stdin.pause();
      io.stderr.write('\n');
      resolve(answer);
    };
    const onEnd = () => finish(undefined);
    const onData = (chunk: Buffer | string) => {
      // Some terminals put pasted text between two marks.
      for (const character of chunk.toString().replace(PASTE_MARKS, '')) {
        const code = character.codePointAt(0) ?? 0;
        if (code === ENTER || code === NEW_LINE) return finish(text.trim());
        if (code === CTRL_C || code === CTRL_D) return finish(undefined);
        if (code === BACKSPACE || code === DELETE) text = text.slice(0, -1);
        else if (code >= 0x20 && text.length < MAX_CHARS) text += character;
      }
    };
    if (signal.aborted) {
      io.stderr.write('\n');
      resolve(undefined);
      return;
    }
    stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.on('end', onEnd);
    signal.addEventListener('abort', onEnd);
    stdin.resume();
  });
}

const CTRL_C = 0x03;
const CTRL_D = 0x04;
const BACKSPACE = 0x08;
const NEW_LINE = 0x0a;
const ENTER = 0x0d;
const DELETE = 0x7f;
const PASTE_MARKS = new RegExp(`${String.fromCharCode(0x1b)}\\[20[01]~`, 'g');

function hasRawMode(stdin: InputStream): stdin is RawInput {
  return 'setRawMode' in stdin && typeof stdin.setRawMode === 'function';
}
