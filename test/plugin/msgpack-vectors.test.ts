import { describe, expect, test } from 'vitest';
import type { CtyType } from '../../src/plugin/cty/cty-type.ts';
import { decodeType, encodeType, objectType } from '../../src/plugin/cty/cty-type.ts';
import { decodeMsgpack } from '../../src/plugin/cty/decode-value.ts';
import { encodeMsgpack } from '../../src/plugin/cty/encode-value.ts';
import type { Value } from '../../src/provider/values.ts';
import { ExactNumber, UNKNOWN } from '../../src/provider/values.ts';

const list = (element: CtyType): CtyType => ({ kind: 'list', element });
const set = (element: CtyType): CtyType => ({ kind: 'set', element });
const map = (element: CtyType): CtyType => ({ kind: 'map', element });
const pair = objectType({ b: 'number', a: 'string' });

/** Bytes as go-cty writes them (cty/msgpack with compact integers); both directions must hold. */
const BOTH_WAYS: [name: string, type: CtyType, value: Value, hex: string][] = [
  ['null', 'string', null, 'c0'],
  ['null of an object', pair, null, 'c0'],
  ['unknown', 'number', UNKNOWN, 'd40000'],
  ['true', 'bool', true, 'c3'],
  ['false', 'bool', false, 'c2'],
  ['empty text', 'string', '', 'a0'],
  ['text of 31 bytes', 'string', 'x'.repeat(31), `bf${'78'.repeat(31)}`],
  ['text of 32 bytes', 'string', 'x'.repeat(32), `d920${'78'.repeat(32)}`],
  ['text of 256 bytes', 'string', 'x'.repeat(256), `da0100${'78'.repeat(256)}`],
  ['text of 65,536 bytes', 'string', 'x'.repeat(65_536), `db00010000${'78'.repeat(65_536)}`],
  ['text beyond ASCII', 'string', 'ü€😀', 'a9c3bce282acf09f9880'],
  ['zero', 'number', 0, '00'],
  ['largest fixint', 'number', 127, '7f'],
  ['smallest uint8', 'number', 128, 'cc80'],
  ['largest uint8', 'number', 255, 'ccff'],
  ['smallest uint16', 'number', 256, 'cd0100'],
  ['largest uint16', 'number', 65_535, 'cdffff'],
  ['smallest uint32', 'number', 65_536, 'ce00010000'],
  ['largest uint32', 'number', 4_294_967_295, 'ceffffffff'],
  ['smallest uint64', 'number', 4_294_967_296, 'cf0000000100000000'],
  ['largest safe integer', 'number', Number.MAX_SAFE_INTEGER, 'cf001fffffffffffff'],
  ['first integer that no double holds', 'number', new ExactNumber('9007199254740993'), 'cf0020000000000001'],
  ['largest int64', 'number', new ExactNumber('9223372036854775807'), 'cf7fffffffffffffff'],
  ['smallest int64', 'number', new ExactNumber('-9223372036854775808'), 'd38000000000000000'],
  ['minus one', 'number', -1, 'ff'],
  ['smallest negative fixint', 'number', -32, 'e0'],
  ['int8', 'number', -33, 'd0df'],
  ['smallest int8', 'number', -128, 'd080'],
  ['int16', 'number', -129, 'd1ff7f'],
  ['int32', 'number', -32_769, 'd2ffff7fff'],
  ['int64', 'number', -2_147_483_649, 'd3ffffffff7fffffff'],
  ['fraction that a double is', 'number', 12.5, 'cb4029000000000000'],
  ['fraction that no double is', 'number', 15.1, 'a431352e31'],
  [
    'long decimal',
    'number',
    new ExactNumber('3.14159265358979323846'),
    'b6332e3134313539323635333538393739333233383436',
  ],
  ['whole number beyond int64 that a double is', 'number', 1e20, 'cb4415af1d78b58c40'],
  [
    'whole number beyond int64 that no double is',
    'number',
    new ExactNumber('18446744073709551617'),
    'b43138343436373434303733373039353531363137',
  ],
  ['infinity', 'number', Number.POSITIVE_INFINITY, 'cb7ff0000000000000'],
  ['empty list', list('string'), [], '90'],
  ['list with null and unknown', list('string'), ['a', null, UNKNOWN], '93a161c0d40000'],
  ['list of 16', list('bool'), Array(16).fill(true), `dc0010${'c3'.repeat(16)}`],
  ['set in canonical order', set('string'), ['a', 'b'], '92a161a162'],
  ['set with an unknown element', set('string'), ['a', UNKNOWN], '92a161d40000'],
  ['map with sorted keys', map('number'), { a: 1, b: 2 }, '82a16101a16202'],
  ['map with an unknown value', map('number'), { a: UNKNOWN }, '81a161d40000'],
  ['object with sorted attributes', pair, { a: 'x', b: null }, '82a161a178a162c0'],
  ['tuple', { kind: 'tuple', elements: ['string', 'number'] }, ['x', 1], '92a17801'],
  ['text under dynamic', 'dynamic', 'x', '92c40822737472696e6722a178'],
  ['unknown under dynamic', 'dynamic', UNKNOWN, 'd40000'],
];

describe('golden vectors', () => {
  test.each(BOTH_WAYS)('%s', (_name, type, value, hex) => {
    expect(encodeMsgpack(value, type).toString('hex')).toBe(hex);
    expect(decodeMsgpack(Buffer.from(hex, 'hex'), type)).toEqual(value);
  });
});

