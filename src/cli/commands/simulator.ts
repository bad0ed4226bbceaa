import { resolve } from 'node:path';
import type { Command } from '../command.ts';
import { environmentError } from '../diagnostic-error.ts';

/** `otform simulator`: foreground until a signal; stdout holds the two export lines and nothing else. */
export const simulatorCommand: Command = async ({ flags, io, dir, interruption }) => {
  const { Simulator } = await import('../../simulator/index.ts');
  const data = flags.text('data');
  const quota = flags.number('publish-quota');
  const simulator = await Simulator.start({
    port: flags.number('port') ?? 0,
    ...(data === undefined ? {} : { dataDir: resolve(dir, data) }),
    ...(quota === undefined ? {} : { publishQuota: quota }),
  }).catch((error: unknown) => {
    throw environmentError(
      'simulator-start',
      'Cannot Start the Simulator',
      `${error instanceof Error ? error.message : String(error)}`,
    );
  });
  io.stdout.write(`export OT_API_BASE_URL=${simulator.url}\nexport OT_API_TOKEN=${simulator.token}\n`);
  io.stderr.write(`Simulator on ${simulator.url}. Stop it with Ctrl-C.\n`);
  await stopped(interruption.signal);
  await simulator.stop();
  // Being stopped is how this command ends well.
  return 0;
};

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });
}
