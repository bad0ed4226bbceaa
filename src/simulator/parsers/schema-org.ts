import { FieldCollector, type ParsedSource } from './parsed-source.ts';
import { FIELD_READERS } from './schema-org-fields.ts';
import { findPosting } from './schema-org-posting.ts';
import { fillFromDescription } from './text-fallback.ts';

const IGNORED = new Set(['@context', '@type', '@id', 'url', 'directApply', 'jobLocationType']);
const REASONS = new Map([
  ['identifier', 'An identifier of the source; send it as externalId.'],
  ['validThrough', 'The end date of a listing cannot be set.'],
  ['datePosted', 'The date of a listing is set when it is published.'],
  ['hiringOrganization', 'The job belongs to the account of the token.'],
]);

/**
 * Fields of a schema.org `JobPosting`: an object, an array of objects, or a document with `@graph`.
 *
 * @throws SourceError if there is not exactly one JobPosting, or the document is nested too deep.
 */
export function parseSchemaOrg(jsonLd: unknown): ParsedSource {
  const { posting, path } = findPosting(jsonLd);
  const out = new FieldCollector();
  for (const [key, value] of Object.entries(posting)) {
    if (IGNORED.has(key) || value === null || value === undefined) continue;
    const at = `${path}.${key}`;
    const read = FIELD_READERS.get(key);
    if (read) read(value, at, out);
    else out.unmapped(at, REASONS.get(key) ?? 'No field of a job takes this property.', value);
  }
  for (const key of ['title', 'description'])
    if (posting[key] === undefined)
      out.warn(`${path}.${key} is missing; schema.org requires it of a JobPosting.`);
  fillFromDescription(out);
  return out.finish('schema_org_job_posting');
}
