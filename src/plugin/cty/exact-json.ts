import { randomUUID } from 'node:crypto';
import type { Value } from '../../provider/values.ts';
import { ExactNumber } from '../../provider/values.ts';
import { numberFromText } from './decimal.ts';

const STRING = /"(?:[^"\\]|\\.)*"/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const GAP = /[\s:,[\]{}a-z]+/y;

/** Stands in for a number that JSON.parse would round. Random, so that no text in a state can pass for it. */
const MARK = `exact:${randomUUID()}:`;

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

/** The same JSON text with every number that a double would change put into a marked string. */
function protectNumbers(text: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const plain = matchAt(STRING, text, at) ?? matchAt(GAP, text, at);
    if (plain !== null) {
      parts.push(plain);
      at += plain.length;
      continue;
    }
    const number = matchAt(NUMBER, text, at);
    // Anything else is not JSON: left as it is for JSON.parse to report with its position.
    const piece = number ?? text.slice(at);
    const exact = number === null ? null : numberFromText(number);
    parts.push(exact instanceof ExactNumber ? JSON.stringify(MARK + exact.text) : piece);
    at += piece.length;
  }
  return parts.join('');
}

/** A double holds every number of 15 digits or fewer. What looks like a longer one may also stand in a string. */
const MAY_BE_INEXACT = /[\d.]{16}|\d[eE]/;

/** JSON with numbers kept exactly: what no double holds comes back as `ExactNumber`. Throws `SyntaxError`. */
export function parseExactJson(text: string): Value {
  if (!MAY_BE_INEXACT.test(text)) return JSON.parse(text) as Value;
  return JSON.parse(protectNumbers(text), (_key, value: unknown) =>
    typeof value === 'string' && value.startsWith(MARK) ? new ExactNumber(value.slice(MARK.length)) : value,
  ) as Value;
}
