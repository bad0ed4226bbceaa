import { expect, test } from 'vitest';
import {
  bool,
  bytes,
  int64,
  many,
  mapOf,
  message,
  one,
  optional,
  string,
} from '../../src/plugin/protobuf/message.ts';

const inner = message({ text: one(1, string), count: optional(2, int64) });
const outer = message({
  name: one(1, string),
  flag: one(2, bool),
  data: one(3, bytes),
  inner: one(4, inner),
  items: many(5, inner),
  words: many(6, string),
  byName: mapOf(7, inner),
  far: one(2000, int64),
});

const zero = {
  name: '',
  flag: false,
  data: new Uint8Array(0),
  inner: null,
  items: [],
  words: [],
  byName: {},
  far: 0,
};

/** Bytes by the protobuf encoding guide. */
test.each([
  ['nothing', {}, ''],
  ['text', { name: 'ü' }, '0a02c3bc'],
  ['flag', { flag: true }, '1001'],
  ['empty nested message', { inner: { text: '', count: null } }, '2200'],
  ['optional zero is written', { inner: { text: '', count: 0 } }, '22021000'],
  [
    'repeated messages, one empty',
    {
      items: [
        { text: '', count: null },
        { text: 'x', count: null },
      ],
    },
    '2a002a030a0178',
  ],
  ['repeated texts, one empty', { words: ['', 'a'] }, '3200320161'],
  [
    'map sorted by key',
    { byName: { b: { text: '', count: null }, a: { text: 'x', count: 1 } } },
    '3a0a0a01611205' + '0a01781001' + '3a050a01621200',
  ],
  ['field number above 15', { far: 300 }, '807dac02'],
  ['negative number', { far: -1 }, '807dffffffffffffffffff01'],
])('%s', (_name, value, hex) => {
  expect(outer.encode(value).toString('hex')).toBe(hex);
  expect(outer.decode(Buffer.from(hex, 'hex'))).toEqual({ ...zero, ...value });
});

test('unknown fields of every wire type are passed over', () => {
  const unknown = `500159${'00'.repeat(8)}62036162636d${'00'.repeat(4)}`;
  expect(outer.decode(Buffer.from(`${unknown}0a0178`, 'hex'))).toEqual({ ...zero, name: 'x' });
});

test('the last of several singular fields counts; numbers beyond the safe range are clamped', () => {
  expect(outer.decode(Buffer.from('0a01610a0162', 'hex')).name).toBe('b');
  expect(outer.decode(Buffer.from('807dffffffffffffffff7f', 'hex')).far).toBe(Number.MAX_SAFE_INTEGER);
});

test.each([
  ['a torn tag', '80'],
  ['a torn varint', '10ff'],
  ['a varint without end', `10${'ff'.repeat(11)}`],
  ['a length beyond the end', '0a0561'],
  ['another wire type than the table says', '0801'],
  ['a group', '53'],
  ['a torn fixed field', '5900'],
])('refused: %s', (_name, hex) => {
  expect(() => outer.decode(Buffer.from(hex, 'hex'))).toThrow();
});
