import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CtyType } from '../../src/plugin/cty/cty-type.ts';
import { objectType } from '../../src/plugin/cty/cty-type.ts';
import { plainDecimal } from '../../src/plugin/cty/decimal.ts';
import { decodeMsgpack } from '../../src/plugin/cty/decode-value.ts';
import { encodeMsgpack } from '../../src/plugin/cty/encode-value.ts';
import { canonicalSet, compareValues } from '../../src/plugin/cty/set-order.ts';
import type { Value } from '../../src/provider/values.ts';
import { ExactNumber, UNKNOWN } from '../../src/provider/values.ts';

const seed = Number(process.env.OTFORM_TEST_SEED ?? Date.now() % 2 ** 31);
const parameters = { seed, numRuns: 400 };

interface Sample {
  readonly type: CtyType;
  readonly value: Value;
}

const text = fc.string({ unit: 'binary', maxLength: 40 }).map((raw) => raw.normalize('NFC'));
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), fc.integer({ min: -30, max: 30 }))
  .map(([digits, exponent]): Value => {
    const plain = plainDecimal(`${digits}e${exponent}`);
    const number = Number(plain);
    return plainDecimal(String(number)) === plain ? number : new ExactNumber(plain);
  });
const double = fc.double({ noNaN: true }).map((value) => (Object.is(value, -0) ? 0 : value));
const nullable = (values: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 8, arbitrary: values }, fc.constant<Value>(null), fc.constant<Value>(UNKNOWN));

const { type: anyType } = fc.letrec<{ type: CtyType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<CtyType>('string', 'number', 'bool'),
    fc.record({ kind: fc.constantFrom('list', 'set', 'map'), element: tie('type') }) as fc.Arbitrary<CtyType>,
    fc.dictionary(fc.stringMatching(/^[a-z][a-z_]{0,5}$/), tie('type'), { maxKeys: 4 }).map(objectType),
    fc.array(tie('type'), { maxLength: 3 }).map((elements): CtyType => ({ kind: 'tuple', elements })),
  ),
}));

function valuesOf(type: CtyType): fc.Arbitrary<Value> {
  if (type === 'string') return nullable(text);
  if (type === 'number') return nullable(fc.oneof(double, decimal, fc.maxSafeInteger()));
  if (type === 'bool') return nullable(fc.boolean());
  if (type === 'dynamic') return nullable(text);
  if (type.kind === 'list') return nullable(fc.array(valuesOf(type.element), { maxLength: 5 }));
  if (type.kind === 'set') {
    const items = fc.array(valuesOf(type.element), { maxLength: 5 });
    return nullable(items.map((values): Value => canonicalSet(values)));
  }
  if (type.kind === 'map') return nullable(fc.dictionary(text, valuesOf(type.element), { maxKeys: 5 }));
  if (type.kind === 'tuple') return nullable(fc.tuple(...type.elements.map(valuesOf)));
  if (type.kind !== 'object') throw new Error('every kind is handled above');
  const attributes = [...type.attributes].map(([name, part]) => [name, valuesOf(part)] as const);
  return nullable(fc.record(Object.fromEntries(attributes)) as fc.Arbitrary<Value>);
}

const sample: fc.Arbitrary<Sample> = anyType.chain((type) =>
  valuesOf(type).map((value) => ({ type, value })),
);

test(`what is written is read back (seed ${seed})`, () => {
  fc.assert(
    fc.property(sample, ({ type, value }) => {
      const bytes = encodeMsgpack(value, type);
      const read = decodeMsgpack(bytes, type);
      expect(compareValues(read, value)).toBe(0);
      expect(encodeMsgpack(read, type).equals(bytes)).toBe(true);
    }),
    parameters,
  );
});

test(`cut or changed bytes are refused or read, never worse (seed ${seed})`, () => {
  fc.assert(
    fc.property(sample, fc.nat(), fc.integer({ min: 0, max: 255 }), ({ type, value }, at, byte) => {
      const bytes = encodeMsgpack(value, type);
      const cut = bytes.subarray(0, at % (bytes.length + 1));
      const changed = Buffer.from(bytes);
      changed[at % changed.length] = byte;
      for (const damaged of [cut, changed]) {
        try {
          const read = decodeMsgpack(damaged, type);
          expect(() => encodeMsgpack(read, type)).not.toThrow();
        } catch (error) {
          expect((error as Error).constructor.name).toMatch(/MalformedValue|SyntaxError|TypeError/);
        }
      }
    }),
    parameters,
  );
});

test(`the order of values is total (seed ${seed})`, () => {
  const numbers = fc.oneof(double, decimal);
  fc.assert(
    fc.property(numbers, numbers, numbers, (a, b, c) => {
      expect(Math.sign(compareValues(a, b))).toBe(-Math.sign(compareValues(b, a)) + 0);
      if (compareValues(a, b) <= 0 && compareValues(b, c) <= 0) {
        expect(compareValues(a, c)).toBeLessThanOrEqual(0);
      }
    }),
    parameters,
  );
});
