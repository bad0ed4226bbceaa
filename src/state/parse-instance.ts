import type { StateInstance } from './model.ts';
import type { JsonObject, ShapeReader } from './shape.ts';

const KNOWN = new Set([
  'index_key',
  'status',
  'deposed',
  'schema_version',
  'attributes',
  'sensitive_attributes',
  'private',
  'dependencies',
  'create_before_destroy',
]);

/** One element of `resources[].instances`. Raises `StateError` naming the path below `path`. */
export function parseInstance(source: JsonObject, path: string, shape: ShapeReader): StateInstance {
  const get = (key: string) => shape.member(source, key);
  const indexKey = get('index_key');
  if (indexKey !== undefined && typeof indexKey !== 'string' && !isCount(indexKey)) {
    shape.fail(`${path}.index_key`, 'text or a whole number', indexKey);
  }
  const status = get('status');
  if (status !== undefined && status !== '' && status !== 'tainted') {
    shape.fail(`${path}.status`, '"tainted"', status);
  }
  const deposed = shape.textOr(get('deposed'), `${path}.deposed`, '');
  const attributes = get('attributes');
  const sensitive = get('sensitive_attributes');
  const unknownKeys = Object.entries(source).filter(([key]) => !KNOWN.has(key));
  return {
    ...(indexKey === undefined ? {} : { indexKey }),
    ...(status === 'tainted' ? { status } : {}),
    ...(deposed === '' ? {} : { deposed }),
    schemaVersion: shape.count(get('schema_version') ?? 0, `${path}.schema_version`),
    attributes:
      attributes === undefined || attributes === null ? {} : shape.object(attributes, `${path}.attributes`),
    ...parsePrivate(shape.textOr(get('private'), `${path}.private`, '')),
    sensitiveAttributes:
      sensitive === undefined || sensitive === null
        ? []
        : shape.array(sensitive, `${path}.sensitive_attributes`),
    dependencies: shape.texts(get('dependencies'), `${path}.dependencies`),
    ...(shape.flag(get('create_before_destroy'), `${path}.create_before_destroy`)
      ? { createBeforeDestroy: true }
      : {}),
    ...(unknownKeys.length === 0 ? {} : { unknownKeys: Object.fromEntries(unknownKeys) }),
  };
}

/** Base64 that does not decode to the same text again stays base64: other providers may keep bytes there. */
function parsePrivate(base64: string): Pick<StateInstance, 'private' | 'privateBase64'> {
  if (base64 === '') return { private: null };
  const text = Buffer.from(base64, 'base64').toString('utf8');
  if (text !== '' && Buffer.from(text).toString('base64') === base64) return { private: text };
  return { private: null, privateBase64: base64 };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}
