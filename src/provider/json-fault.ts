/** Where a text stops being JSON: 0-based offset, and what stands there. */
export interface JsonFault {
  readonly offset: number;
  readonly reason: string;
}

const TOKEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these inside strings
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null))/y;

type Expectation = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or }' | ', or ]' | 'the end';

const AFTER_VALUE: Readonly<Record<string, Expectation>> = { '{': ', or }', '[': ', or ]' };

/**
 * Place of the first syntax error of a JSON text, null for valid JSON. `JSON.parse` says the place only in some of
 * its messages and only in some versions, and a feed of thousands of lines needs it.
 */
export function jsonFault(text: string): JsonFault | null {
  const open: string[] = [];
  let expected: Expectation = 'value';
  let offset = 0;
  const afterValue = (): Expectation => AFTER_VALUE[open.at(-1) ?? ''] ?? 'the end';
  for (;;) {
    TOKEN.lastIndex = offset;
    const match = TOKEN.exec(text);
    const start = offset + (/^[ \t\n\r]*/.exec(text.slice(offset, offset + 10_000))?.[0].length ?? 0);
    if (match === null) {
      if (start >= text.length && expected === 'the end') return null;
      return fault(text, start, expected);
    }
    const [whole, mark, key] = match;
    const isValue = mark === undefined;
    const step = next(mark, isValue, key !== undefined);
    if (step === null) return fault(text, start, expected);
    expected = step;
    offset += whole.length;
  }

  function next(mark: string | undefined, isValue: boolean, isString: boolean): Expectation | null {
    const takesValue = expected === 'value' || expected === 'value or ]';
    if (takesValue && isValue) return afterValue();
    if (takesValue && (mark === '{' || mark === '[')) {
      open.push(mark);
      return mark === '{' ? 'key or }' : 'value or ]';
    }
    if ((expected === 'key' || expected === 'key or }') && isString) return ':';
    if (expected === ':' && mark === ':') return 'value';
    if (mark === ',' && expected === ', or }') return 'key';
    if (mark === ',' && expected === ', or ]') return 'value';
    const closes =
      (mark === '}' && (expected === ', or }' || expected === 'key or }')) ||
      (mark === ']' && (expected === ', or ]' || expected === 'value or ]'));
    if (!closes) return null;
    open.pop();
    return afterValue();
  }
}

function fault(text: string, offset: number, expected: Expectation): JsonFault {
  const found =
    offset >= text.length ? 'the text ends' : `found ${JSON.stringify(text.slice(offset, offset + 12))}`;
  return { offset, reason: `expected ${expected}, ${found}` };
}
