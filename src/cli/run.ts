import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Problem } from '../engine/problem.ts';
import type { Diagnostic } from '../provider/diagnostics.ts';
import { findCommand } from './args/command-table.ts';
import { type HelpRequest, type ParsedCommandLine, parseCommandLine } from './args/parse.ts';
import { UsageError } from './args/usage-error.ts';
import { LOADERS } from './commands/loaders.ts';
import { configError, DiagnosticError } from './diagnostic-error.ts';
import { Reporter } from './reporter.ts';
import { Interruption } from './terminal/interruption.ts';
import type { CliIo } from './terminal/io.ts';
import { maskTokens, sanitise } from './terminal/sanitise.ts';
import { chooseStyle } from './terminal/style.ts';

/** Commands whose -json is the stream of the machine-readable UI; elsewhere -json is one document. */
const STREAMING = new Set(['plan', 'apply', 'destroy', 'refresh', 'import']);

/**
 * Runs one command line and returns its exit code: 0 done, 1 error, 2 changes (-detailed-exitcode), 3 applied but a
 * job is not published, 130/143 interrupted. Never throws; touches nothing but what `io` names.
 */
export async function run(argv: readonly string[], io: CliIo): Promise<number> {
  let parsed: ParsedCommandLine | HelpRequest;
  try {
    parsed = parseCommandLine(argv, io.env);
  } catch (error) {
    if (error instanceof UsageError) return usage(error, io);
    throw error;
  }
  if (!('command' in parsed) || parsed.help) return help(parsed, io);
  return execute(parsed, io);
}

async function execute(parsed: ParsedCommandLine, io: CliIo): Promise<number> {
  const { command, flags } = parsed;
  const noColor = flags.on('no-color');
  const reporter = new Reporter(io, {
    jsonLines: flags.on('json') && STREAMING.has(command.name),
    noColor,
    compactWarnings: flags.on('compact-warnings'),
  });
  const interruption = new Interruption(io);
  const started = Date.now();
  const trace = (message: string) => {
    if ((io.env.OTFORM_LOG ?? '').toLowerCase() !== 'trace') return;
    io.stderr.write(`[trace +${Date.now() - started} ms] ${sanitise(maskTokens(message))}\n`);
  };
  try {
    const dir = await workingFolder(parsed, io);
    const load = LOADERS[command.name];
    if (load === undefined) throw new Error(`command ${command.name} has no module`);
    const runCommand = await load();
    trace(`${command.name} loaded`);
    const code = await runCommand({
      name: command.name,
      io,
      flags,
      positionals: parsed.positionals,
      dir,
      style: chooseStyle(io.stdout, io.env, noColor),
      reporter,
      interruption,
      trace,
    });
    trace(`exit ${code}`);
    return code;
  } catch (error) {
    if (error instanceof UsageError) return usage(error, io);
    if (error instanceof DiagnosticError) reporter.report(error.diagnostics);
    else reporter.report([tryWorded(error) ?? bug(error, trace)]);
    return interruption.exitCode ?? 1;
  } finally {
    interruption.dispose();
  }
}

async function workingFolder(parsed: ParsedCommandLine, io: CliIo): Promise<string> {
  if (parsed.chdir === undefined) return io.cwd;
  const dir = resolve(io.cwd, parsed.chdir);
  const found = await stat(dir).catch(() => null);
  if (found?.isDirectory() === true) return dir;
  throw configError(
    'chdir',
    'No Such Folder',
    `-chdir=${parsed.chdir}: ${dir} is not a folder. Nothing was changed.`,
  );
}

async function help(parsed: ParsedCommandLine | HelpRequest, io: CliIo): Promise<number> {
  const { renderCommandHelp, renderGroupHelp, renderHelp } = await import('./args/help.ts');
  if ('command' in parsed) io.stdout.write(renderCommandHelp(parsed.command));
  else io.stdout.write(parsed.topic === undefined ? renderHelp() : renderGroupHelp(parsed.topic));
  return 0;
}

function usage(error: UsageError, io: CliIo): number {
  const topic =
    error.command === undefined || findCommand(error.command) === undefined ? '' : ` ${error.command}`;
  io.stderr.write(`Error: ${sanitise(maskTokens(error.message))}\n\nHelp: otform help${topic}\n`);
  return 1;
}

/** Errors of the lower layers that are already worded for the user (engine, state, credentials, base URL). */
function tryWorded(error: unknown): Diagnostic | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof Problem) return error.diagnostic;
  if (!('summary' in error && 'detail' in error)) return undefined;
  const { summary, detail } = error;
  if (typeof summary !== 'string' || typeof detail !== 'string') return undefined;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  return { severity: 'error', code, summary, detail, origin: 'environment' };
}

function bug(error: unknown, trace: (message: string) => void) {
  trace(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return {
    severity: 'error',
    code: 'internal',
    summary: 'Unexpected Error in otform',
    detail: `${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}\n\nWhat was already written to OpenTrain is in the journal beside the state, and the next run settles it.`,
    origin: 'bug',
  } as const;
}
