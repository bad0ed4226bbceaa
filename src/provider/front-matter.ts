import { isMap, isScalar, LineCounter, type Node, parseDocument } from 'yaml';

const FENCE = '---';

/** A mistake in a file, with its line counted from 1. */
export interface LineFault {
  readonly line: number;
  readonly text: string;
}

export interface FrontMatterEntry {
  readonly name: string;
  readonly line: number;
  /** Null for an entry without a value. */
  readonly node: Node | null;
}

export interface FrontMatter {
  readonly entries: readonly FrontMatterEntry[];
  /** What follows the front matter, without blank lines around it. */
  readonly body: string;
  readonly faults: readonly LineFault[];
}

function fault(line: number, text: string): FrontMatter {
  return { entries: [], body: '', faults: [{ line, text }] };
}

/**
 * Reads a text that may begin with YAML between two lines of three hyphens. The YAML is one flat mapping; what its
 * values must be is the caller's business. A text that begins otherwise is all body.
 */
export function parseFrontMatter(text: string): FrontMatter {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (lines[0]?.trimEnd() !== FENCE) return { entries: [], body: lines.join('\n').trim(), faults: [] };
  const end = lines.findIndex((line, index) => index > 0 && line.trimEnd() === FENCE);
  if (end < 0)
    return fault(1, `the front matter that begins here is never closed: a line of ${FENCE} ends it.`);

  const counter = new LineCounter();
  const document = parseDocument(lines.slice(1, end).join('\n'), {
    lineCounter: counter,
    prettyErrors: false,
    version: '1.2',
  });
  // The YAML begins on the second line of the file.
  const lineAt = (offset: number) => counter.linePos(offset).line + 1;
  const body = lines
    .slice(end + 1)
    .join('\n')
    .trim();
  if (document.errors.length > 0) {
    const faults = document.errors.map(({ pos, message }) => ({
      line: lineAt(pos[0]),
      text: `this is not YAML: ${message.trim()}`,
    }));
    return { entries: [], body, faults };
  }
  const root = document.contents;
  if (root === null) return { entries: [], body, faults: [] };
  if (!isMap(root)) return fault(2, 'the front matter must be lines of the form `name: value`.');
  const entries = root.items.map(({ key, value }) => {
    const offset = isScalar(key) ? (key.range?.[0] ?? 0) : 0;
    return {
      name: isScalar(key) ? String(key.value) : String(key),
      line: lineAt(offset),
      node: value as Node | null,
    };
  });
  return { entries, body, faults: [] };
}
