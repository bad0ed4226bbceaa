/** After these, a slash begins a regular expression; after anything else it divides. */
const BEFORE_REGEX =
  /(?:^|[=(,:;!&|?{}[+\-*%<>~^]|\b(?:return|typeof|case|in|of|do|else|void|delete|throw|await|yield))\s*$/;

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** End of a quoted text, string or regular expression that begins at `start`; backslashes escape. */
function endOfQuoted(text: string, start: number, closing: string): number {
  let inClass = false;
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index];
    if (character === '\\') index += 1;
    else if (closing === '/' && character === '[') inClass = true;
    else if (closing === '/' && character === ']') inClass = false;
    else if (character === closing && !inClass) return index + 1;
    else if (character === '\n') return index;
  }
  return text.length;
}

function endOf(text: string, mark: string, start: number): number {
  const index = text.indexOf(mark, start);
  return index < 0 ? text.length : index + mark.length;
}

/**
 * The text of a TypeScript module with comments, template texts and regular expressions blanked out, positions and
 * lines kept: what is left is code and plain strings, so that a pattern finds no import in prose or in a program that
 * is written as text.
 */
export function codeOnly(text: string): string {
  let out = '';
  let index = 0;
  /** Braces open in each interpolation that we are inside of. */
  const interpolations: number[] = [];
  const template = (start: number): void => {
    let end = start;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) {
      end += text[end] === '\\' ? 2 : 1;
    }
    out += blank(text.slice(start, end));
    const opens = text.startsWith('${', end);
    if (opens) interpolations.push(0);
    index = Math.min(text.length, end + (opens ? 2 : 1));
    out += blank(text.slice(end, index));
  };
  const skip = (end: number, keep: boolean): void => {
    const part = text.slice(index, end);
    out += keep ? part : blank(part);
    index = end;
  };
  while (index < text.length) {
    const character = text[index] ?? '';
    const depth = interpolations.at(-1);
    if (text.startsWith('//', index)) {
      const newline = text.indexOf('\n', index);
      skip(newline < 0 ? text.length : newline, false);
    } else if (text.startsWith('/*', index)) skip(endOf(text, '*/', index + 2), false);
    else if (character === "'" || character === '"') skip(endOfQuoted(text, index, character), true);
    else if (character === '`') {
      out += ' ';
      template(index + 1);
    } else if (character === '/' && BEFORE_REGEX.test(out.slice(-40))) {
      skip(endOfQuoted(text, index, '/'), false);
    } else if (character === '}' && depth === 0) {
      interpolations.pop();
      out += ' ';
      template(index + 1);
    } else {
      if (depth !== undefined && character === '{') interpolations[interpolations.length - 1] = depth + 1;
      if (depth !== undefined && character === '}') interpolations[interpolations.length - 1] = depth - 1;
      out += character;
      index += 1;
    }
  }
  return out;
}
