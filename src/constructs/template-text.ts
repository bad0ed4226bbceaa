import { type IResolveContext, Token, Tokenization } from 'cdktf';

const TOKEN = /\$\{TfToken\[[a-zA-Z0-9:._-]+\]\}/g;

/** `${` and `%{`; first those of a text that reads like a token but is none, which CDKTF would refuse to see. */
const OPENERS = /(\$+)\{(?=TfToken\[)|([$%])\{/g;

/** A piece of a text: a CDKTF token, or what stands between tokens. */
export interface TextPiece {
  readonly text: string;
  readonly isToken: boolean;
}

/** A text may look like a CDKTF token by accident; a real one is registered. */
function isRegistered(token: string): boolean {
  try {
    return Tokenization.reverseString(token).tokens.length === 1;
  } catch {
    return false;
  }
}

/** The text in pieces, in order; empty pieces are left out. */
export function textPieces(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  let start = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (!isRegistered(match[0])) continue;
    if (match.index > start) pieces.push({ text: text.slice(start, match.index), isToken: false });
    pieces.push({ text: match[0], isToken: true });
    start = match.index + match[0].length;
  }
  if (start < text.length) pieces.push({ text: text.slice(start), isToken: false });
  return pieces;
}

/**
 * Literal text for a place where Terraform reads a template: `${` becomes `$${`, `%{` becomes `%%{`. Dollar signs that
 * end up directly before a reference (`$` and then a price) are put into an interpolation of their own, because
 * `$${` would turn the reference into text. Source: Terraform language, "Strings and Templates" [D].
 */
export function escapeLiteral(text: string, beforeReference: boolean): string {
  const escaped = text.replace(OPENERS, (whole: string, dollars?: string, opener?: string) =>
    dollars === undefined ? `${opener}${whole}` : `\${"${dollars}"}{`,
  );
  return beforeReference ? escaped.replace(/\$+$/, (dollars) => `\${"${dollars}"}`) : escaped;
}

/** What a token stands for: `${var.x}`, or with `bare` the expression alone, `var.x`. */
export function resolveReference(context: IResolveContext, token: string, bare: boolean): string {
  const before = context.suppressBraces ?? false;
  context.suppressBraces = bare;
  try {
    const value: unknown = context.resolve(token);
    return typeof value === 'string' ? value : JSON.stringify(value);
  } finally {
    context.suppressBraces = before;
  }
}

/**
 * A text that is put together when CDKTF resolves it. CDKTF's own joining takes a literal `${` for the beginning of an
 * expression and then leaves out the braces of the references after it.
 */
export function resolvedLater(produce: (context: IResolveContext) => string): string {
  return Token.asString({ creationStack: [], resolve: produce, toString: () => 'text' });
}

/** Escapes a text that may hold CDKTF tokens, which stay what they are. */
export function escapeTemplateText(text: string): string {
  const pieces = textPieces(text);
  if (pieces.every((piece) => !piece.isToken)) return escapeLiteral(text, false);
  if (pieces.length === 1) return text;
  return resolvedLater((context) =>
    pieces
      .map((piece, index) =>
        piece.isToken
          ? resolveReference(context, piece.text, false)
          : escapeLiteral(piece.text, pieces[index + 1]?.isToken === true),
      )
      .join(''),
  );
}

function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** {@link escapeTemplateText} for every text inside a value; what CDKTF resolves itself is left alone. */
export function escapeTemplates<T>(value: T): T;
export function escapeTemplates(value: unknown): unknown {
  if (typeof value === 'string') return escapeTemplateText(value);
  if (typeof value !== 'object' || value === null || Token.isUnresolved(value)) return value;
  if (Array.isArray(value)) return value.map((item: unknown) => escapeTemplates(item));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapeTemplates(item)]));
}
