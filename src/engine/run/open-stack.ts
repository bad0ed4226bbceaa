import { readFile } from 'node:fs/promises';
import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { Provider } from '../../provider/provider.ts';
import { UNKNOWN, type Value } from '../../provider/values.ts';
import { readConfig } from '../config/read-config.ts';
import type { PlanOptions, StackLocation } from '../engine.ts';
import type { Plan, PlanMode } from '../plan-model.ts';
import { environmentError } from '../problem.ts';
import { Program } from '../program/program.ts';
import { remedyFor } from '../remedy.ts';
import { loadVariables } from '../variables/load-variables.ts';
import { configHash } from './config-hash.ts';
import { statePathOf } from './locate-state.ts';

/** A stack read from disk with the values of its variables. */
export interface OpenedStack {
  readonly location: StackLocation;
  readonly program: Program;
  readonly statePath: string;
  readonly configHash: string;
  readonly variables: Readonly<Record<string, Value>>;
  readonly sensitiveVariables: readonly string[];
}

export type VariableSource =
  | (Pick<PlanOptions, 'variables' | 'environmentVariables' | 'variableFiles'> & { readonly mode: PlanMode })
  /** A saved plan brings its own. */
  | { readonly plan: Plan };

/** Reads program and variables. Null only with errors, which go to `into`. */
export async function openStack(
  provider: Provider,
  location: StackLocation,
  source: VariableSource,
  into: Diagnostic[],
): Promise<OpenedStack | null> {
  let text: string;
  try {
    text = await readFile(location.configPath, 'utf8');
  } catch (error) {
    into.push(
      environmentError(
        'stack-file-unreadable',
        'Cannot Read Stack File',
        `${location.configPath} could not be read: ${error instanceof Error ? error.message : String(error)}. ` +
          'Synthesise the stack first.',
      ),
    );
    return null;
  }
  const remedy = remedyFor(location.name, location.configPath, location.projectDir);
  const read = readConfig(text, location.configPath, remedy);
  into.push(...read.diagnostics);
  if (read.config === null) return null;
  const blocks = read.config.variables;
  let values: ReadonlyMap<string, Value>;
  if ('plan' in source) values = new Map(Object.entries(source.plan.variables));
  else {
    const loaded = await loadVariables(blocks, {
      environment: source.environmentVariables,
      folder: location.projectDir,
      files: source.variableFiles,
      flags: source.variables,
    });
    values = loaded.values;
    // Destroying needs no value that only new jobs would have used.
    const isDestroy = source.mode === 'destroy';
    into.push(...loaded.diagnostics.filter(({ code }) => !isDestroy || code !== 'no-value-for-variable'));
    if (isDestroy) {
      values = new Map([...blocks.keys()].map((name) => [name, loaded.values.get(name) ?? UNKNOWN]));
    } else if (loaded.diagnostics.some((diagnostic) => diagnostic.severity === 'error')) return null;
  }
  const variables = Object.fromEntries(values);
  return {
    location,
    program: new Program({
      config: read.config,
      variables: values,
      schemas: provider.schema,
      remedy,
      configPath: location.configPath,
    }),
    statePath: statePathOf(location, read.config.backendPath),
    configHash: configHash(text, variables),
    variables,
    sensitiveVariables: [...blocks.values()].filter((block) => block.sensitive).map((block) => block.name),
  };
}
