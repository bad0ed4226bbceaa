import { PROVIDER_TYPE } from '../../contract/index.ts';
import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { JsonValue } from '../../state/model.ts';
import { collect, configError, Problem } from '../problem.ts';
import type { Remedy } from '../remedy.ts';
import { bodies, boolField, isJsonObject, labelled, singleBody, stringField, wrongShape } from './bodies.ts';
import type {
  ImportBlock,
  JsonObject,
  MovedBlock,
  RemovedBlock,
  ResourceBlock,
  StackConfig,
} from './config-model.ts';
import { readOutput, readVariable } from './named-blocks.ts';
import { readResourceBlock } from './resource-block.ts';
import { checkTerraformBlock, foreignBlock } from './terraform-block.ts';

/** Deeper nesting than any program has; recursion over the file must not be a way to crash. */
const MAX_DEPTH = 200;

const KNOWN_BLOCKS = new Set([
  '//',
  'terraform',
  'provider',
  'resource',
  'data',
  'variable',
  'output',
  'locals',
  'moved',
  'import',
  'removed',
]);

function depth(value: JsonValue, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (limit === 0) return false;
  return Object.values(value).every((item: JsonValue) => depth(item, limit - 1));
}

function parseJson(text: string, file: string): JsonObject {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    throw new Problem(
      configError(
        'invalid-stack-file',
        'Invalid Stack File',
        `${file} is not JSON: ${error instanceof Error ? error.message : String(error)}. Synthesise the stack again.`,
      ),
    );
  }
  if (!isJsonObject(value)) throw wrongShape(file, 'an object');
  if (!depth(value, MAX_DEPTH)) throw wrongShape(file, `nested at most ${MAX_DEPTH} levels deep`);
  return value;
}

function readProvider(root: JsonObject, remedy: Remedy): JsonObject | null {
  let own: JsonObject | null = null;
  for (const [name, value] of labelled(root.provider, 'provider')) {
    if (name !== PROVIDER_TYPE) throw foreignBlock(`provider "${name}"`, remedy);
    for (const body of bodies(value, `provider.${name}`)) {
      if (body.alias !== undefined) throw foreignBlock(`provider "${name}" with an alias`, remedy);
      if (own !== null) throw wrongShape(`provider.${name}`, 'configured once');
      const { version: _version, '//': _comment, ...attributes } = body;
      own = attributes;
    }
  }
  return own;
}

function readMoved(root: JsonObject): MovedBlock[] {
  return bodies(root.moved, 'moved').map((body) => {
    const from = stringField(body, 'from', 'moved');
    const to = stringField(body, 'to', 'moved');
    if (from === undefined || to === undefined) throw wrongShape('moved', 'an object with from and to');
    return { from, to };
  });
}

function readImports(root: JsonObject, remedy: Remedy): ImportBlock[] {
  return bodies(root.import, 'import').map((body) => {
    if (body.for_each !== undefined) throw foreignBlock('import with for_each', remedy);
    if (body.identity !== undefined) throw foreignBlock('import by identity', remedy);
    const to = stringField(body, 'to', 'import');
    if (to === undefined || body.id === undefined) throw wrongShape('import', 'an object with to and id');
    return { to, id: body.id };
  });
}

function readRemoved(root: JsonObject, remedy: Remedy): RemovedBlock[] {
  return bodies(root.removed, 'removed').map((body) => {
    if (body.provisioner !== undefined) throw foreignBlock('removed with a provisioner', remedy);
    const from = stringField(body, 'from', 'removed');
    if (from === undefined) throw wrongShape('removed', 'an object with from');
    const lifecycle = body.lifecycle === undefined ? {} : singleBody(body.lifecycle, 'removed.lifecycle');
    return { from, destroy: boolField(lifecycle, 'destroy', 'removed.lifecycle') ?? true };
  });
}

function readResources(root: JsonObject, remedy: Remedy, into: Diagnostic[]): Map<string, ResourceBlock> {
  const blocks = new Map<string, ResourceBlock>();
  for (const kind of ['resource', 'data'] as const) {
    for (const [type, names] of collect(into, () => labelled(root[kind], kind)) ?? []) {
      for (const [name, value] of collect(into, () => labelled(names, `${kind}.${type}`)) ?? []) {
        const block = collect(into, () =>
          readResourceBlock(kind === 'resource' ? 'managed' : 'data', type, name, value, remedy),
        );
        if (block !== null) blocks.set(block.address, block);
      }
    }
  }
  return blocks;
}

/**
 * Reads a stack file (`cdk.tf.json`, or any one-file Terraform JSON configuration). Collects every problem; null
 * config only with errors.
 */
export function readConfig(
  text: string,
  file: string,
  remedy: Remedy,
): { readonly config: StackConfig | null; readonly diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const root = collect(diagnostics, () => parseJson(text, file));
  if (root === null) return { config: null, diagnostics };
  for (const key of Object.keys(root)) {
    if (!KNOWN_BLOCKS.has(key)) diagnostics.push(foreignBlock(key, remedy).diagnostic);
  }
  const backendPath = collect(diagnostics, () => checkTerraformBlock(root.terraform, remedy));
  const provider = collect(diagnostics, () => readProvider(root, remedy));
  const resources = readResources(root, remedy, diagnostics);
  const read = <T>(kind: string, one: (name: string, value: JsonValue) => T): Map<string, T> => {
    const found = new Map<string, T>();
    for (const [name, value] of collect(diagnostics, () => labelled(root[kind], kind)) ?? []) {
      const block = collect(diagnostics, () => one(name, value));
      if (block !== null) found.set(name, block);
    }
    return found;
  };
  const variables = read('variable', (name, value) => readVariable(name, value, remedy));
  const outputs = read('output', (name, value) => readOutput(name, value, remedy));
  const locals = new Map(collect(diagnostics, () => labelled(root.locals, 'locals')) ?? []);
  const moved = collect(diagnostics, () => readMoved(root)) ?? [];
  const imports = collect(diagnostics, () => readImports(root, remedy)) ?? [];
  const removed = collect(diagnostics, () => readRemoved(root, remedy)) ?? [];
  if (diagnostics.length > 0) return { config: null, diagnostics };
  return {
    config: { backendPath, provider, resources, variables, locals, outputs, moved, imports, removed },
    diagnostics,
  };
}
