import fc from 'fast-check';
import { expect, it } from 'vitest';
import { jsonFault } from '../../src/provider/json-fault.ts';

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

it.each([
  ['', 0],
  ['{"a": }', 6],
  ['[1, 2,]', 6],
  ['{"a" 1}', 5],
  ['{"a": 1} x', 9],
  ['{"a": 01}', 7],
  ['"tab\there"', 0],
  ['[1', 2],
])('finds the fault of %j', (text, offset) => {
  expect(jsonFault(text)?.offset).toBe(offset);
});

it('agrees with JSON.parse on what is JSON', () => {
  const damaged = fc
    .tuple(fc.jsonValue(), fc.nat(), fc.constantFrom('', '"', '{', ']', ',', ':', ' ', '0', 'nul'))
    .map(([value, at, insert]) => {
      const text = JSON.stringify(value, null, at % 3);
      const place = at % (text.length + 1);
      return text.slice(0, place) + insert + text.slice(place + (at % 2));
    });
  fc.assert(
    fc.property(damaged, (text) => {
      expect(jsonFault(text) === null).toBe(parses(text));
    }),
    { numRuns: 500 },
  );
});
