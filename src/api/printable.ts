/** Escape sequences that terminals obey: CSI (colours, cursor), OSC (title, links, clipboard), and two-byte ones. */
const SEQUENCES =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b\]|\u009d)[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]/g;

/** What is left of C0 (tab, line feed and CR before LF stay), DEL and C1. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]|\r(?!\n)/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const SUSPECT = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;

/**
 * Server text without anything a terminal would obey. Tabs and line breaks stay, since descriptions have them.
 * Every string of every answer passes here before another part of the program sees it.
 */
export function printable(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text.replace(SEQUENCES, '').replace(CONTROLS, '');
}

/** As `printable`, on one line and of bounded length: for text quoted inside a sentence of ours. */
export function quotable(text: string, maxChars = 500): string {
  const line = printable(text).replace(/\s+/g, ' ').trim();
  return line.length <= maxChars ? line : `${line.slice(0, maxChars - 1)}…`;
}
