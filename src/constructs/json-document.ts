import { Fn, type IResolvable, Token } from 'cdktf';
import { escapeTemplates } from './template-text.ts';

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

function holdsToken(value: unknown): boolean {
  if (Token.isUnresolved(value)) return true;
  if (Array.isArray(value)) return value.some(holdsToken);
  if (typeof value === 'object' && value !== null) return Object.values(value).some(holdsToken);
  return false;
}

/**
 * JSON text of a document. A document with tokens in it becomes a `jsonencode(…)` expression, because a value that is
 * known only later has to be quoted later.
 */
export function encodeJson(document: JsonDocument): string {
  return holdsToken(document) ? Fn.jsonencode(escapeTemplates(document)) : JSON.stringify(document);
}

/** What is wrong with a text that should be a JSON object, or undefined when nothing is. */
export function jsonObjectFault(text: string): string | undefined {
  if (Token.isUnresolved(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? undefined
      : 'it is no JSON object';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
