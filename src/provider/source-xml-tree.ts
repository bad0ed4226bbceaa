import { SaxesParser } from 'saxes';
import { lineAndColumn, type SourceComplaint } from './source-complaint.ts';

/** An element by its local name: feeds differ in prefixes, not in names. */
export interface XmlNode {
  readonly name: string;
  /** Where its `<` stands. */
  readonly offset: number;
  readonly children: XmlNode[];
  /** True when there is text in the element itself or anywhere below it. */
  hasText: boolean;
}

/** Deeper than any feed; the parser's work grows with the square of the depth. */
const MAX_DEPTH = 256;

/** The root element, or what keeps the text from having one. `name` is the attribute of `source`. */
export function parseXmlTree(name: string, text: string): XmlNode | SourceComplaint {
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: XmlNode[] = [];
  let root: XmlNode | undefined;
  let tagStart = 0;
  let complaint: SourceComplaint | undefined;
  const refuse = (summary: string, detail: string): never => {
    complaint ??= { severity: 'error', code: 'source-malformed', summary, detail };
    throw new Error(summary);
  };
  parser.on('error', (error) => {
    // The parser's own message starts with the position; only the reason is kept, the place is said in words.
    const reason = error.message.replace(/^\d+:\d+:\s*/, '');
    const place = `line ${parser.line}, column ${Math.max(1, parser.column)}`;
    refuse(
      'Source Is Not Well-Formed XML',
      `source.${name} is not well-formed at ${place}: ${reason.replace(/\.$/, '')}.`,
    );
  });
  parser.on('doctype', () => {
    refuse(
      'Source Has A Document Type Declaration',
      `source.${name} has a DOCTYPE that ends at line ${parser.line}, column ${Math.max(1, parser.column)}; feeds with one are refused because it can pull in other files.`,
    );
  });
  parser.on('opentagstart', () => {
    tagStart = text.lastIndexOf('<', parser.position - 1);
  });
  parser.on('opentag', (tag) => {
    if (open.length >= MAX_DEPTH) {
      refuse(
        'Source Is Nested Too Deep',
        `source.${name} is nested deeper than ${MAX_DEPTH} elements at ${lineAndColumn(text, tagStart)}; otform reads no such document.`,
      );
    }
    const node: XmlNode = { name: tag.local, offset: tagStart, children: [], hasText: false };
    open.at(-1)?.children.push(node);
    root ??= node;
    open.push(node);
  });
  const onText = (content: string) => {
    const element = open.at(-1);
    if (element !== undefined && content.trim() !== '') element.hasText = true;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    const closed = open.pop();
    const parent = open.at(-1);
    if (closed?.hasText === true && parent !== undefined) parent.hasText = true;
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (complaint === undefined) throw error;
  }
  if (complaint !== undefined) return complaint;
  // A text without any element is malformed, so the parser has complained before this is reached.
  return root ?? { name: '', offset: 0, children: [], hasText: false };
}

/** The element and all below it, in document order. */
export function* xmlNodes(root: XmlNode): Generator<XmlNode> {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    for (let i = node.children.length - 1; i >= 0; i -= 1) {
      const child = node.children[i];
      if (child !== undefined) waiting.push(child);
    }
  }
}
