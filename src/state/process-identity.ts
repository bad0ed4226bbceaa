import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names one process for good: process IDs are reused, and are counted anew per boot and per container. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Start time in clock ticks since boot; null where the system does not tell. */
  readonly start: string | null;
  readonly boot: string | null;
  /** PID namespace, e.g. `pid:[4026531836]`; null where there is no such thing. */
  readonly namespace: string | null;
}

export function currentProcess(): ProcessIdentity {
  return {
    pid: process.pid,
    host: hostname(),
    start: processStart(process.pid),
    boot: firstLine('/proc/sys/kernel/random/boot_id'),
    namespace: pidNamespace(),
  };
}

/** Start time of a live process (field 22 of `/proc/<pid>/stat`); null when unknown or gone. */
export function processStart(pid: number): string | null {
  const stat = firstLine(`/proc/${pid}/stat`);
  // The name in brackets may hold anything, so count from the last bracket.
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** True when the process exists, whoever owns it. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** The `Info` text of our locks. */
export function formatIdentity(identity: ProcessIdentity): string {
  const fields = Object.entries(identity).filter(([, value]) => value !== null);
  return `otform ${fields.map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`).join(' ')}`;
}

/** Reads an `Info` text; null when it is not ours. */
export function parseIdentity(info: string): ProcessIdentity | null {
  if (!info.startsWith('otform ')) return null;
  const fields = new Map<string, string>();
  for (const part of info.slice('otform '.length).split(' ')) {
    const at = part.indexOf('=');
    try {
      if (at > 0) fields.set(part.slice(0, at), decodeURIComponent(part.slice(at + 1)));
    } catch {
      return null;
    }
  }
  const pid = Number(fields.get('pid'));
  const host = fields.get('host');
  if (!Number.isSafeInteger(pid) || pid <= 0 || host === undefined) return null;
  return {
    pid,
    host,
    start: fields.get('start') ?? null,
    boot: fields.get('boot') ?? null,
    namespace: fields.get('namespace') ?? null,
  };
}

function pidNamespace(): string | null {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return null;
  }
}

function firstLine(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').split('\n')[0] ?? null;
  } catch {
    return null;
  }
}
