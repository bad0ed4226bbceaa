import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { run } from '../../../src/cli/index.ts';
import type { RunResult } from '../../plugin/support/terraform.ts';

export interface OtformRun extends RunResult {
  readonly stdout: string;
}

/** Runs one otform command line in a folder, in this process and with nothing of its environment but the PATH. */
export async function otform(
  folder: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<OtformRun> {
  let output = '';
  let stdout = '';
  const code = await run(words, {
    env: { PATH: process.env.PATH, HOME: folder, ...env },
    cwd: folder,
    stdin: new PassThrough(),
    stdout: {
      write: (text) => {
        output += text;
        stdout += text;
      },
    },
    stderr: {
      write: (text) => {
        output += text;
      },
    },
    signals: new EventEmitter(),
    exit: () => {},
  });
  return { code, output, stdout };
}
