import { escapeAwkward } from './awkward-characters.ts';

/** Longer texts are template literals, as are texts of several lines. */
const LONGEST_QUOTED = 90;

/** A string literal that evaluates to exactly `text`. */
export function typescriptString(text: string): string {
  if (text.includes('\n') || text.length > LONGEST_QUOTED) return templateLiteral(text);
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = escapeAwkward(text.replaceAll('\\', '\\\\')).replaceAll(quote, `\\${quote}`);
  return `${quote}${escaped}${quote}`;
}

/** Carriage returns are escaped with the other control characters: a template literal would turn them into newlines. */
function templateLiteral(text: string): string {
  const escaped = text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${');
  return `\`${escapeAwkward(escaped)}\``;
}

/** A JSON value as an expression; objects and lists stay on one line. */
export function typescriptValue(value: unknown): string {
  if (typeof value === 'string') return typescriptString(value);
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return `[${value.map(typescriptValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value ?? null);
  const members = Object.entries(value).map(
    ([key, item]) => `${propertyName(key)}: ${typescriptValue(item)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}

function propertyName(key: string): string {
  // Written plainly, `__proto__` would set the prototype instead of a property.
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : typescriptString(key).replace(/^`[\s\S]*`$/, '[$&]');
}

function numberText(value: number): string {
  const text = String(value);
  return /^\d{5,}$/.test(text) ? text.replace(/\B(?=(\d{3})+$)/g, '_') : text;
}