/** What hosts may send although we would write it otherwise. */
const READ_ONLY: [name: string, type: CtyType, hex: string, value: Value][] = [
  ['unknown with one ignored byte', 'string', 'd40001', UNKNOWN],
  ['unknown with an empty body', 'string', 'c70000', UNKNOWN],
  ['unknown refined as not null', 'string', 'c7030c8101c2', UNKNOWN],
  ['unknown refined by a prefix', 'string', 'c7080c8202a3783a2f01c2', UNKNOWN],
  ['unknown refined by a length', list('string'), 'c7030c810501', UNKNOWN],
  ['unknown of another extension', 'string', 'd505ffff', UNKNOWN],
  ['integer as double', 'number', 'cb4014000000000000', 5],
  ['integer as text', 'number', 'a135', 5],
  ['integer in a wider form', 'number', 'cf0000000000000005', 5],
  ['signed form of a positive', 'number', 'd005', 5],
  ['single-precision double', 'number', 'ca40490fdb', Math.fround(Math.PI)],
  ['decimal text with exponent', 'number', 'a33165 33'.replace(' ', ''), 1000],
  ['uint64 beyond int64', 'number', 'cfffffffffffffffff', new ExactNumber('18446744073709551615')],
  ['double without a shorter decimal', 'number', 'cb402e333333333333', 15.1],
  ['set out of order with doubles', set('string'), '93a162a161a162', ['a', 'b']],
  ['object with an attribute left out', pair, '81a162c0', { a: null, b: null }],
  ['text with a length of 32 bits', 'string', 'db0000000178', 'x'],
  ['list under dynamic', 'dynamic', '92c40f5b226c697374222c22626f6f6c225d91c3', [true]],
  [
    'key that is special in JavaScript',
    map('number'),
    '81a95f5f70726f746f5f5f01',
    JSON.parse('{"__proto__":1}') as Value,
  ],
];

test.each(READ_ONLY)('reads %s', (_name, type, hex, value) => {
  const read = decodeMsgpack(Buffer.from(hex, 'hex'), type);
  expect(read).toEqual(value);
  expect(JSON.stringify(read)).toBe(JSON.stringify(value));
});

const REFUSED: [name: string, type: CtyType, hex: string][] = [
  ['nothing', 'string', ''],
  ['a torn text', 'string', 'a261'],
  ['a torn number', 'number', 'cf00000000'],
  ['bytes after the value', 'bool', 'c3c3'],
  ['a number where text belongs', 'string', '05'],
  ['text that is no number', 'number', 'a161'],
  ['not a number', 'number', 'cb7ff8000000000000'],
  ['an attribute that the schema has not', pair, '81a17801'],
  ['an unused first byte', 'string', 'c1'],
  ['a tuple of another length', { kind: 'tuple', elements: ['string'] }, '92a161a161'],
  ['a map under a list type', list('string'), '80'],
  ['an enormous exponent', 'number', 'ab31653939393939393939 39'.replace(' ', '')],
];

test.each(REFUSED)('refuses %s', (_name, type, hex) => {
  expect(() => decodeMsgpack(Buffer.from(hex, 'hex'), type)).toThrow();
});

test('the error names the place', () => {
  const type = objectType({ parts: list(objectType({ key: 'string' })) });
  expect(() => decodeMsgpack(Buffer.from('81a5706172747391' + '81a36b657901', 'hex'), type)).toThrow(
    'Expected a string at parts.0.key, got integer.',
  );
});

test('a value outside the schema is refused on the way out', () => {
  expect(() => encodeMsgpack({ a: 'x', c: 1 }, pair)).toThrow('Attribute c is not known.');
  expect(() => encodeMsgpack({ a: 1 }, pair)).toThrow('Expected a string at a, got number.');
  expect(() => encodeMsgpack(Number.NaN, 'number')).toThrow('NaN');
});

test('texts are normalised and sets hold each text once', () => {
  const composed = 'é';
  const decomposed = 'e\u0301';
  expect(encodeMsgpack(decomposed, 'string')).toEqual(encodeMsgpack(composed, 'string'));
  expect(encodeMsgpack(['b', decomposed, composed], set('string'))).toEqual(
    encodeMsgpack([composed, 'b'], set('string')),
  );
});

test('keys are sorted as UTF-8, not as UTF-16', () => {
  // U+FF5E sorts after the emoji in UTF-16 and before it in UTF-8.
  const bytes = encodeMsgpack({ '😀': 1, '～': 2 }, map('number')).toString('hex');
  expect(bytes).toBe('82a3efbd9e02a4f09f988001');
});

test.each([
  ['string', '"string"'],
  [list('number'), '["list","number"]'],
  [map(set('bool')), '["map",["set","bool"]]'],
  [{ kind: 'tuple', elements: ['string', 'dynamic'] }, '["tuple",["string","dynamic"]]'],
  [pair, '["object",{"a":"string","b":"number"}]'],
] as [CtyType, string][])('type %j', (type, json) => {
  expect(encodeType(type).toString()).toBe(json);
  expect(decodeType(Buffer.from(json))).toEqual(type);
});

test('types with optional attributes are read, unknown types refused', () => {
  expect(decodeType(Buffer.from('["object",{"a":"string"},["a"]]'))).toEqual(objectType({ a: 'string' }));
  expect(() => decodeType(Buffer.from('["capsule","x"]'))).toThrow('Not a cty type');
});
