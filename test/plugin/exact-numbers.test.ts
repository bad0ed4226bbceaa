import { describe, expect, test } from 'vitest';
import { objectType } from '../../src/plugin/cty/cty-type.ts';
import { exactDecimal, numberFromText, plainDecimal } from '../../src/plugin/cty/decimal.ts';
import { decodeDynamic, encodeDynamic } from '../../src/plugin/cty/dynamic-value.ts';
import { parseExactJson } from '../../src/plugin/cty/exact-json.ts';
import { ExactNumber } from '../../src/provider/values.ts';

test.each([
  ['1', '1'],
  ['+1', '1'],
  ['-0', '0'],
  ['-0.0', '0'],
  ['007.50', '7.5'],
  ['.5', '0.5'],
  ['5.', '5'],
  ['1e3', '1000'],
  ['1.25E+2', '125'],
  ['-1.5e-3', '-0.0015'],
  ['1e-7', '0.0000001'],
  ['0e50', '0'],
])('plain decimal of %s', (text, plain) => expect(plainDecimal(text)).toBe(plain));

test.each(['', '.', 'e5', '1e', '0x10', 'Infinity', '1 2', '1e99999'])('no decimal: "%s"', (text) => {
  expect(() => plainDecimal(text)).toThrow(RangeError);
});

test.each([
  [0.5, '0.5'],
  [0.1, '0.1000000000000000055511151231257827021181583404541015625'],
  [-12.25, '-12.25'],
  [2 ** 70, '1180591620717411303424'],
  [Number.MIN_VALUE, null],
])('exact digits of %d', (value, digits) => {
  const text = exactDecimal(value);
  if (digits !== null) expect(text).toBe(digits);
  expect(Number(text)).toBe(value);
});

test.each([
  ['0.1', 0.1],
  ['15.10', 15.1],
  ['9007199254740992', 9007199254740992],
  ['9007199254740993', new ExactNumber('9007199254740993')],
  ['0.10000000000000000001', new ExactNumber('0.10000000000000000001')],
  ['1e400', new ExactNumber(`1${'0'.repeat(400)}`)],
])('number of %s', (text, value) => expect(numberFromText(text)).toEqual(value));

describe('JSON', () => {
  test.each([
    ['{"a":9007199254740993}', { a: new ExactNumber('9007199254740993') }],
    ['[1,-2.50,1e2,true,null]', [1, -2.5, 100, true, null]],
    ['{"9007199254740993":"9007199254740993"}', { '9007199254740993': '9007199254740993' }],
    ['"a \\"9007199254740993\\" b"', 'a "9007199254740993" b'],
    ['"\\\\"', '\\'],
  ])('%s', (text, value) => expect(parseExactJson(text)).toEqual(value));

  test.each(['', '{', '[1,]', '{"a" 1}', '01', '1.2.3', '"\n"', '#'])('refuses %j', (text) => {
    expect(() => parseExactJson(text)).toThrow(SyntaxError);
  });

  test('a dynamic value in JSON is read, and attributes of an older schema are left out', () => {
    const type = objectType({ n: 'number', s: { kind: 'set', element: 'string' }, any: 'dynamic' });
    const json = Buffer.from(
      '{"n":9007199254740993,"s":["b","a","b"],"old":1,"any":{"type":"bool","value":true}}',
    );
    const value = decodeDynamic({ msgpack: new Uint8Array(0), json }, type);
    expect(value).toEqual({ n: new ExactNumber('9007199254740993'), s: ['a', 'b'], any: true });
    const again = encodeDynamic(value, type);
    expect(again.json).toHaveLength(0);
    expect(decodeDynamic(again, type)).toEqual(value);
  });

  test.each([
    ['{"n":true}', 'Expected a number'],
    ['[]', 'Expected a object'],
  ])('a value of another type is refused: %s', (text, message) => {
    const value = { msgpack: new Uint8Array(0), json: Buffer.from(text) };
    expect(() => decodeDynamic(value, objectType({ n: 'number' }))).toThrow(message);
  });
});
