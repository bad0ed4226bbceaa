import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Diagnostic } from '../../provider/diagnostics.ts';
import { didYouMean } from '../../provider/near-names.ts';
import type { Value } from '../../provider/values.ts';
import type { JsonValue } from '../../state/model.ts';
import { isJsonObject } from '../config/bodies.ts';
import type { VariableBlock } from '../config/config-model.ts';
import { collect, configError, configWarning, environmentError, Problem } from '../problem.ts';
import { LiteralError, LiteralParser } from './literal.ts';
import {
  convertToConstraint,
  isTextType,
  type TypeConstraint,
  TypeMismatch,
  tryParseType,
} from './type-constraint.ts';

/** Where values come from, in the order in which later ones win. */
export interface VariableSources {
  /** `TF_VAR_*` without the prefix. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folder whose `terraform.tfvars`, `*.auto.tfvars` and their JSON forms are read. */
  readonly folder: string;
  /** `-var-file`, in order. */
  readonly files: readonly string[];
  /** `-var`. */
  readonly flags: Readonly<Record<string, string>>;
}

/** One value on its way to a variable: still text from flags and environment, already a value from files. */
type Candidate =
  | { readonly from: string; readonly text: string }
  | { readonly from: string; readonly value: Value };

function invalid(name: string, from: string, why: string): Problem {
  return new Problem(
    configError(
      'invalid-variable-value',
      'Invalid Value for Variable',
      `The value of variable ${JSON.stringify(name)} from ${from} is not usable: ${why}.`,
    ),
  );
}

async function readDefinitions(path: string, into: Diagnostic[]): Promise<Map<string, Value>> {
  try {
    const text = await readFile(path, 'utf8');
    if (!path.endsWith('.json')) return new LiteralParser(text).definitions();
    const root = JSON.parse(text) as JsonValue;
    if (isJsonObject(root)) return new Map(Object.entries(root));
    throw new SyntaxError('it must hold one object');
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const where = error instanceof LiteralError ? `${path}:${error.line}:${error.column}` : path;
    const make = 'code' in error ? environmentError : configError;
    into.push(make('invalid-variables-file', 'Invalid Variables File', `${where}: ${error.message}`));
    return new Map();
  }
}

async function automaticFiles(folder: string): Promise<string[]> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch {
    // A project folder that cannot be listed has no variables files; what needs the folder reports it itself.
    return [];
  }
  const fixed = ['terraform.tfvars', 'terraform.tfvars.json'].filter((name) => names.includes(name));
  const automatic = names.filter((name) => /\.auto\.tfvars(?:\.json)?$/.test(name)).sort();
  return [...fixed, ...automatic].map((name) => join(folder, name));
}

function parseCandidate(name: string, type: TypeConstraint, typed: boolean, candidate: Candidate): Value {
  if (!('text' in candidate)) return candidate.value;
  if (isTextType(type) || !typed) return candidate.text.normalize('NFC');
  try {
    return new LiteralParser(candidate.text).single();
  } catch (error) {
    if (!(error instanceof LiteralError)) throw error;
    throw invalid(name, candidate.from, `${error.message} (line ${error.line}, column ${error.column})`);
  }
}

function variableValue(block: VariableBlock, candidate: Candidate | undefined): Value {
  const type = tryParseType(block.type);
  if (type === null) {
    throw new Problem(
      configError(
        'invalid-variable-type',
        'Invalid Variable Type',
        `Variable ${JSON.stringify(block.name)} has type ${JSON.stringify(block.type)}, which is no type constraint ` +
          'of string, number, bool, any, list, set, map, tuple or object (defaults inside optional() are not supported).',
      ),
    );
  }
  let from = 'its default';
  let value: Value | undefined = block.default as Value | undefined;
  if (candidate !== undefined) {
    const given = parseCandidate(block.name, type, block.type !== 'any', candidate);
    if (given !== null || block.nullable || block.default === undefined) {
      value = given;
      from = candidate.from;
    }
  }
  if (value === undefined) {
    throw new Problem(
      configError(
        'no-value-for-variable',
        'No Value for Required Variable',
        `Variable ${JSON.stringify(block.name)} has no default and was not set. Set it with ` +
          `-var '${block.name}=…', TF_VAR_${block.name}, or in terraform.tfvars.`,
      ),
    );
  }
  if (value === null && !block.nullable) throw invalid(block.name, from, 'it must not be null');
  try {
    return convertToConstraint(value, type);
  } catch (error) {
    if (error instanceof TypeMismatch) throw invalid(block.name, from, error.message);
    throw error;
  }
}

/**
 * Values of all declared variables, with Terraform's precedence: environment, `terraform.tfvars(.json)`,
 * `*.auto.tfvars(.json)`, then `-var-file` in order, then `-var`.
 */
export async function loadVariables(
  blocks: ReadonlyMap<string, VariableBlock>,
  sources: VariableSources,
): Promise<{ readonly values: ReadonlyMap<string, Value>; readonly diagnostics: readonly Diagnostic[] }> {
  const diagnostics: Diagnostic[] = [];
  const candidates = new Map<string, Candidate>();
  for (const [name, text] of Object.entries(sources.environment))
    candidates.set(name, { from: `TF_VAR_${name}`, text });
  const automatic = await automaticFiles(sources.folder);
  for (const path of [...automatic, ...sources.files]) {
    for (const [name, value] of await readDefinitions(path, diagnostics)) {
      if (blocks.has(name)) candidates.set(name, { from: basename(path), value });
      else {
        diagnostics.push(
          configWarning(
            'undeclared-variable',
            'Value for Undeclared Variable',
            `${basename(path)} sets ${JSON.stringify(name)}, which the program does not declare.${didYouMean(name, blocks.keys())}`,
          ),
        );
      }
    }
  }
  for (const [name, text] of Object.entries(sources.flags)) {
    if (blocks.has(name)) candidates.set(name, { from: '-var', text });
    else {
      diagnostics.push(
        configError(
          'undeclared-variable',
          'Value for Undeclared Variable',
          `-var sets ${JSON.stringify(name)}, which the program does not declare.${didYouMean(name, blocks.keys())}`,
        ),
      );
    }
  }
  const values = new Map<string, Value>();
  for (const [name, block] of blocks) {
    collect(diagnostics, () => values.set(name, variableValue(block, candidates.get(name))));
  }
  return { values, diagnostics };
}
