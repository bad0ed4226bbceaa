import { MAX_SOURCE_TEXT_CHARS } from '../../contract/index.ts';
import { FieldCollector, type ParsedSource } from './parsed-source.ts';
import { sourceError } from './source-error.ts';
import { readCounts } from './text-counts.ts';
import { quantities } from './text-numbers.ts';
import { readPayment } from './text-payment.ts';
import { clauseMoods, readCountries, readExperience, readLanguages } from './text-requirements.ts';
import { readSections } from './text-sections.ts';
import { readTitle } from './text-title.ts';
import { TokenText } from './text-tokens.ts';
import { readDataType, readLabelTypes, readTime, readTools } from './text-work.ts';

/**
 * Fields of a description in plain English. The text itself, in NFC, becomes `jobDescription`.
 *
 * @throws SourceError if the text is missing, blank, or longer than the documented 60,000 characters.
 */
export function parseText(input: string | undefined): ParsedSource {
  if (typeof input !== 'string') throw sourceError(['text'], 'The text is missing.');
  const source = input.normalize('NFC');
  if (source.trim() === '') throw sourceError(['text'], 'The text is empty.');
  if (input.length > MAX_SOURCE_TEXT_CHARS)
    throw sourceError(
      ['text'],
      `The text has ${input.length} characters; at most ${MAX_SOURCE_TEXT_CHARS} are allowed.`,
    );
  const out = new FieldCollector();
  readText(new TokenText(source), out);
  return out.finish('text');
}

/** Runs every rule over a text. Apart from `parseText` so that the work (`text.reads`) can be counted. */
export function readText(text: TokenText, out: FieldCollector): void {
  const all = quantities(text);
  const moods = clauseMoods(text);
  out.set('jobDescription', text.source);
  readSections(text.source, out);
  const counted = readCounts(text, all, out);
  readPayment(text, all, out);
  readLanguages(text, moods, out);
  readCountries(text, out);
  readExperience(text, all, moods, out);
  readLabelTypes(text, out);
  readDataType(text, out);
  readTools(text, out);
  readTime(text, all, out);
  readTitle(text, counted, out);
}
