import { JsonScanner, JsonSyntaxError } from './json-scanner.ts';
import { isJsonObject } from './json-text.ts';
import type { JsonValue, State, StateInstance, StateOutput, StateResource } from './model.ts';
import { parseInstance } from './parse-instance.ts';
import { type JsonObject, ShapeReader } from './shape.ts';
import { stateErrors } from './state-errors.ts';
import { STATE_VERSION, type StateFile } from './state-file.ts';

/**
 * Parses Terraform state format version 4 (source: files written by Terraform 1.11.4 [D]). A byte-order mark is
 * skipped; Terraform would refuse it, and the next write drops it. `terraform_version` of a newer release is
 * accepted, as Terraform 1.11.4 does. `where` names the source in errors.
 *
 * Raises `StateError`: truncated, corrupt, not-state, future-version, legacy-version.
 */
export function parseState(input: string, where = 'The state'): StateFile {
  const text = input.startsWith('\ufeff') ? input.slice(1) : input;
  const slices = scan(text, where);
  const root = JSON.parse(text) as JsonValue;
  const shape = new ShapeReader(where);
  if (!isJsonObject(root)) throw stateErrors.notState(where, 'its top level is not an object');
  checkVersion(root, where);
  const resources = shape.array(shape.member(root, 'resources') ?? [], 'resources');
  const resourceText = new Map<StateResource, string>();
  const instanceText = new Map<StateInstance, string>();
  const parsed = resources.map((value, index) => {
    const path = `resources[${index}]`;
    const resource = parseResource(shape.object(value, path), path, shape);
    const slice = slices.resources[index];
    if (slice !== undefined) {
      resourceText.set(resource, slice.text);
      resource.instances.forEach((instance, at) => {
        const own = slice.instances[at];
        if (own !== undefined) instanceText.set(instance, own);
      });
    }
    return resource;
  });
  const state: State = {
    terraformVersion: parseTerraformVersion(root, shape),
    serial: shape.count(shape.member(root, 'serial') ?? 0, 'serial'),
    lineage: shape.textOr(shape.member(root, 'lineage'), 'lineage', ''),
    outputs: parseOutputs(shape.object(shape.member(root, 'outputs') ?? {}, 'outputs'), shape),
    resources: parsed,
  };
  checkDuplicates(state, where);
  return {
    ...state,
    source: { text, members: slices.members, resources: resourceText, instances: instanceText },
  };
}

interface Slices {
  readonly members: ReadonlyMap<string, string>;
  readonly resources: readonly { readonly text: string; readonly instances: readonly string[] }[];
}

const OBJECT = 0x7b;
const ARRAY = 0x5b;

function scan(text: string, where: string): Slices {
  const members = new Map<string, string>();
  let resources: { text: string; instances: readonly string[] }[] = [];
  const scanner = new JsonScanner(text);
  const resource = () => {
    let instances: string[] = [];
    const text = slice(scanner, OBJECT, () =>
      scanner.object((key) => {
        if (key !== 'instances') return scanner.skip();
        instances = [];
        slice(scanner, ARRAY, () => scanner.array(() => instances.push(scanner.value())));
      }),
    );
    resources.push({ text, instances });
  };
  try {
    slice(scanner, OBJECT, () =>
      scanner.object((key) => {
        if (key === 'resources') resources = [];
        members.set(
          key,
          key === 'resources' ? slice(scanner, ARRAY, () => scanner.array(resource)) : scanner.value(),
        );
      }),
    );
    scanner.end();
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw stateErrors.syntax(where, text, error.offset, error.message, error.isTruncated);
  }
  return { members, resources };
}

/** Walks a value with `walk` when it starts with the bracket, else just skips it; the shape check comes later. */
function slice(scanner: JsonScanner, bracket: number, walk: () => void): string {
  const first = scanner.peek();
  const start = scanner.position;
  if (first === bracket) walk();
  else scanner.skip();
  return scanner.text.slice(start, scanner.position);
}

function checkVersion(root: JsonObject, where: string): void {
  const version = Object.hasOwn(root, 'version') ? root.version : undefined;
  if (typeof version !== 'number' || !Number.isSafeInteger(version) || version < 0) {
    throw stateErrors.notState(where, 'it has no "version" number');
  }
  if (version > STATE_VERSION) {
    const by = Object.hasOwn(root, 'terraform_version') ? root.terraform_version : undefined;
    throw stateErrors.future(where, version, typeof by === 'string' ? `, written by ${by.slice(0, 40)}` : '');
  }
  if (version < STATE_VERSION) throw stateErrors.legacy(where, version);
}

/** Terraform refuses a state whose `terraform_version` is no version number; so do we, before anything is changed. */
function parseTerraformVersion(root: JsonObject, shape: ShapeReader): string {
  const version = shape.textOr(shape.member(root, 'terraform_version'), 'terraform_version', '');
  if (version !== '' && !/^v?\d+(?:\.\d+)*(?:[-+.~][0-9A-Za-z.+~-]*)?$/.test(version)) {
    shape.fail('terraform_version', 'a version number', version);
  }
  return version;
}

function parseResource(source: JsonObject, path: string, shape: ShapeReader): StateResource {
  const get = (key: string) => shape.member(source, key);
  const mode = get('mode');
  if (mode !== 'managed' && mode !== 'data') {
    return shape.fail(`${path}.mode`, '"managed" or "data"', mode);
  }
  const module = shape.textOr(get('module'), `${path}.module`, '');
  const instances = shape.array(get('instances') ?? [], `${path}.instances`);
  return {
    ...(module === '' ? {} : { module }),
    mode,
    type: shape.text(get('type'), `${path}.type`),
    name: shape.text(get('name'), `${path}.name`),
    provider: shape.text(get('provider'), `${path}.provider`),
    instances: instances.map((value, index) => {
      const at = `${path}.instances[${index}]`;
      return parseInstance(shape.object(value, at), at, shape);
    }),
  };
}

function parseOutputs(source: JsonObject, shape: ShapeReader): State['outputs'] {
  const outputs = Object.entries(source).map(([name, value]): [string, StateOutput] => {
    const path = `outputs.${name}`;
    const output = shape.object(value, path);
    return [
      name,
      {
        value: shape.member(output, 'value') ?? null,
        type: shape.member(output, 'type') ?? 'dynamic',
        ...(shape.flag(shape.member(output, 'sensitive'), `${path}.sensitive`) ? { sensitive: true } : {}),
      },
    ];
  });
  return Object.fromEntries(outputs);
}

function checkDuplicates(state: State, where: string): void {
  const seen = new Set<string>();
  for (const resource of state.resources) {
    for (const instance of resource.instances) {
      const address = instanceAddress(resource, instance);
      if (seen.has(address)) throw stateErrors.duplicate(where, address);
      seen.add(address);
    }
  }
}

/** Address as Terraform shows it, with the deposed key where there is one. */
export function instanceAddress(resource: StateResource, instance: StateInstance): string {
  const { indexKey, deposed } = instance;
  const index = indexKey === undefined ? '' : `[${JSON.stringify(indexKey)}]`;
  return `${resourceAddress(resource)}${index}${deposed === undefined ? '' : ` (deposed object ${deposed})`}`;
}

/** Address of a resource without index. */
export function resourceAddress(resource: StateResource): string {
  const module = resource.module === undefined ? '' : `${resource.module}.`;
  return `${module}${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${resource.name}`;
}
