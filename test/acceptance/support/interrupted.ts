import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { vi } from 'vitest';
import type { RunResult } from '../../plugin/support/terraform.ts';
import type { Stage } from './stage.ts';

/** Who dies in the middle of an apply, and how. */
export type Blow = 'provider' | 'terraform' | 'both' | '^C' | '^C twice';

function parentOf(pid: string): number | null {
  try {
    // The name of the program may hold anything, so the fields are counted from behind its closing bracket.
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(status.slice(status.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return null;
  }
}

/** Processes that a process has started and that are alive. */
export function childrenOf(parent: number): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/**
 * An apply that is struck as soon as the simulator has met the fault that holds it. Resolves when terraform has ended;
 * `orphans` are providers that may still be at work.
 */
export async function strike(
  stage: Stage,
  blow: Blow,
  more: readonly string[] = [],
  isRipe: () => boolean = () => true,
): Promise<RunResult & { readonly orphans: readonly number[] }> {
  const child = spawn('terraform', ['apply', '-auto-approve', '-no-color', ...more], {
    cwd: stage.work.folder,
    env: { ...stage.work.env, ...stage.credentials },
    detached: true,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += String(chunk);
    });
  }
  const done = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const hit = () => stage.simulator.faults.list().some(({ hits }) => hits > 0);
  await vi
    .waitUntil(() => hit() && isRipe(), { timeout: 20_000, interval: 10 })
    .catch(() => {
      throw new Error(`nothing met the fault:\n${output}`);
    });
  const terraform = child.pid ?? 0;
  const providers = childrenOf(terraform);
  if (blow === 'provider' || blow === 'both') for (const pid of providers) process.kill(pid, 'SIGKILL');
  if (blow === 'terraform' || blow === 'both') child.kill('SIGKILL');
  if (blow === '^C' || blow === '^C twice') process.kill(-terraform, 'SIGINT');
  if (blow === '^C twice') {
    await vi.waitUntil(() => output.includes('Interrupt received'), { timeout: 20_000, interval: 10 });
    process.kill(-terraform, 'SIGINT');
  }
  const code = await done;
  return { code, output, orphans: providers.filter(isThere) };
}
