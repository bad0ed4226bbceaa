import type { ImportFormat } from '../../contract/index.ts';
import { parseCanonical } from './canonical.ts';
import { parseHrXml } from './hr-xml.ts';
import { parseIndeedXml } from './indeed-xml.ts';
import type { ParsedSource } from './parsed-source.ts';
import { preview } from './preview.ts';
import { parseSchemaOrg } from './schema-org.ts';
import { sourceError } from './source-error.ts';
import { parseText } from './text.ts';

/** A source as the create endpoint receives it: the format, and the one payload that belongs to it. */
export interface SourceInput {
  format: ImportFormat;
  text?: string;
  job?: Record<string, unknown>;
  jsonLd?: unknown;
  xml?: string;
}

/**
 * Turns a source into job fields, as the server does on `POST /job-drafts`. Pure: the same source gives the same result.
 *
 * @throws SourceError if the source cannot be read at all; never anything else.
 */
export function parseSource(input: SourceInput): ParsedSource {
  switch (input.format) {
    case 'text':
      return parseText(input.text);
    case 'opentrain_canonical':
      return parseCanonical(input.job);
    case 'schema_org_job_posting':
      return parseSchemaOrg(input.jsonLd);
    case 'indeed_xml':
      return parseIndeedXml(input.xml);
    case 'hr_xml':
      return parseHrXml(input.xml);
    default:
      throw sourceError(['format'], `Unknown format: ${preview(input.format)}.`);
  }
}
