import { resolve } from 'node:path';
import type { StackLocation } from '../../engine/engine.ts';
import { hasErrors } from '../../provider/diagnostics.ts';
import type { ParsedFlags } from '../args/parsed-flags.ts';
import { configError, DiagnosticError } from '../diagnostic-error.ts';
import type { CliIo } from '../terminal/io.ts';
import { plainText } from '../views/diagnostic-text.ts';
import { chooseStack } from './choose-stack.ts';
import { readSynthesized, type Synthesized, type SynthesizedStack } from './manifest.ts';
import { noProjectFile, tryReadProjectFile } from './project-file.ts';
import { runProgram } from './run-program.ts';

export interface Program {
  readonly synthesized: Synthesized;
  /** Folder that a relative state path belongs to. */
  readonly projectDir: string;
}

/**
 * The stacks to work on: those of `--synthesized`, else what the program writes when it is run now. Error annotations
 * of constructs fail here, all together.
 */
export async function loadProgram(
  dir: string,
  flags: ParsedFlags,
  io: CliIo,
  signal: AbortSignal,
): Promise<Program> {
  const existing = flags.text('synthesized');
  if (existing !== undefined) {
    return checked({ synthesized: await readSynthesized(resolve(dir, existing)), projectDir: dir });
  }
  const app = flags.text('app');
  const project = await tryReadProjectFile(dir);
  if (project === null && app === undefined) throw noProjectFile(dir);
  const command = app ?? project?.app;
  if (command === undefined) {
    throw configError(
      'project-file-no-app',
      'cdktf.json Names No Program',
      `cdktf.json in ${dir} has no "app": the command that runs the program, e.g.\n    "app": "node --import tsx main.ts"\n\nNothing was changed. For once, it can also be given as --app.`,
    );
  }
  if (io.stderr.isTTY === true) io.stderr.write(`Running the program: ${plainText(command)}\n`);
  const outputDir = project?.outputDir ?? resolve(dir, 'cdktf.out');
  await runProgram({ command, dir, outputDir, context: project?.context ?? {} }, io, signal);
  return checked({ synthesized: await readSynthesized(outputDir), projectDir: dir });
}

/**
 * For commands that only need to know where the state is: the stacks of the last run where they are there, so that
 * looking at the state needs no working program.
 */
export async function loadLastProgram(
  dir: string,
  flags: ParsedFlags,
  io: CliIo,
  signal: AbortSignal,
): Promise<Program> {
  if (flags.text('synthesized') !== undefined || flags.text('app') !== undefined) {
    return loadProgram(dir, flags, io, signal);
  }
  const project = await tryReadProjectFile(dir);
  if (project === null) throw noProjectFile(dir);
  const last = await readSynthesized(project.outputDir).catch((error: unknown) => {
    if (error instanceof DiagnosticError) return null;
    throw error;
  });
  return last === null ? loadProgram(dir, flags, io, signal) : { synthesized: last, projectDir: dir };
}

/** Where the engine finds a stack. */
export function stackLocation(program: Program, stack: SynthesizedStack): StackLocation {
  return { name: stack.name, configPath: stack.configPath, projectDir: program.projectDir };
}

/** The one stack a command works on. */
export function oneStack(program: Program, name: string | undefined, command: string): StackLocation {
  return stackLocation(program, chooseStack(program.synthesized, name, command));
}

function checked(program: Program): Program {
  const { diagnostics } = program.synthesized;
  if (hasErrors(diagnostics)) throw new DiagnosticError(...diagnostics);
  return program;
}
