import type { ImportFormat } from '../../contract/index.ts';
import type { ParsedSource } from './parsed-source.ts';
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
    default:
      throw sourceError(['format'], `The format ${input.format} is not supported yet.`);
  }
}
