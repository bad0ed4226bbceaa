import {
  type DeclaredBeside,
  lineAndColumn,
  missingPart,
  notOneJob,
  type SourceComplaint,
} from './source-complaint.ts';
import type { JsonNode } from './source-json-tree.ts';

/**
 * The canonical job is an object of job keys [D job-drafts/create]. `title` and `description` are among the keys that
 * the page names; that one of them is needed is inferred, and whether update keys may stand there is unknown [I, U].
 */
export function checkCanonical(
  root: JsonNode,
  text: string,
  declared: DeclaredBeside,
): readonly SourceComplaint[] {
  const place = lineAndColumn(text, root.offset);
  if (root.kind !== 'object') {
    return [
      notOneJob(
        'Source Is Not A JSON Object',
        `source.canonical must be a JSON object of job keys; at ${place} there is ${root.kind === 'array' ? 'a list' : 'a bare value'}.`,
      ),
    ];
  }
  if (declared.title || declared.description) return [];
  const named = ['title', 'description', 'jobTitle', 'jobDescription'].map((key) => root.members.get(key));
  if (named.some((node) => node?.kind === 'scalar' && typeof node.value === 'string' && node.value.trim()))
    return [];
  const empty = named.find((node) => node !== undefined);
  const at = empty === undefined ? place : lineAndColumn(text, empty.offset);
  return [missingPart('source.canonical has neither "title" nor "description"', at, 'job_title')];
}
