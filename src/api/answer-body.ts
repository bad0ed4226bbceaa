import { printable } from './printable.ts';
import type { Mask } from './redact.ts';

/**
 * Raw JSON that cannot hold a secret, a control character or a key that reaches a prototype. Any `\u` escape could
 * hide one of them, so it sends the text down the slow path. Most answers take the fast one.
 */
const SUSPECT =
  /[\u007f-\u009f]|\\[ubfr]|__proto__|"constructor"|"prototype"|ot_(?:pat|clm|cat|ptk)_|whsec_/i;

const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Deeper answers are cut off: nothing documented is deeper than five, and recursion must be bounded. */
const MAX_DEPTH = 64;

/**
 * Parses the body of an answer and makes it safe to hand on: no control characters, no secrets, no key that could
 * reach a prototype. Throws `SyntaxError` for text that is not JSON.
 */
export function parseAnswerBody(text: string, token: string | null, mask: Mask): unknown {
  const value: unknown = JSON.parse(text);
  const echoes = token !== null && token !== '' && text.includes(token);
  return echoes || SUSPECT.test(text) ? cleanse(value, mask, 0) : value;
}

function cleanse(value: unknown, mask: Mask, depth: number): unknown {
  if (typeof value === 'string') return mask(printable(value));
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((item) => cleanse(item, mask, depth + 1));
  const clean: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (!FORBIDDEN_KEYS.has(key)) clean[mask(printable(key))] = cleanse(item, mask, depth + 1);
  }
  return clean;
}

/** A JSON object, as opposed to an array, null or a scalar. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
