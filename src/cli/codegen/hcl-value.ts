import { escapeAwkward, isPlain } from './awkward-characters.ts';

/** A quoted string that evaluates to exactly `text`, whatever it holds. */
export function hclString(text: string): string {
  const escaped = escapeAwkward(text.replaceAll('\\', '\\\\'))
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    // `${` opens a template; how a longer run of dollar signs before it is read is not worth relying on.
    .replace(/([$%])(\1*)\{/g, (_whole, sign: string, more: string) =>
      more === '' ? `${sign}${sign}{` : `${unicode(sign).repeat(more.length + 1)}{`,
    );
  return `"${escaped}"`;
}

/**
 * As {@link hclString}, and as a heredoc where a text of several lines can stand there as it is. `indent` is that of
 * the line it begins on.
 */
export function hclText(text: string, indent = ''): string {
  if (!text.includes('\n') || !isPlain(text) || /([$%])\1+\{/.test(text)) return hclString(text);
  const lines = text.split('\n');
  let delimiter = 'EOT';
  for (let n = 1; lines.some((line) => line.trim() === delimiter); n += 1) delimiter = `EOT${n}`;
  const body = text.replace(/([$%])\{/g, '$1$1{');
  const heredoc = `<<${delimiter}\n${body.endsWith('\n') ? body : `${body}\n`}${delimiter}\n`;
  // A heredoc ends with a newline, always.
  return body.endsWith('\n') ? heredoc.trimEnd() : `chomp(${heredoc}${indent})`;
}

/** A wire value of a job field: text, number or list of texts. */
export function hclValue(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(hclValue).join(', ')}]`;
  return typeof value === 'string' ? hclString(value) : String(value);
}

function unicode(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
