import {
  type DeclaredBeside,
  lineAndColumn,
  missingPart,
  notOneJob,
  type SourceComplaint,
} from './source-complaint.ts';
import type { JsonNode, JsonObjectNode } from './source-json-tree.ts';

const POSTING_TYPE = /^(?:https?:\/\/(?:www\.)?schema\.org\/|schema:)?JobPosting$/;

/** Lists and graphs inside one another; real pages have two at most. */
const MAX_NESTING = 8;

/**
 * A schema.org document must hold exactly one JobPosting, alone, in a list or in `@graph`: one call makes one draft
 * [D job-drafts/create], and the others would be lost without a word. Title and description are the format's own
 * requirement [I].
 */
export function checkJsonLd(
  root: JsonNode,
  text: string,
  declared: DeclaredBeside,
): readonly SourceComplaint[] {
  if (root.kind === 'scalar') {
    return [
      notOneJob(
        'Source Is Not JSON-LD',
        `source.schema_org must be a JSON object or array with a JobPosting; at ${lineAndColumn(text, root.offset)} there is neither.`,
      ),
    ];
  }
  const postings = findPostings(root, MAX_NESTING);
  const [posting, second] = postings;
  if (posting === undefined) {
    const typed = root.kind === 'object' && root.members.has('@type') ? root.members.get('@type') : undefined;
    const place = lineAndColumn(text, typed?.offset ?? root.offset);
    const got = typed === undefined ? 'has no "@type": "JobPosting"' : `is ${typeText(typed)}`;
    return [
      notOneJob(
        'Source Holds No JobPosting',
        `source.schema_org ${got} at ${place}. It must hold one schema.org JobPosting, alone, in a list or in "@graph".`,
      ),
    ];
  }
  if (second !== undefined) {
    return [
      notOneJob(
        'Source Holds Several JobPostings',
        `source.schema_org holds ${postings.length} JobPostings, the second at ${lineAndColumn(text, second.offset)}. One job is made from one posting: declare a job for each.`,
      ),
    ];
  }
  const complaints: SourceComplaint[] = [];
  for (const key of ['title', 'description'] as const) {
    const value = posting.members.get(key) ?? posting.members.get(`schema:${key}`);
    if (declared[key] || hasText(value)) continue;
    const what = `The JobPosting of source.schema_org has ${value === undefined ? 'no' : 'an empty'} "${key}"`;
    complaints.push(missingPart(what, lineAndColumn(text, (value ?? posting).offset), `job_${key}`));
  }
  return complaints;
}

function findPostings(node: JsonNode | undefined, nesting: number): JsonObjectNode[] {
  if (node === undefined || node.kind === 'scalar' || nesting === 0) return [];
  if (node.kind === 'array') return node.items.flatMap((item) => findPostings(item, nesting - 1));
  const own = isPosting(node.members.get('@type')) ? [node] : [];
  return [...own, ...findPostings(node.members.get('@graph'), nesting - 1)];
}

function isPosting(type: JsonNode | undefined): boolean {
  if (type === undefined || type.kind === 'object') return false;
  if (type.kind === 'array') return type.items.some((item) => item.kind === 'scalar' && isPosting(item));
  return typeof type.value === 'string' && POSTING_TYPE.test(type.value);
}

function typeText(type: JsonNode): string {
  return type.kind === 'scalar' ? `of @type ${JSON.stringify(type.value).slice(0, 60)}` : 'of another @type';
}

/** Text, a JSON-LD value object with text, or a list with one of them. */
function hasText(node: JsonNode | undefined, nesting = MAX_NESTING): boolean {
  if (node === undefined || nesting === 0) return false;
  if (node.kind === 'scalar') return typeof node.value === 'string' && node.value.trim() !== '';
  if (node.kind === 'array') return node.items.some((item) => hasText(item, nesting - 1));
  return hasText(node.members.get('@value'), nesting - 1);
}
