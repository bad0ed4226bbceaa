import { MAX_SOURCE_TEXT_CHARS } from '../contract/index.ts';
import { jsonFault } from './json-fault.ts';
import type { SourceAttribute } from './source.ts';
import { checkCanonical } from './source-canonical.ts';
import { type DeclaredBeside, lineAndColumn, type SourceComplaint } from './source-complaint.ts';
import { checkHrXml } from './source-hr-xml.ts';
import { checkIndeed } from './source-indeed.ts';
import { checkJsonLd } from './source-json-ld.ts';
import { parseJsonTree } from './source-json-tree.ts';
import { parseXmlTree } from './source-xml-tree.ts';

/** Characters of the longest structured source that otform sends. Our own bound: OpenTrain documents none [U]. */
export const MAX_DOCUMENT_CHARS = 1_000_000;

/**
 * Checks a structured source (not `text`) before it is sent: size, syntax, and the parts that the format itself asks
 * for. Errors are what cannot become one job; what only the format asks for is a warning, since OpenTrain does not
 * document that it does. Empty when there is nothing to say.
 */
export function checkSourceDocument(
  name: Exclude<SourceAttribute, 'text'>,
  text: string,
  declared: DeclaredBeside,
): readonly SourceComplaint[] {
  if (text.trim() === '') {
    const detail = `source.${name} is empty.`;
    return [{ severity: 'error', code: 'source-empty', summary: 'Empty Source', detail }];
  }
  if (text.length > MAX_DOCUMENT_CHARS) return [tooLong(name, text.length)];
  const complaints = checkContent(name, text, declared);
  return text.length > MAX_SOURCE_TEXT_CHARS ? [long(name, text.length), ...complaints] : complaints;
}

function checkContent(
  name: Exclude<SourceAttribute, 'text'>,
  text: string,
  declared: DeclaredBeside,
): readonly SourceComplaint[] {
  if (name === 'canonical' || name === 'schema_org') {
    const fault = jsonFault(text);
    if (fault !== null) {
      const place = lineAndColumn(text, fault.offset);
      const detail = `source.${name} is not valid JSON at ${place}: ${fault.reason}.`;
      return [{ severity: 'error', code: 'source-malformed', summary: 'Source Is Not JSON', detail }];
    }
    const tree = parseJsonTree(text);
    return name === 'canonical' ? checkCanonical(tree, text, declared) : checkJsonLd(tree, text, declared);
  }
  const root = parseXmlTree(name, text);
  if ('severity' in root) return [root];
  return name === 'indeed_xml' ? checkIndeed(root, text, declared) : checkHrXml(root, text, declared);
}

function tooLong(name: string, length: number): SourceComplaint {
  return {
    severity: 'error',
    code: 'source-too-long',
    summary: 'Source Too Long',
    detail: `source.${name} has ${length} characters; otform sends at most ${MAX_DOCUMENT_CHARS}.`,
  };
}

function long(name: string, length: number): SourceComplaint {
  return {
    severity: 'warning',
    code: 'source-long',
    summary: 'Source May Be Too Long',
    detail:
      `source.${name} has ${length} characters. OpenTrain takes at most ${MAX_SOURCE_TEXT_CHARS} of plain text and ` +
      'documents no limit for this format, so it may refuse the draft.',
  };
}
