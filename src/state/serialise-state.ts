import { memberSlices } from './json-scanner.ts';
import { compareText, jsonEqual, renderJson, renderLines, renderMembers } from './json-text.ts';
import type { State, StateOutput, StateResource } from './model.ts';
import { resourceAddress } from './parse-state.ts';
import { renderResource } from './serialise-resource.ts';
import { STATE_VERSION, type StateFile } from './state-file.ts';
import { sortInstances, sortResources } from './state-order.ts';

/**
 * The text of a state in Terraform's own layout: two-space indent, Terraform's key order and escapes, final newline.
 * With `original`, whatever did not change keeps its original text, unknown keys included; a state that did not
 * change at all is the original text. Pure; throws `RangeError` for a number that JSON cannot hold.
 */
export function serialiseState(state: State, original?: StateFile): string {
  const source = original?.source;
  const originals = new Map<string, StateResource>();
  for (const resource of original?.resources ?? []) originals.set(resourceKey(resource), resource);
  const texts = sortResources(state.resources).map((resource) => {
    const before = originals.get(resourceKey(resource));
    const slice = source?.resources.get(resource) ?? (before && source?.resources.get(before));
    if (slice !== undefined && (source?.resources.has(resource) || sameResource(resource, before)))
      return slice;
    return renderResource(sortInstances(resource), source, before);
  });
  const slices = source?.members;
  const members = new Map<string, string>([
    ['version', String(STATE_VERSION)],
    ['terraform_version', renderJson(state.terraformVersion, 1, false)],
    ['serial', String(state.serial)],
    ['lineage', renderJson(state.lineage, 1, false)],
    ['outputs', renderOutputs(state.outputs, original)],
    ['resources', renderLines(texts, 1, '[]')],
    ['check_results', slices?.get('check_results') ?? 'null'],
  ]);
  if (original !== undefined && isUnchanged(state, original)) return original.source.text;
  for (const [key, text] of slices ?? []) if (!members.has(key)) members.set(key, text);
  return `${renderMembers([...members], 0)}\n`;
}

/** True when writing `state` would change nothing but the serial. */
export function sameContent(a: State, b: State): boolean {
  return (
    a.lineage === b.lineage &&
    a.terraformVersion === b.terraformVersion &&
    jsonEqual(a.outputs, b.outputs) &&
    sameResources(a.resources, b.resources)
  );
}

function isUnchanged(state: State, original: StateFile): boolean {
  return state.serial === original.serial && sameContent(state, original);
}

function sameResources(a: readonly StateResource[], b: readonly StateResource[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  const [left, right] = [sortResources(a), sortResources(b)];
  return left.every((resource, index) => sameResource(resource, right[index]));
}

function sameResource(a: StateResource, b: StateResource | undefined): boolean {
  if (a === b) return true;
  if (b === undefined || resourceKey(a) !== resourceKey(b) || a.instances.length !== b.instances.length) {
    return false;
  }
  const [left, right] = [sortInstances(a), sortInstances(b)];
  return left.instances.every((instance, index) => jsonEqual(instance, right.instances[index]));
}

function resourceKey(resource: StateResource): string {
  return `${resourceAddress(resource)} ${resource.provider}`;
}

function renderOutputs(outputs: State['outputs'], original: StateFile | undefined): string {
  const slice = original?.source.members.get('outputs');
  if (slice !== undefined && original?.outputs === outputs) return slice;
  const known = slice?.startsWith('{') ? memberSlices(slice) : new Map<string, string>();
  const names = Object.keys(outputs).sort(compareText);
  return renderMembers(
    names.map((name) => {
      const output = outputs[name];
      if (output === undefined) throw new RangeError(`Output ${name} has no value`);
      const before =
        original !== undefined && Object.hasOwn(original.outputs, name) ? original.outputs[name] : undefined;
      const kept = known.get(name);
      const isSame = before !== undefined && jsonEqual(output, before);
      return [name, isSame && kept !== undefined ? kept : renderOutput(output)];
    }),
    1,
  );
}

function renderOutput(output: StateOutput): string {
  return renderMembers(
    [
      ['value', renderJson(output.value, 3, true)],
      ['type', renderJson(output.type, 3, true)],
      ...(output.sensitive ? ([['sensitive', 'true']] as const) : []),
    ],
    2,
  );
}
