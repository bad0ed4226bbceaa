import { Token, Tokenization } from 'cdktf';

const TOKEN_OR_OPENER = /(\$*)(\$\{TfToken\[[a-zA-Z0-9:._-]+\]\})|([$%])\{/g;

/** A text may look like a CDKTF token by accident; a real one is registered. */
function isRegistered(token: string): boolean {
  try {
    return Tokenization.reverseString(token).tokens.length === 1;
  } catch {
    return false;
  }
}

/**
 * Escapes a text for a place where Terraform reads a template: `${` becomes `$${` and `%{` becomes `%%{`, while CDKTF
 * tokens stay what they are. Dollar signs directly before a token (`$` and then a price) are put into an
 * interpolation of their own, because `$${` would turn the token itself into text.
 * Source: Terraform language, "Strings and Templates", escape sequences [D].
 */
export function escapeTemplateText(text: string): string {
  return text.replace(TOKEN_OR_OPENER, (whole: string, dollars = '', token?: string, opener?: string) => {
    if (token === undefined) return `${opener}${whole}`;
    const before = dollars === '' ? '' : `\${"${dollars}"}`;
    return isRegistered(token) ? before + token : `${before}\${"$"}${token.slice(1)}`;
  });
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** {@link escapeTemplateText} for every text inside a value; what CDKTF resolves itself is left alone. */
export function escapeTemplates<T>(value: T): T;
export function escapeTemplates(value: unknown): unknown {
  if (typeof value === 'string') return escapeTemplateText(value);
  if (Array.isArray(value)) return value.map((item: unknown) => escapeTemplates(item));
  if (typeof value !== 'object' || value === null) return value;
  if (Token.isUnresolved(value) || !isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeTemplates(item)]));
}
