/** Longest preview in characters, and how deep it looks: bounded, because `JSON.stringify` overflows the stack. */
const MAX_CHARS = 80;
const MAX_DEPTH = 3;
const MAX_ITEMS = 8;

/** A short, bounded rendering of any value for messages and `valuePreview`. Never throws. */
export function preview(value: unknown): string {
  const text = typeof value === 'string' ? value : render(value, 0);
  const flat = text.slice(0, MAX_CHARS * 4).replace(/[\s\p{Cc}]/gu, ' ');
  const characters = [...flat];
  const shortened = characters.length > MAX_CHARS || text.length > MAX_CHARS * 4;
  return shortened ? `${characters.slice(0, MAX_CHARS - 1).join('')}…` : flat;
}

function render(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MAX_CHARS));
  if (typeof value !== 'object' || value === null) return String(value);
  if (depth >= MAX_DEPTH) return Array.isArray(value) ? '[…]' : '{…}';
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => render(item, depth + 1));
    return `[${items.join(',')}${value.length > MAX_ITEMS ? ',…' : ''}]`;
  }
  const entries = Object.entries(value);
  const items = entries
    .slice(0, MAX_ITEMS)
    .map(([key, item]) => `${JSON.stringify(key)}:${render(item, depth + 1)}`);
  return `{${items.join(',')}${entries.length > MAX_ITEMS ? ',…' : ''}}`;
}
