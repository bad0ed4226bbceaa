import type { CliIo } from './io.ts';
import type { Style } from './style.ts';

export interface Question {
  readonly title: string;
  readonly lines: readonly string[];
}

/**
 * Asks for a typed `yes` as Terraform does; anything else, the end of input or an abort is a no. Call only where
 * `canAsk` is true.
 */
export async function askForYes(
  io: CliIo,
  style: Style,
  question: Question,
  signal: AbortSignal,
): Promise<boolean> {
  io.stdout.write(
    `\n${style.bold(question.title)}\n${question.lines.map((line) => `  ${line}\n`).join('')}  Only 'yes' will be accepted to approve.\n\n  ${style.bold('Enter a value:')} `,
  );
  const answer = await readLine(io, signal);
  io.stdout.write('\n');
  return answer?.trim() === 'yes';
}

/** True when a person can answer. */
export function canAsk(io: CliIo, input: boolean): boolean {
  return input && io.stdin.isTTY === true;
}

function readLine(io: CliIo, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const finish = (answer: string | undefined) => {
      io.stdin.off('data', onData);
      io.stdin.off('end', onEnd);
      signal.removeEventListener('abort', onEnd);
      io.stdin.pause();
      resolve(answer);
    };
    const onData = (chunk: Buffer | string) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end >= 0) finish(text.slice(0, end));
    };
    const onEnd = () => finish(undefined);
    if (signal.aborted) {
      resolve(undefined);
      return;
    }
    io.stdin.on('data', onData);
    io.stdin.on('end', onEnd);
    signal.addEventListener('abort', onEnd);
    io.stdin.resume();
  });
}
