import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, stat } from 'node:fs/promises';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { configError, environmentError } from '../diagnostic-error.ts';
import type { CliIo } from '../terminal/io.ts';
import { maskTokens, sanitise } from '../terminal/sanitise.ts';
import { lastLines, sourceLocation } from './failure-text.ts';

export interface ProgramRun {
  readonly command: string;
  /** Folder to run in: that of cdktf.json. */
  readonly dir: string;
  readonly outputDir: string;
  readonly context: Readonly<Record<string, unknown>>;
}

/** After this long, what the program prints is passed on as it comes, with a line that says what is waited for. */
const QUIET_MS = 2000;
/** Kept of a program's output for the error text. */
const KEPT_CHARS = 64 * 1024;

/**
 * Runs the user's program in a shell and waits for its stacks. Its output goes to our stderr (our stdout stays clean
 * for plans and JSON). Throws DiagnosticError when it fails, is interrupted, or writes no stacks.
 */
export async function runProgram(run: ProgramRun, io: CliIo, signal: AbortSignal): Promise<void> {
  await mkdir(run.outputDir, { recursive: true }).catch((error: unknown) => {
    throw environmentError(
      'output-folder',
      'Cannot Write the Output Folder',
      `${run.outputDir}: ${error instanceof Error ? error.message : String(error)}. Nothing was changed.`,
    );
  });
  const manifest = join(run.outputDir, 'manifest.json');
  const before = await stamp(manifest);
  const { code, killedBy, output } = await execute(run, io, signal);
  if (signal.aborted) {
    throw environmentError(
      'interrupted',
      'Interrupted',
      'The program was stopped before it was done. Nothing was changed.',
    );
  }
  if (code !== 0) throw failed(run, code, killedBy, output);
  const after = await stamp(manifest);
  // An old manifest would be planned as if it were the program: a removed job would come back.
  if (after === null || after === before) {
    throw configError(
      'program-wrote-nothing',
      'The Program Wrote No Stacks',
      `"${run.command}" ended without an error and did not write ${manifest}.\nDoes it end with app.synth()? Nothing was changed.`,
    );
  }
}

async function stamp(path: string): Promise<string | null> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? null : `${found.ino} ${found.mtimeNs} ${found.ctimeNs}`;
}

interface Ended {
  readonly code: number | null;
  readonly killedBy: NodeJS.Signals | null;
  readonly output: string;
}

function execute(run: ProgramRun, io: CliIo, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(run.command, {
      cwd: run.dir,
      env: programEnvironment(run, io.env),
      shell: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own: an interrupt reaches the program behind the shell, and only when we pass it on.
      detached: process.platform !== 'win32',
    });
    let output = '';
    let held = '';
    let live = false;
    const show = (text: string) => io.stderr.write(sanitise(maskTokens(stripColours(text))));
    const receive = (chunk: string) => {
      output = (output + chunk).slice(-KEPT_CHARS);
      if (live) show(chunk);
      else held += chunk;
    };
    const timer = setTimeout(() => {
      live = true;
      io.stderr.write(`Still running the program: ${sanitise(maskTokens(run.command))}\n`);
      show(held);
    }, QUIET_MS);
    child.stdout.setEncoding('utf8').on('data', receive);
    child.stderr.setEncoding('utf8').on('data', receive);
    const onAbort = () => stop(child);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    const finish = (ended: Omit<Ended, 'output'>) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (!live && ended.code === 0) show(held);
      resolve({ ...ended, output });
    };
    child.on('error', (error) => {
      output += error.message;
      finish({ code: null, killedBy: null });
    });
    child.on('close', (code, killedBy) => finish({ code, killedBy }));
  });
}

function stop(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null) return;
  if (process.platform === 'win32') child.kill();
  else process.kill(-child.pid, 'SIGTERM');
}

function programEnvironment(run: ProgramRun, env: CliIo['env']): NodeJS.ProcessEnv {
  return {
    ...env,
    PATH: [join(run.dir, 'node_modules', '.bin'), env.PATH ?? ''].join(delimiter),
    CDKTF_OUTDIR: run.outputDir,
    CDKTF_CONTEXT_JSON: JSON.stringify(run.context),
    // Mistakes that constructs report are read from the manifest, all at once and with their places.
    CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS: 'true',
  };
}

function failed(
  run: ProgramRun,
  code: number | null,
  killedBy: NodeJS.Signals | null,
  output: string,
): Error {
  const how =
    killedBy !== null
      ? `was killed by ${killedBy} (exit code ${128 + (constants.signals[killedBy] ?? 0)})`
      : code === null
        ? 'could not be started'
        : `ended with exit code ${code}`;
  const place = sourceLocation(output);
  const text = output.trim() === '' ? 'It printed nothing.' : `Its last output:\n\n${lastLines(output)}`;
  return configError(
    'program-failed',
    'The Program Failed',
    `"${run.command}" ${how}${place === undefined ? '' : ` at ${place}`}.\nNothing was changed.\n\n${text}`,
  );
}

const ESCAPE = String.fromCharCode(0x1b);
const COLOUR = new RegExp(`${ESCAPE}\\[[0-9;]*m`, 'g');

/** Colours are harmless and common; without them gone first they would show as escapes. */
function stripColours(text: string): string {
  return text.replace(COLOUR, '');
}
