const BLOCKS = new Set(
  'p div br li ul ol h1 h2 h3 h4 h5 h6 tr table section article header footer blockquote pre'.split(' '),
);
const DROPPED = new Set(['script', 'style']);
const ENTITIES = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['ndash', '–'],
  ['mdash', '—'],
  ['rsquo', '’'],
  ['lsquo', '‘'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bull', '•'],
  ['hellip', '…'],
  ['cent', '¢'],
  ['euro', '€'],
  ['pound', '£'],
]);
const TAG = /^<\/?([a-zA-Z][a-zA-Z0-9]{0,15})/;
const ENTITY = /&(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});/g;

/** The text of an HTML fragment, blocks as lines and list items as `- …`. One pass; plain text comes back as it was. */
export function htmlToText(html: string): string {
  if (!/<\/?[a-zA-Z!]/.test(html) && !html.includes('&')) return html.normalize('NFC').trim();
  const parts: string[] = [];
  let index = 0;
  let hidden: string | undefined;
  while (index < html.length) {
    const open = html.indexOf('<', index);
    const text = html.slice(index, open < 0 ? html.length : open);
    if (hidden === undefined) parts.push(decode(text));
    if (open < 0) break;
    const name = TAG.exec(html.slice(open, open + 20))?.[1]?.toLowerCase();
    const comment = html.startsWith('<!--', open);
    // A "<" that opens nothing ("less than < 5") is text.
    const close = name === undefined && !comment ? -1 : html.indexOf(comment ? '-->' : '>', open);
    if (close < 0) {
      if (hidden === undefined) parts.push(name === undefined && !comment ? '<' : decode(html.slice(open)));
      if (name !== undefined || comment) break;
      index = open + 1;
      continue;
    }
    const ends = html[open + 1] === '/';
    if (name && DROPPED.has(name)) hidden = ends ? undefined : (hidden ?? name);
    else if (name && hidden === undefined && BLOCKS.has(name))
      parts.push(name === 'li' && !ends ? '\n- ' : '\n');
    index = close + (comment ? 3 : 1);
  }
  return tidy(parts.join(''));
}

function decode(text: string): string {
  return text.replace(ENTITY, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? whole;
    const code = /^#[xX]/.test(name)
      ? Number.parseInt(name.slice(2), 16)
      : Number.parseInt(name.slice(1), 10);
    const valid = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return valid ? String.fromCodePoint(code) : '';
  });
}

function tidy(text: string): string {
  const lines = text.split('\n').map((line) => line.trim());
  const kept = lines.filter((line, n) => line !== '' || (lines[n - 1] ?? '') !== '');
  return kept.join('\n').normalize('NFC').trim();
}
