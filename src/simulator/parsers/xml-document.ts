import { type SaxesAttributeNS, SaxesParser } from 'saxes';
import { sourceError } from './source-error.ts';

/** Bounds of an XML source; the API's own are not documented [U]. */
const MAX_XML_CHARS = 1_000_000;
const MAX_DEPTH = 64;
const MAX_ELEMENTS = 20_000;

/** An element by local name: feeds differ in prefixes, not in names. */
export interface XmlElement {
  readonly name: string;
  readonly path: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: XmlElement[];
  /** Text and CDATA directly in the element, without that of its children. */
  text: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The root of a well-formed document. A document type is refused whatever it holds: no entity is ever declared, so
 * none can be expanded or fetched.
 *
 * @throws SourceError with line and column.
 */
export function parseXml(xml: string | undefined): XmlElement {
  if (typeof xml !== 'string' || xml.trim() === '')
    throw sourceError(['xml'], 'The XML is missing or empty.');
  if (xml.length > MAX_XML_CHARS)
    throw sourceError(['xml'], `The XML has ${xml.length} characters; at most ${MAX_XML_CHARS} are allowed.`);
  const parser = new SaxesParser({ xmlns: true });
  const position = () => ({ line: parser.line, column: Math.max(1, parser.column) });
  const refuse = (message: string) => sourceError(['xml'], message, position());
  const open: { element: XmlElement; texts: string[] }[] = [];
  let root: XmlElement | undefined;
  let elements = 0;
  parser.on('error', (error) => {
    throw refuse(`The XML is malformed: ${error.message.replace(/^\d{1,9}:\d{1,9}: /, '')}`);
  });
  parser.on('doctype', () => {
    throw refuse('A document type declaration (DOCTYPE) is not allowed.');
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > MAX_ELEMENTS) throw refuse(`The XML has more than ${MAX_ELEMENTS} elements.`);
    if (open.length >= MAX_DEPTH) throw refuse(`The XML is nested deeper than ${MAX_DEPTH} elements.`);
    const parent = open.at(-1)?.element;
    const element: XmlElement = {
      name: tag.local,
      path: `${parent?.path ?? ''}/${tag.local}`,
      attributes: attributeMap(Object.values(tag.attributes)),
      children: [],
      text: '',
      ...position(),
    };
    parent?.children.push(element);
    root ??= element;
    open.push({ element, texts: [] });
  });
  const addText = (text: string) => open.at(-1)?.texts.push(text);
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const closed = open.pop();
    if (closed) closed.element.text = closed.texts.join('').normalize('NFC').trim();
  });
  parser.write(xml).close();
  if (!root) throw refuse('The XML has no root element.');
  return root;
}

function attributeMap(attributes: SaxesAttributeNS[]): Map<string, string> {
  return new Map(attributes.map(({ local, value }) => [local, value]));
}

/** The element and all below it, in document order. */
export function* walk(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const child of element.children) yield* walk(child);
}
