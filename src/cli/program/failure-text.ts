import { stripVTControlCharacters } from 'node:util';

/** Lines of a failed program's output that go into the error. */
const SHOWN_LINES = 30;

/** First place outside node_modules and Node itself that an error text names. */
export function sourceLocation(output: string): string | undefined {
  for (const [, file = '', line, column] of output.matchAll(
    /((?:file:\/\/)?(?:\/|[A-Za-z]:[\\/])[^\s:()'"]+\.[cm]?[jt]sx?|\b[\w./-]+\.[cm]?[jt]sx?):(\d+)(?::(\d+))?/g,
  )) {
    if (/node_modules|node:internal/.test(file)) continue;
    return `${file.replace(/^file:\/\//, '')}:${line}${column === undefined ? '' : `:${column}`}`;
  }
  return undefined;
}

/** Stack frames of packages and of Node itself, and Node's signature: they would hide the program's own message. */
const NOT_OF_THE_PROGRAM =
  /^\s+at .*(?:node_modules|node:internal)|^\s+at [\w.]+ \(<anonymous>\)$|^Node\.js v[\d.]+$/;

/** End of a program's output, without colours, indented so that no line is re-wrapped. */
export function lastLines(output: string): string {
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => !NOT_OF_THE_PROGRAM.test(line))
    .join('\n')
    .trimEnd()
    .split('\n');
  const cut = lines.length - SHOWN_LINES;
  const shown = cut > 0 ? [`… (${cut} lines above)`, ...lines.slice(cut)] : lines;
  return shown.map((line) => `  ${line}`).join('\n');
}
