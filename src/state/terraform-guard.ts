import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { access } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';

/**
 * Holds the lock that Terraform looks at. Terraform ignores a lock-info file whose holder has no POSIX record lock on
 * the state file (observed with 1.11.4 [D]), and Node cannot take such a lock; the system's Perl can. The child keeps
 * it until our end of its input closes, so the lock goes away even when we are killed.
 *
 * Where there is no Perl (Alpine, Windows) `start` gives null: Terraform is then kept out only by the check of lineage
 * and serial.
 */
export class TerraformGuard {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #answers: AsyncIterator<string>;

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    this.#keepAlive(false);
  }

  static async start(perl = '/usr/bin/perl'): Promise<TerraformGuard | null> {
    if (process.platform !== 'linux' && process.platform !== 'darwin') return null;
    if (!['x64', 'arm64'].includes(process.arch)) return null;
    try {
      await access(perl);
    } catch {
      return null;
    }
    // Detached: a ^C in the terminal reaches the whole foreground group, and the lock must outlive it.
    const child = spawn(perl, ['-e', SCRIPT], { stdio: ['pipe', 'pipe', 'ignore'], detached: true });
    // A child that cannot start or dies answers nothing, which `hold` reports; without listeners these would throw.
    child.on('error', () => {});
    child.stdin.on('error', () => {});
    return new TerraformGuard(child);
  }

  /** Process ID of the child, whose locks are ours. */
  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** Locks a file that exists. `held`: another process has it. `unavailable`: no lock can be had here. */
  async hold(path: string): Promise<'ok' | 'held' | 'unavailable'> {
    this.#keepAlive(true);
    this.#child.stdin.write(`${Buffer.from(path).toString('hex')}\n`);
    const { value, done } = await this.#answers.next();
    this.#keepAlive(false);
    if (done || (value !== 'ok' && value !== 'held')) return 'unavailable';
    return value;
  }

  /** Gives all locks back; resolves when they are free. */
  async release(): Promise<void> {
    const { exitCode, signalCode, pid } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    this.#keepAlive(true);
    const gone = new Promise<void>((resolve) => this.#child.once('exit', () => resolve()));
    this.#child.stdin.end();
    await gone;
  }

  /** A lock that nobody released must not keep the process from ending; a pending answer must. */
  #keepAlive(isNeeded: boolean): void {
    for (const handle of [this.#child, this.#child.stdin, this.#child.stdout]) {
      const { ref, unref } = handle as { ref?: () => void; unref?: () => void };
      (isNeeded ? ref : unref)?.call(handle);
    }
  }
}

/** One path a line, in hex; one answer a line. Files stay open: closing one would drop its lock. */
const SCRIPT = `
use strict; use Fcntl; $| = 1; my @open;
while (my $line = <STDIN>) {
  chomp $line;
  my $file;
  if (!open($file, '+<', pack('H*', $line))) { print "unavailable\\n"; next; }
  my $whole = $^O eq 'darwin' ? pack('q q i s s', 0, 0, 0, F_WRLCK, 0) : pack('s s x4 q q i x4', F_WRLCK, 0, 0, 0, 0);
  if (fcntl($file, F_SETLK, $whole)) { push @open, $file; print "ok\\n"; }
  elsif ($!{EAGAIN} || $!{EACCES}) { print "held\\n"; }
  else { print "unavailable\\n"; }
}
`;
