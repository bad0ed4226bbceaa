import { memberSlices } from './json-scanner.ts';
import { compareText, jsonEqual, quote, renderJson, renderLines, renderMembers } from './json-text.ts';
import type { JsonValue, StateInstance, StateResource } from './model.ts';
import type { StateSource } from './state-file.ts';

const RESOURCE_KEYS = new Set(['module', 'mode', 'type', 'name', 'provider', 'instances']);

/**
 * Text of one element of `resources`, at its place in the file. Instances that did not change keep their text, as do
 * keys of the resource that this version does not know (`before` is the resource as read, if it was there).
 */
export function renderResource(
  resource: StateResource,
  source: StateSource | undefined,
  before: StateResource | undefined,
): string {
  const originals = new Map<string, StateInstance>();
  for (const instance of before?.instances ?? []) originals.set(instanceKey(instance), instance);
  const texts = resource.instances.map((instance) => {
    const kept = source?.instances.get(instance);
    if (kept !== undefined) return kept;
    const former = originals.get(instanceKey(instance));
    const formerText = former && source?.instances.get(former);
    if (former === undefined || formerText === undefined) return renderInstance(instance);
    if (jsonEqual(instance, former)) return formerText;
    return renderInstance(instance, former, formerText);
  });
  const members: [string, string][] = [];
  if (resource.module !== undefined) members.push(['module', quote(resource.module)]);
  members.push(
    ['mode', quote(resource.mode)],
    ['type', quote(resource.type)],
    ['name', quote(resource.name)],
  );
  const beforeText = before && source?.resources.get(before);
  for (const [key, text] of beforeText === undefined ? [] : memberSlices(beforeText)) {
    if (!RESOURCE_KEYS.has(key)) members.push([key, text]);
  }
  members.push(['provider', quote(resource.provider)], ['instances', renderLines(texts, 3, '[]')]);
  return renderMembers(members, 2);
}

/** Terraform's order; unknown keys that are not in it come last. */
const INSTANCE_ORDER = [
  'index_key',
  'status',
  'deposed',
  'schema_version',
  'attributes',
  'attributes_flat',
  'sensitive_attributes',
  'identity_schema_version',
  'identity',
  'private',
  'dependencies',
  'create_before_destroy',
];

const INDENT = 4;

function renderInstance(instance: StateInstance, former?: StateInstance, formerText?: string): string {
  const kept = formerText === undefined ? new Map<string, string>() : memberSlices(formerText);
  const members = new Map<string, string>();
  for (const [key, value] of Object.entries(instance.unknownKeys ?? {})) {
    members.set(key, reuse(kept.get(key), value, former?.unknownKeys, key, INDENT + 1));
  }
  if (instance.indexKey !== undefined) members.set('index_key', renderJson(instance.indexKey, 0, false));
  if (instance.status !== undefined) members.set('status', quote(instance.status));
  if (instance.deposed !== undefined) members.set('deposed', quote(instance.deposed));
  members.set('schema_version', String(instance.schemaVersion));
  if (!members.has('attributes_flat')) {
    members.set('attributes', renderAttributes(instance, former, kept.get('attributes')));
  }
  members.set('sensitive_attributes', renderJson(instance.sensitiveAttributes, INDENT + 1, false));
  const base64 = instance.privateBase64 ?? (instance.private ? toBase64(instance.private) : '');
  if (base64 !== '') members.set('private', quote(base64));
  if (instance.dependencies.length > 0) {
    members.set('dependencies', renderJson(instance.dependencies, INDENT + 1, false));
  }
  if (instance.createBeforeDestroy) members.set('create_before_destroy', 'true');
  const ordered = INSTANCE_ORDER.flatMap((key): [string, string][] => {
    const text = members.get(key);
    members.delete(key);
    return text === undefined ? [] : [[key, text]];
  });
  return renderMembers([...ordered, ...members], INDENT);
}

function renderAttributes(
  instance: StateInstance,
  former: StateInstance | undefined,
  formerText: string | undefined,
): string {
  const kept = formerText?.startsWith('{') ? memberSlices(formerText) : new Map<string, string>();
  const names = Object.keys(instance.attributes).sort(compareText);
  return renderMembers(
    names.map((name) => {
      const value = instance.attributes[name] ?? null;
      return [name, reuse(kept.get(name), value, former?.attributes, name, INDENT + 2)];
    }),
    INDENT + 1,
  );
}

/** The former text of an equal value: a number that doubles cannot hold lives on in it. */
function reuse(
  text: string | undefined,
  value: JsonValue,
  former: { readonly [key: string]: JsonValue } | undefined,
  key: string,
  indent: number,
): string {
  const isKept = text !== undefined && former !== undefined && Object.hasOwn(former, key);
  if (isKept && jsonEqual(value, former[key])) return text;
  return renderJson(value, indent, true);
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}

function instanceKey(instance: StateInstance): string {
  return JSON.stringify([instance.indexKey ?? null, instance.deposed ?? null]);
}
