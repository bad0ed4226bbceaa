import { type IResolvable, type IResolveContext, Token, Tokenization } from 'cdktf';
import {
  escapeLiteral,
  resolvedLater,
  resolveReference,
  type TextPiece,
  textPieces,
} from './template-text.ts';

/** A value that JSON can hold; tokens may stand anywhere in it. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | IResolvable
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

export type JsonDocument = { readonly [key: string]: JsonValue | undefined };

function quotedEscape(character: string): string {
  if (character === '"' || character === '\\') return `\\${character}`;
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** A quoted string of the Terraform language, whose tokens become interpolations. */
function quoted(context: IResolveContext, pieces: readonly TextPiece[]): string {
  const inner = pieces.map((piece, index) => {
    if (piece.isToken) return `\${${resolveReference(context, piece.text, true)}}`;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what has to be escaped
    const escaped = piece.text.replace(/["\\\u0000-\u001f]/g, quotedEscape);
    return escapeLiteral(escaped, pieces[index + 1]?.isToken === true);
  });
  return `"${inner.join('')}"`;
}

function stringTemplate(context: IResolveContext, text: string): string {
  const pieces = textPieces(text);
  if (pieces.every((piece) => !piece.isToken)) return escapeLiteral(JSON.stringify(text), false);
  const [first] = pieces;
  const expression =
    pieces.length === 1 && first !== undefined
      ? resolveReference(context, first.text, true)
      : quoted(context, pieces);
  return `\${jsonencode(${expression})}`;
}

/** JSON as a template: literals are written out, and what is known later is quoted later, by `jsonencode`. */
function template(context: IResolveContext, value: unknown): string {
  if (typeof value === 'string') return stringTemplate(context, value);
  if (Token.isUnresolved(value)) {
    const [token] = Tokenization.reverse(value);
    return stringTemplate(context, Token.asString(token ?? value));
  }
  if (Array.isArray(value)) return `[${value.map((item) => template(context, item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, item]) => item !== undefined);
  const written = members.map(
    ([key, item]) => `${escapeLiteral(JSON.stringify(key), false)}:${template(context, item)}`,
  );
  return `{${written.join(',')}}`;
}

function holdsToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  if (Array.isArray(value)) return value.some(holdsToken);
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsToken);
}

/**
 * JSON text of a document. A document with tokens becomes a Terraform template, itself a token, so that nothing
 * escapes it again.
 */
export function encodeJson(document: JsonDocument): string {
  if (!holdsToken(document)) return JSON.stringify(document);
  return resolvedLater((context) => template(context, document));
}

/** What is wrong with a text that should be a JSON object, or undefined when nothing is. */
export function jsonObjectFault(text: string): string | undefined {
  if (Token.isUnresolved(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? undefined : 'it is no JSON object';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
