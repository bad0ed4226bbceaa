import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StackLocation } from '../../engine/engine.ts';
import { locateState } from '../../engine/run/locate-state.ts';
import type { JsonValue } from '../../state/index.ts';
import type { CommandContext } from '../command.ts';
import { configError } from '../diagnostic-error.ts';
import { chooseStack } from '../program/choose-stack.ts';
import { loadProgram, stackLocation } from '../program/program.ts';
import { tryReadProjectFile } from '../program/project-file.ts';
import { BARE_STACK, type StackJson } from './stack-json.ts';
import { openTerraformFolder } from './terraform-folder.ts';

/** Where a new job goes: a program, a folder that has none yet, or a folder of HCL. */
export interface Workspace {
  readonly kind: 'program' | 'empty' | 'terraform';
  readonly projectDir: string;
  readonly stack: string;
  /** Path of the stack's construct, which names the jobs in it. */
  readonly stackPath: string;
  /** Absolute. */
  readonly statePath: string;
  /** The stack as it is synthesised now, without what only a whole run may carry out. */
  readonly base: StackJson;
  /** The stack as the program wrote it; null where there is no program. */
  readonly program: StackLocation | null;
  /** True when the job is declared already. */
  declares(name: string): boolean;
}

/** Stack of a project that `otform new` starts. */
const FIRST_STACK = 'jobs';

/** Finds out where a new job goes, running the program where there is one. Throws DiagnosticError. */
export async function openWorkspace(context: CommandContext): Promise<Workspace> {
  const { dir, flags, io, interruption } = context;
  if (flags.on('hcl')) return openTerraformFolder(dir);
  const isProgram =
    flags.text('app') !== undefined ||
    flags.text('synthesized') !== undefined ||
    (await tryReadProjectFile(dir)) !== null;
  if (!isProgram) {
    return {
      kind: 'empty',
      projectDir: dir,
      stack: FIRST_STACK,
      stackPath: FIRST_STACK,
      statePath: join(dir, `terraform.${FIRST_STACK}.tfstate`),
      base: BARE_STACK,
      program: null,
      declares: () => false,
    };
  }
  const program = await loadProgram(dir, flags, io, interruption.signal);
  context.reporter.report(program.synthesized.diagnostics);
  const chosen = chooseStack(program.synthesized, flags.text('stack'), context.name);
  const location = stackLocation(program, chosen);
  const statePath = await locateState(location);
  const json = JSON.parse(await readFile(chosen.configPath, 'utf8')) as StackJson;
  return {
    kind: 'program',
    projectDir: program.projectDir,
    stack: chosen.name,
    stackPath: chosen.constructPath ?? chosen.name,
    statePath,
    base: withoutWholeRunParts(json),
    program: location,
    declares: (name) => declaresJob(json, name),
  };
}

/** Throws DiagnosticError when the job is in the program already: then there is no code to write. */
export function refuseDeclared(workspace: Workspace, address: string, name: string): void {
  if (!workspace.declares(name)) return;
  throw configError(
    'new-declared',
    'The Job Is Declared Already',
    `The program declares ${address}. Edit the program and run \`otform plan\` to see what would change, or choose another name for another job. Nothing was sent.`,
  );
}

/** Moves, imports, removals and outputs belong to the plan of the whole stack, and wait for it. */
function withoutWholeRunParts(json: StackJson): StackJson {
  const { moved: _moved, import: _imports, removed: _removed, output: _outputs, ...base } = json;
  return base;
}

function declaresJob(json: StackJson, name: string): boolean {
  const blocks: readonly (JsonValue | undefined)[] = Array.isArray(json.resource)
    ? json.resource
    : [json.resource];
  return blocks.some((block) => {
    const jobs = isObject(block) ? block.opentrain_job : undefined;
    return isObject(jobs) && Object.hasOwn(jobs, name);
  });
}

function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
