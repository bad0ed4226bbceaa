const range = (from: number, to: number) => `${String.fromCharCode(from)}-${String.fromCharCode(to)}`;

/**
 * Characters that must not stand in source code as they are: control characters but newline, line separators, byte
 * order marks, direction marks that make code read differently from what it is, and halves of surrogate pairs, which
 * UTF-8 cannot hold.
 */
const AWKWARD = new RegExp(
  `[${range(0x00, 0x09)}${range(0x0b, 0x1f)}${range(0x7f, 0x9f)}\\u061c${range(0x200e, 0x200f)}${range(0x2028, 0x202e)}${range(0x2066, 0x2069)}\\ufeff]` +
    '|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]',
  'g',
);

const SHORT: Readonly<Record<string, string>> = { '\r': '\\r', '\t': '\\t' };

/** `\uXXXX` for what must not stand in code; JavaScript and HCL read it alike. Newlines are left alone. */
export function escapeAwkward(text: string): string {
  return text.replace(
    AWKWARD,
    (unit) => SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** True when the text can stand in code as it is, apart from the language's own escapes. */
export function isPlain(text: string): boolean {
  return escapeAwkward(text) === text;
}
