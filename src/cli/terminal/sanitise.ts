/**
 * Makes text from a server, a file or a program safe to print: control characters (terminal escapes, carriage returns,
 * C1 codes) and the bidirectional overrides that make text read differently from what it is become visible escapes.
 * Newline and tab stay.
 */
export function sanitise(text: string): string {
  return text.replace(UNSAFE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`;
  });
}

/** As `sanitise`, for text that must stay on one line. */
export function sanitiseLine(text: string): string {
  return sanitise(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

const range = (from: number, to: number) => `${String.fromCharCode(from)}-${String.fromCharCode(to)}`;
const UNSAFE = new RegExp(
  `[${range(0x00, 0x08)}${range(0x0b, 0x1f)}${range(0x7f, 0x9f)}${range(0x200e, 0x200f)}${range(0x202a, 0x202e)}${range(0x2028, 0x2029)}${range(0x2066, 0x2069)}]`,
  'g',
);

const TOKEN = /\b(ot_(?:pat|clm|cat|ptk)_|whsec_)[A-Za-z0-9_-]+/g;

/** Masks anything that looks like an OpenTrain credential. The last line of defence: nothing should need it. */
export function maskTokens(text: string): string {
  return text.replace(TOKEN, '$1***');
}
