import type { Writable } from 'node:stream';
import { Simulator } from './simulator.ts';

export interface RunSimulatorOptions {
  /** 0 or left out: any free port. */
  readonly port?: number;
  readonly dataDir?: string;
  readonly publishQuota?: number;
}

export interface RunSimulatorContext {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Ends the run; SIGTERM and SIGINT of the process do too. */
  readonly signal?: AbortSignal;
}

/**
 * Runs a simulator in the foreground. Standard output gets the two `export` lines and nothing else, so that it can be
 * evaluated by a shell; the token is made up and good for this simulator only. Resolves once everything is stopped.
 * Raises what `Simulator.start` raises, e.g. for a port in use.
 */
export async function runSimulator(
  options: RunSimulatorOptions,
  context: RunSimulatorContext,
): Promise<void> {
  const { stdout, stderr, signal } = context;
  const simulator = await Simulator.start({
    port: options.port ?? 0,
    ...(options.dataDir === undefined ? {} : { dataDir: options.dataDir }),
    ...(options.publishQuota === undefined ? {} : { publishQuota: options.publishQuota }),
  });
  const ended = untilEnded(signal);
  stdout.write(`export OT_API_BASE_URL=${simulator.url}\nexport OT_API_TOKEN=${simulator.token}\n`);
  stderr.write(
    `Simulator is listening on ${simulator.url} (dashboard in a browser; controls: ${simulator.url}/__simulator). Stop it with Ctrl-C.\n`,
  );
  await ended;
  await simulator.stop();
}

function untilEnded(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      process.off('SIGTERM', end);
      process.off('SIGINT', end);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    if (signal?.aborted === true) return resolve();
    process.on('SIGTERM', end);
    process.on('SIGINT', end);
    signal?.addEventListener('abort', end);
  });
}
