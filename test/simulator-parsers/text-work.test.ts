import { describe, expect, it } from 'vitest';
import { MAX_SOURCE_TEXT_CHARS } from '../../src/contract/index.ts';
import { FieldCollector } from '../../src/simulator/parsers/parsed-source.ts';
import { readText } from '../../src/simulator/parsers/text.ts';
import { TokenText } from '../../src/simulator/parsers/text-tokens.ts';

describe('work on hostile text', () => {
  const units = [
    '$',
    '1,',
    '9',
    '-',
    'a ',
    '1 ',
    'five hundred ',
    'per ',
    '$1 to ',
    '# x:\n',
    '****',
    '\n',
    'no prior ',
    'English ',
    'US ',
    '3 annotators ',
    '.5',
    '~$1-',
    '¢',
    'e\u0301',
    '😀',
    '1 a a a a ',
  ];

  it.each(units)('is linear for %j', (unit) => {
    const work = (chars: number) => {
      const text = new TokenText(unit.repeat(Math.floor(chars / unit.length)));
      readText(text, new FieldCollector());
      return text.reads;
    };
    // Rules look at most at a bounded number of tokens from each position, and no position costs more in a longer text.
    expect(work(MAX_SOURCE_TEXT_CHARS)).toBeLessThan(400 * MAX_SOURCE_TEXT_CHARS);
    expect(work(MAX_SOURCE_TEXT_CHARS)).toBeLessThan(10 * work(MAX_SOURCE_TEXT_CHARS / 8) + 1_000);
  });
});
