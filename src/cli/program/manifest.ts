import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { Diagnostic } from '../../provider/diagnostics.ts';
import { configError } from '../diagnostic-error.ts';

/** One stack of a synthesised program. */
export interface SynthesizedStack {
  readonly name: string;
  /** Absolute path of its cdk.tf.json. */
  readonly configPath: string;
  readonly dependencies: readonly string[];
  /** Path of the stack among the constructs of the program; its name where the manifest says nothing. */
  readonly constructPath?: string;
}

export interface Synthesized {
  readonly dir: string;
  readonly stacks: readonly SynthesizedStack[];
  /** Annotations that constructs left: errors fail the command. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads manifest.json of a cdktf.out folder. Throws DiagnosticError for anything that is not one. */
export async function readSynthesized(dir: string): Promise<Synthesized> {
  const path = join(dir, 'manifest.json');
  let manifest: unknown;
  try {
    manifest = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    throw configError(
      'manifest-unreadable',
      'No Synthesised Stacks Found',
      `${path}: ${error instanceof Error ? error.message : String(error)}.\nNothing was changed. Run the program first:\n    otform synth`,
    );
  }
  const table = field(manifest, 'stacks');
  if (!isRecord(table)) {
    throw configError(
      'manifest-invalid',
      'Invalid manifest.json',
      `${path} has no "stacks". Nothing was changed.`,
    );
  }
  const stacks: SynthesizedStack[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [name, entry] of Object.entries(table)) {
    stacks.push(await readStack(dir, path, name, entry));
    diagnostics.push(...annotations(entry));
  }
  return { dir, stacks, diagnostics };
}

/** A stack name ends up in file names, so it may hold nothing that leads elsewhere. */
const SAFE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

async function readStack(dir: string, path: string, name: string, entry: unknown): Promise<SynthesizedStack> {
  if (!SAFE_NAME.test(name) || name.includes('..')) {
    throw configError(
      'stack-name-unsafe',
      'Stack Name Not Allowed',
      `${path} names a stack ${JSON.stringify(name)}. Letters, digits, "_", "-" and "." are allowed, because the name is part of the state's file name. Nothing was changed.`,
    );
  }
  const stackPath = field(entry, 'synthesizedStackPath');
  const configPath = resolve(
    dir,
    typeof stackPath === 'string' ? stackPath : join('stacks', name, 'cdk.tf.json'),
  );
  const inside = relative(resolve(dir), configPath);
  if (inside.startsWith('..') || isAbsolute(inside)) {
    throw configError(
      'stack-path-outside',
      'Stack File Outside the Output Folder',
      `${path} says that stack "${name}" is at ${configPath}, which is not inside ${resolve(dir)}. Nothing was changed.`,
    );
  }
  const found = await stat(configPath).catch(() => null);
  if (found?.isFile() !== true) {
    throw configError(
      'stack-file-missing',
      'Stack File Missing',
      `${path} lists stack "${name}", and ${configPath} does not exist. otform reads JSON stacks; a program that sets hclOutput writes none.\nNothing was changed.`,
    );
  }
  const dependencies = field(entry, 'dependencies');
  const constructPath = field(entry, 'constructPath');
  return {
    name,
    configPath,
    ...(typeof constructPath === 'string' ? { constructPath } : {}),
    dependencies: Array.isArray(dependencies) ? dependencies.map((item) => String(item)) : [],
  };
}

function annotations(entry: unknown): readonly Diagnostic[] {
  const list = field(entry, 'annotations');
  if (!Array.isArray(list)) return [];
  return list.flatMap((annotation): readonly Diagnostic[] => {
    const level = String(field(annotation, 'level'));
    if (level.endsWith('info')) return [];
    const trace = field(annotation, 'stacktrace');
    const place = Array.isArray(trace)
      ? trace.map(String).find((line) => !line.includes('node_modules') && !line.includes('node:'))
      : undefined;
    return [
      {
        severity: level.endsWith('error') ? 'error' : 'warning',
        code: 'construct-annotation',
        summary: level.endsWith('error') ? 'Construct Reports an Error' : 'Construct Reports a Warning',
        detail: `${String(field(annotation, 'constructPath'))}: ${String(field(annotation, 'message'))}${place === undefined ? '' : `\n\n  ${place.trim()}`}`,
        origin: 'config',
      },
    ];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function field(value: unknown, name: string): unknown {
  return isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
