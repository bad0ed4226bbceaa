import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstDifference, unknownPlaces, withoutUnknowns } from '../../src/engine/apply/consistency.ts';
import { convertConfig, convertToType } from '../../src/engine/convert.ts';
import { formatNumber, tryParseNumber } from '../../src/engine/number-text.ts';
import type { Diagnostic } from '../../src/provider/diagnostics.ts';
import type { Attribute, AttributeType } from '../../src/provider/schema-model.ts';
import { ExactNumber, type ObjectValue, UNKNOWN, type Value } from '../../src/provider/values.ts';

function convert(value: Value, type: AttributeType) {
  const diagnostics: Diagnostic[] = [];
  const converted = convertToType(value, type, ['x'], { address: 'opentrain_job.a', diagnostics });
  return { converted, errors: diagnostics.map((diagnostic) => diagnostic.detail) };
}

const NESTED: AttributeType = {
  object: {
    a: { type: 'string', optional: true, description: 'A.' },
    b: { type: 'number', optional: true, description: 'B.' },
  },
};

describe('conversion to attribute types', () => {
  const cases: Record<string, { readonly value: Value; readonly type: AttributeType; readonly to: Value }> = {
    'number to text': { value: 0.05, type: 'string', to: '0.05' },
    'large number to text': { value: 1e21, type: 'string', to: '1000000000000000000000' },
    'bool to text': { value: true, type: 'string', to: 'true' },
    'text to number': { value: '5', type: 'number', to: 5 },
    'text to exact number': {
      value: '12345678901234567890',
      type: 'number',
      to: new ExactNumber('12345678901234567890'),
    },
    'text to bool': { value: 'false', type: 'bool', to: false },
    null: { value: null, type: 'number', to: null },
    unknown: { value: UNKNOWN, type: { set: 'string' }, to: UNKNOWN },
    'set sorted and once': { value: ['b', 'a', 'b', 1], type: { set: 'string' }, to: ['1', 'a', 'b'] },
    'set with an unknown': { value: ['b', UNKNOWN, 'a'], type: { set: 'string' }, to: ['a', 'b', UNKNOWN] },
    list: { value: ['b', 'a', 'b'], type: { list: 'string' }, to: ['b', 'a', 'b'] },
    map: { value: { k: 1 }, type: { map: 'string' }, to: { k: '1' } },
    'object with nulls filled in': { value: { a: 1 }, type: NESTED, to: { a: '1', b: null } },
  };
  test.each(Object.entries(cases))('%s', (_name, { value, type, to }) => {
    expect(convert(value, type)).toEqual({ converted: to, errors: [] });
  });

  const refused: Record<
    string,
    { readonly value: Value; readonly type: AttributeType; readonly says: string }
  > = {
    'text for number': {
      value: 'many',
      type: 'number',
      says: 'opentrain_job.a: x must be a number, got string.',
    },
    'list for text': { value: ['a'], type: 'string', says: 'opentrain_job.a: x must be a string, got list.' },
    'text for set': {
      value: 'a',
      type: { set: 'string' },
      says: 'opentrain_job.a: x must be a set of string, got string.',
    },
    'object in list': {
      value: [{}],
      type: { list: 'string' },
      says: 'opentrain_job.a: x[0] must be a string, got object.',
    },
    'null in set': {
      value: [null],
      type: { set: 'string' },
      says: 'opentrain_job.a: x[0] must be a string, got null.',
    },
    'unknown name': {
      value: { aa: 1 },
      type: NESTED,
      says: 'opentrain_job.a has no attribute "x.aa". Did you mean "a"?',
    },
  };
  test.each(Object.entries(refused))('refused: %s', (_name, { value, type, says }) => {
    expect(convert(value, type).errors).toEqual([says]);
  });

  test('required and computed attributes of a whole configuration', () => {
    const attributes: Record<string, Attribute> = {
      need: { type: 'string', required: true, description: 'N.' },
      made: { type: 'string', computed: true, description: 'M.' },
    };
    const diagnostics: Diagnostic[] = [];
    const schema = { version: 0, description: 'T.', attributes };
    convertConfig({ made: 'x' }, schema, { address: 'opentrain_job.a', diagnostics });
    expect(diagnostics.map(({ code, attribute }) => [code, attribute])).toEqual([
      ['missing-required-argument', ['need']],
      ['read-only-argument', ['made']],
    ]);
  });
});

describe('properties', () => {
  test('every double survives its text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        const back = tryParseNumber(formatNumber(number));
        expect(back instanceof ExactNumber ? Number(back.text) : back).toBe(number === 0 ? 0 : number);
      }),
    );
  });

  test('converting twice changes nothing more', () => {
    const types: AttributeType[] = [
      'string',
      'number',
      'bool',
      { set: 'string' },
      { list: 'string' },
      { map: 'string' },
    ];
    const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean());
    const value = fc.oneof(scalar, fc.array(scalar), fc.dictionary(fc.string(), scalar));
    fc.assert(
      fc.property(value, fc.constantFrom(...types), (input, type) => {
        const once = convert(input, type);
        fc.pre(once.errors.length === 0);
        expect(convert(once.converted as Value, type)).toEqual(once);
      }),
    );
  });
});

describe('keeping a plan', () => {
  const attributes: Record<string, Attribute> = {
    s: { type: 'string', description: 'S.' },
    set: { type: { set: 'string' }, description: 'T.' },
    o: { type: NESTED, description: 'O.' },
  };
  const planned: ObjectValue = { s: UNKNOWN, set: ['a', 'b'], o: { a: 'x', b: UNKNOWN } };
  const cases: Record<
    string,
    { readonly actual: Record<string, Value>; readonly place: readonly string[] | null }
  > = {
    'unknown may become anything': { actual: { s: 'x', set: ['b', 'a'], o: { a: 'x', b: 2 } }, place: null },
    'known must come true': { actual: { s: null, set: ['a', 'b'], o: { a: 'y', b: 2 } }, place: ['o', 'a'] },
    'sets must have the same elements': {
      actual: { s: null, set: ['a'], o: { a: 'x', b: 2 } },
      place: ['set'],
    },
  };
  test.each(Object.entries(cases))('%s', (_name, { actual, place }) => {
    expect(firstDifference(planned, actual, attributes)).toEqual(place);
  });

  test('unknowns are found and taken out', () => {
    expect(unknownPlaces(planned)).toEqual([['s'], ['o', 'b']]);
    expect(withoutUnknowns(planned)).toEqual({ s: null, set: ['a', 'b'], o: { a: 'x', b: null } });
  });
});
