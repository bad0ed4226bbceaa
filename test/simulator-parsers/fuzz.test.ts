import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IMPORT_FORMATS, tryFieldByKey } from '../../src/contract/index.ts';
import { parseSource, SourceError, type SourceInput } from '../../src/simulator/parsers/index.ts';

const seed = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const numRuns = Number(process.env.FUZZ_RUNS ?? 300);

/** Parses; the only error allowed is a SourceError, and every result holds values that a draft can store. */
function check(input: SourceInput): void {
  let parsed: ReturnType<typeof parseSource>;
  try {
    parsed = parseSource(input);
  } catch (error) {
    expect(error).toBeInstanceOf(SourceError);
    return;
  }
  for (const [key, value] of Object.entries(parsed.fields)) {
    const field = tryFieldByKey(key);
    if (field?.type === 'number') expect(value).toSatisfy((n) => Number.isFinite(n) && Number(n) >= 0);
    else if (field?.type === 'string_set') expect(value).toSatisfy(Array.isArray);
    else expect([key, typeof value]).toEqual([key, 'string']);
    if (field?.enumValues) expect(field.enumValues).toContain(value);
  }
  for (const key of parsed.lowConfidence) expect(parsed.fields).toHaveProperty(key);
  expect(parsed.unmapped.length).toBeLessThanOrEqual(100);
  expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed);
  expect(Object.keys(Object.prototype)).toEqual([]);
}

const words = fc.constantFrom(
  ...'$ 3 10,000 0.05 five hundred images annotators per hour label each English US not required experience years - – . , : ; \n # ** € ¢ cents to between and around fixed price total week Two project CVAT any level into classes hours of audio __proto__ constructor 1e9 99999999999999999999'.split(
    ' ',
  ),
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(words, { maxLength: 120 }).map((list) => list.join(' ')),
  fc.array(words, { maxLength: 60 }).map((list) => list.join('')),
);
const keys = fc.constantFrom(
  ...'title description rateAmount paymentType languages countries tools headcount dataVolume @type @graph @context baseSalary value currency unitText minValue skills inLanguage jobLocation address addressCountry name __proto__ constructor toString totalJobOpenings experienceRequirements monthsOfExperience'.split(
    ' ',
  ),
);
const { tree } = fc.letrec<{ tree: unknown; node: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('JobPosting', 'HOUR', 'USD', 'PAY_PER_HOUR', 0, -1, 0.05, 1e308, null, true, ''),
    text,
    fc.array(tie('tree'), { maxLength: 4 }),
    tie('node'),
  ),
  node: fc
    .array(fc.tuple(keys, tie('tree')), { maxLength: 8 })
    .map((entries) =>
      JSON.parse(`{${entries.map(([k, v]) => `${JSON.stringify(k)}:${JSON.stringify(v)}`).join(',')}}`),
    ),
}));
const names = fc.constantFrom(
  ...'source job title description salary country experience PositionOpening BasePay BasePayAmountMin Competency CountryCode NumberToFill __proto__ x:a'.split(
    ' ',
  ),
);
const markup = fc.constantFrom(
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '&amp;',
  '&x;',
  '<?a b?>',
  '<!DOCTYPE a>',
  '<p>',
  '"',
  ' a="1"',
  ' xmlns:__proto__="u"',
  ' xmlns="u"',
);
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc.oneof(
    { maxDepth: 6 },
    text.map((value) => value.replace(/[<&\p{Cc}\p{Cs}]/gu, '')),
    fc
      .tuple(names, fc.array(tie('element'), { maxLength: 4 }))
      .map(([name, inner]) => `<${name}>${inner.join('')}</${name}>`),
    markup,
  ),
}));
const xml = fc.oneof(
  element.map((inner) => `<source><job>${inner}</job></source>`),
  element.map((inner) => `<PositionOpening>${inner}</PositionOpening>`),
  fc.array(fc.oneof(markup, names, fc.string()), { maxLength: 30 }).map((parts) => parts.join('')),
);

it.each([
  { name: 'text', input: text.map((value) => ({ format: 'text', text: value })) },
  { name: 'canonical', input: tree.map((job) => ({ format: 'opentrain_canonical', job })) },
  { name: 'JSON-LD', input: tree.map((jsonLd) => ({ format: 'schema_org_job_posting', jsonLd })) },
  {
    name: 'JSON-LD postings',
    input: tree.map((inner) => ({
      format: 'schema_org_job_posting',
      jsonLd: { ...(typeof inner === 'object' ? inner : {}), '@type': 'JobPosting' },
    })),
  },
  { name: 'Indeed XML', input: xml.map((value) => ({ format: 'indeed_xml', xml: value })) },
  { name: 'HR-XML', input: xml.map((value) => ({ format: 'hr_xml', xml: value })) },
])(`$name: no error but SourceError, no unusable value (seed ${seed})`, ({ input }) => {
  fc.assert(
    fc.property(input, (value) => check(value as SourceInput)),
    { seed, numRuns },
  );
});

it('takes any value at any place of the input', () => {
  fc.assert(
    fc.property(fc.constantFrom(...IMPORT_FORMATS), fc.anything(), (format, value) => {
      check({ format, text: value, job: value, jsonLd: value, xml: value } as SourceInput);
    }),
    { seed, numRuns },
  );
});

it('refuses a format it does not know', () => {
  expect(() => parseSource({ format: '__proto__' } as unknown as SourceInput)).toThrow(SourceError);
});
