import { sourceError } from './source-error.ts';

/** Most levels and nodes of a JSON-LD document; deeper ones are refused, not walked. */
const MAX_DEPTH = 32;
const MAX_NODES = 20_000;

export type JsonObject = Record<string, unknown>;

/** A JSON object that is no array. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The one JobPosting of a document, and its path from `$`. */
export function findPosting(jsonLd: unknown): { posting: JsonObject; path: string } {
  const document = typeof jsonLd === 'string' ? fromText(jsonLd) : jsonLd;
  if (!isObject(document) && !Array.isArray(document))
    throw sourceError(['jsonLd'], 'The JSON-LD must be an object, or an array of objects.');
  checkSize(document);
  const found = candidates(document, '$').filter(({ value }) => isPosting(value['@type']));
  const [first] = found;
  if (!first)
    throw sourceError(['jsonLd', '@type'], 'The JSON-LD holds no object whose @type is JobPosting.');
  if (found.length > 1)
    throw sourceError(
      ['jsonLd'],
      `The JSON-LD holds ${found.length} JobPostings; a draft is made of exactly one.`,
    );
  return { posting: first.value, path: first.path };
}

function fromText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw sourceError(['jsonLd'], `The JSON-LD is not valid JSON: ${why.slice(0, 200)}.`);
  }
}

/** Walks level by level, so that the depth of the document never becomes the depth of our stack. */
function checkSize(root: object): void {
  let level: unknown[] = [root];
  let nodes = 0;
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH)
      throw sourceError(['jsonLd'], `The JSON-LD is nested deeper than ${MAX_DEPTH} levels.`);
    nodes += level.length;
    if (nodes > MAX_NODES) throw sourceError(['jsonLd'], `The JSON-LD has more than ${MAX_NODES} values.`);
    level = level.flatMap((node) => (typeof node === 'object' && node !== null ? Object.values(node) : []));
  }
}

function candidates(value: unknown, path: string): { value: JsonObject; path: string }[] {
  if (Array.isArray(value)) return value.flatMap((item, n) => candidates(item, `${path}[${n}]`));
  if (!isObject(value)) return [];
  return [
    { value, path },
    ...(Object.hasOwn(value, '@graph') ? candidates(value['@graph'], `${path}.@graph`) : []),
  ];
}

function isPosting(type: unknown): boolean {
  if (Array.isArray(type)) return type.some((item) => typeof item === 'string' && isPosting(item));
  return typeof type === 'string' && /^(?:https?:\/\/schema\.org\/|schema:)?JobPosting$/.test(type);
}
