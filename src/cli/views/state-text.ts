import type { ObjectValue, Value } from '../../provider/values.ts';
import { instanceAddress, type State, type StateInstance, type StateResource } from '../../state/index.ts';
import { sanitiseLine } from '../terminal/sanitise.ts';
import { plainStyle } from '../terminal/style.ts';
import { outputsText, type ShownOutput } from './outputs-text.ts';
import type { SchemaLookup } from './schema-lookup.ts';
import { DiffWriter } from './value-diff.ts';

/** Every resource and the outputs, as `terraform show` prints them. */
export function stateText(state: State, schema: SchemaLookup): string {
  const blocks = state.resources.flatMap((resource) =>
    resource.instances.map((instance) => instanceText(resource, instance, schema)),
  );
  const outputs = stateOutputs(state);
  const tail = Object.keys(outputs).length > 0 ? `\nOutputs:\n\n${outputsText(outputs)}` : '';
  return `${blocks.join('\n')}${tail}`;
}

/** One instance with its address above it. */
export function instanceText(resource: StateResource, instance: StateInstance, schema: SchemaLookup): string {
  const attributes = schema.attributes(resource);
  const sensitive = sensitiveNames(instance);
  const values = instanceValues(instance);
  const names = Object.keys(values)
    .filter((name) => values[name] !== null)
    .sort();
  const width = Math.max(0, ...names.map((name) => name.length));
  const writer = new DiffWriter(plainStyle);
  for (const name of names) {
    const shape = sensitive.has(name) ? { sensitive: true } : (attributes[name] ?? {});
    writer.value(2, ' ', `${name.padEnd(width)} = `, values[name] ?? null, shape, '');
  }
  const kind = resource.mode === 'data' ? 'data' : 'resource';
  const mark =
    instance.status === 'tainted' ? ' (tainted)' : instance.deposed === undefined ? '' : ' (deposed)';
  const address = sanitiseLine(instanceAddress(resource, instance));
  const opening = `${kind} "${sanitiseLine(resource.type)}" "${sanitiseLine(resource.name)}" {`;
  return `# ${address}:${mark}\n${[opening, ...writer.lines, '}'].join('\n')}\n`;
}

/** Outputs of a state with their values. */
export function stateOutputs(state: State): Readonly<Record<string, ShownOutput>> {
  return Object.fromEntries(
    Object.entries(state.outputs).map(([name, output]) => [
      name,
      { value: output.value as Value, sensitive: output.sensitive === true, type: output.type },
    ]),
  );
}

/** The attributes as values. */
export function instanceValues(instance: StateInstance): ObjectValue {
  return instance.attributes as ObjectValue;
}

/** Top-level attributes that the state marks as sensitive, in Terraform's path form. */
export function sensitiveNames(instance: StateInstance): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of instance.sensitiveAttributes) {
    const step: unknown = Array.isArray(path) ? path[0] : undefined;
    if (typeof step === 'object' && step !== null && 'value' in step && typeof step.value === 'string') {
      names.add(step.value);
    }
  }
  return names;
}
