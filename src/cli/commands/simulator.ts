import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import type { Command } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';
import type { OutputStream } from '../terminal/io.ts';

/** `otform simulator`: foreground until a signal, which is how it ends well; stdout holds the two export lines only. */
export const simulatorCommand: Command = async ({ flags, io, dir, interruption }) => {
  const { runSimulator } = await import('../../simulator/command.ts');
  const data = flags.text('data');
  const quota = flags.number('publish-quota');
  interruption.notice = undefined;
  try {
    await runSimulator(
      {
        port: flags.number('port') ?? 0,
        ...(data === undefined ? {} : { dataDir: resolve(dir, data) }),
        ...(quota === undefined ? {} : { publishQuota: quota }),
      },
      { stdout: writable(io.stdout), stderr: writable(io.stderr), signal: interruption.signal },
    );
  } catch (error) {
    throw environmentError(
      'simulator-start',
      'Cannot Start the Simulator',
      error instanceof Error ? error.message : String(error),
    );
  }
  return 0;
};

function writable(stream: OutputStream): Writable {
  return new Writable({
    decodeStrings: false,
    write(chunk, _encoding, done) {
      stream.write(String(chunk));
      done();
    },
  });
}
