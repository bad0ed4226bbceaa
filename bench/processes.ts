import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { statFields } from '../src/plugin/intents/process-identity.ts';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const CLI = join(ROOT, 'dist', 'cli', 'main.js');

export interface Measured {
  readonly seconds: number;
  /** Seconds to the first byte on stdout or stderr. */
  readonly firstByte: number;
  /** Most resident memory seen, in MB; sampled, so a spike between two samples is missed. Null off Linux. */
  readonly peakMb: number | null;
  /** CPU seconds of the process itself, without those it started; sampled too. Null off Linux. */
  readonly ownCpuSeconds: number | null;
  readonly exitCode: number | null;
  readonly output: string;
}

function residentPeak(pid: number): number | null {
  try {
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return line === undefined ? null : Number(line) / 1024;
  } catch {
    // No /proc, or the process has just ended: there is nothing to sample.
    return null;
  }
}

/** Linux counts CPU time in hundredths of a second, on every machine that Node runs on. */
const TICKS_PER_SECOND = 100;

function ownCpu(pid: number): number | null {
  // From the third field on: utime and stime are fields 14 and 15.
  const [user, system] = statFields(pid).slice(11, 13);
  return user === undefined || system === undefined
    ? null
    : (Number(user) + Number(system)) / TICKS_PER_SECOND;
}

/** Runs a process to its end and measures it from outside. */
export function measure(
  command: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, { cwd: options.cwd, env: { ...process.env, ...options.env } });
    let firstByte: number | null = null;
    let output = '';
    let peakMb: number | null = null;
    let ownCpuSeconds: number | null = null;
    const collect = (chunk: Buffer) => {
      firstByte ??= (performance.now() - started) / 1000;
      if (output.length < 100_000) output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    const sampler = setInterval(() => {
      if (child.pid === undefined) return;
      peakMb = residentPeak(child.pid) ?? peakMb;
      ownCpuSeconds = ownCpu(child.pid) ?? ownCpuSeconds;
    }, 20);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(sampler);
      const seconds = (performance.now() - started) / 1000;
      resolve({ seconds, firstByte: firstByte ?? seconds, peakMb, ownCpuSeconds, exitCode, output });
    });
  });
}

export interface SimulatorProcess {
  readonly env: Readonly<Record<string, string>>;
  /** Requests answered since the simulator started. */
  requests(): Promise<number>;
  stop(): Promise<void>;
}

/** A simulator in a process of its own, so that it is never measured together with its client. */
export async function startSimulator(): Promise<SimulatorProcess> {
  const child = spawn(process.execPath, [CLI, 'simulator', '-port', '0', '-publish-quota', '1000000']);
  const text = await exportLines(child);
  const env = Object.fromEntries(
    [...text.matchAll(/export (\w+)=(\S+)/g)].map((match) => [match[1], match[2]]),
  );
  const url = env.OT_API_BASE_URL ?? '';
  return {
    env,
    async requests() {
      const response = await fetch(`${url}/__simulator/log?path=/none`);
      const body = (await response.json()) as { total?: number };
      if (typeof body.total !== 'number')
        throw new Error('the simulator did not tell how many requests it answered');
      return body.total;
    },
    stop: () =>
      new Promise((resolve) => {
        child.on('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

function exportLines(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
      if (text.split('\n').filter((line) => line.startsWith('export ')).length >= 2) resolve(text);
    });
    child.on('exit', (code) => reject(new Error(`the simulator ended with exit code ${code}`)));
  });
}
