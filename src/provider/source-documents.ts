import { SaxesParser } from 'saxes';
import { jsonFault } from './json-fault.ts';
import type { SourceAttribute } from './source.ts';

export interface DocumentComplaint {
  readonly summary: string;
  readonly detail: string;
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

function checkJson(name: string, text: string): DocumentComplaint | null {
  const fault = jsonFault(text);
  if (fault !== null) {
    return {
      summary: 'Source Is Not JSON',
      detail: `source.${name} is not valid JSON at ${lineAndColumn(text, fault.offset)}: ${fault.reason}.`,
    };
  }
  const parsed: unknown = JSON.parse(text);
  const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  if (name === 'canonical' && !isObject) {
    return {
      summary: 'Source Is Not A JSON Object',
      detail: 'source.canonical must be a JSON object of job keys.',
    };
  }
  if (name === 'schema_org' && (typeof parsed !== 'object' || parsed === null)) {
    return {
      summary: 'Source Is Not JSON-LD',
      detail: 'source.schema_org must be a JSON object or array with a JobPosting.',
    };
  }
  return null;
}

function checkXml(name: string, text: string): DocumentComplaint | null {
  const parser = new SaxesParser({ xmlns: true, position: true });
  let complaint: DocumentComplaint | null = null;
  parser.on('error', (error) => {
    // The parser's own message starts with the position; only the reason is kept, the place is said in words.
    const reason = error.message.replace(/^\d+:\d+:\s*/, '');
    complaint ??= {
      summary: 'Source Is Not Well-Formed XML',
      detail: `source.${name} is not well-formed at line ${parser.line}, column ${parser.column}: ${reason}`,
    };
  });
  parser.on('doctype', () => {
    complaint ??= {
      summary: 'Source Has A Document Type Declaration',
      detail: `source.${name} has a DOCTYPE at line ${parser.line}; feeds with one are refused because it can pull in other files.`,
    };
  });
  try {
    parser.write(text).close();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    complaint ??= { summary: 'Source Is Not Well-Formed XML', detail: `source.${name}: ${reason}.` };
  }
  return complaint;
}

/** Checks a structured source before it is sent; null when it is well-formed. Places are 1-based lines and columns. */
export function checkSourceDocument(name: SourceAttribute, text: string): DocumentComplaint | null {
  if (text.trim() === '') return { summary: 'Empty Source', detail: `source.${name} is empty.` };
  if (name === 'canonical' || name === 'schema_org') return checkJson(name, text);
  return name === 'text' ? null : checkXml(name, text);
}
