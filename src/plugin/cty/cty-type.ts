/**
 * Types of Terraform's value system (cty), as far as a provider meets them. `dynamic` is the type "any": its values
 * carry their own type on the wire.
 */
export type CtyType =
  | 'string'
  | 'number'
  | 'bool'
  | 'dynamic'
  | { readonly kind: 'list' | 'set' | 'map'; readonly element: CtyType }
  | { readonly kind: 'object'; readonly attributes: ReadonlyMap<string, CtyType> }
  | { readonly kind: 'tuple'; readonly elements: readonly CtyType[] };

/** Object type whose attributes iterate in wire order, which is sorted by name. */
export function objectType(attributes: Readonly<Record<string, CtyType>>): CtyType {
  const names = Object.keys(attributes).sort();
  return { kind: 'object', attributes: new Map(names.map((name) => [name, attributes[name] ?? 'dynamic'])) };
}

type TypeJson = string | readonly [string, unknown, unknown?];

function toTypeJson(type: CtyType): TypeJson {
  if (typeof type === 'string') return type;
  if (type.kind === 'tuple') return ['tuple', type.elements.map(toTypeJson)];
  if (type.kind !== 'object') return [type.kind, toTypeJson(type.element)];
  return ['object', Object.fromEntries([...type.attributes].map(([name, part]) => [name, toTypeJson(part)]))];
}

/** JSON form of a type, as schemas and dynamic values carry it. */
export function encodeType(type: CtyType): Buffer {
  return Buffer.from(JSON.stringify(toTypeJson(type)), 'utf8');
}

function fromTypeJson(json: unknown): CtyType {
  if (json === 'string' || json === 'number' || json === 'bool' || json === 'dynamic') return json;
  if (Array.isArray(json)) {
    const [kind, part] = json as unknown[];
    if (kind === 'list' || kind === 'set' || kind === 'map') return { kind, element: fromTypeJson(part) };
    if (kind === 'tuple' && Array.isArray(part)) return { kind, elements: part.map(fromTypeJson) };
    if (kind === 'object' && typeof part === 'object' && part !== null) {
      return objectType(
        Object.fromEntries(Object.entries(part).map(([name, type]) => [name, fromTypeJson(type)])),
      );
    }
  }
  throw new TypeError(`Not a cty type: ${JSON.stringify(json)}`);
}

/** Reads the JSON form of a type; optional-attribute lists of objects are accepted and dropped. */
export function decodeType(bytes: Uint8Array): CtyType {
  return fromTypeJson(JSON.parse(Buffer.from(bytes).toString('utf8')));
}
