import { describe, expect, it } from 'vitest';
import { parseSource, SourceError } from '../../src/simulator/parsers/index.ts';

function parse(job: unknown) {
  return parseSource({ format: 'opentrain_canonical', job: job as Record<string, unknown> });
}

describe('canonical', () => {
  it('maps every documented key', () => {
    const { fields, unmapped, warnings, lowConfidence } = parse({
      title: 'Sentiment',
      description: 'Label tweets.',
      paymentType: 'PAY_PER_LABEL',
      rateAmount: 0.05,
      languages: ['Spanish'],
      countries: ['MX'],
      labelTypes: ['CLASSIFICATION'],
      tools: ['CVAT', 'Labelbox'],
      experienceLevel: 'INTERMEDIATE',
    });
    expect(fields).toEqual({
      jobTitle: 'Sentiment',
      jobDescription: 'Label tweets.',
      paymentType: 'PAY_PER_LABEL',
      pricePerLabel: 0.05,
      languages: ['Spanish'],
      countries: ['MX'],
      labelTypes: ['CLASSIFICATION'],
      labelingSoftware: 'CVAT, Labelbox',
      experienceLevel: 'INTERMEDIATE',
    });
    expect([unmapped, warnings, lowConfidence]).toEqual([[], [], []]);
  });

  it('reaches the fields of the documented create example through update keys', () => {
    const job = {
      jobTitle: 'T',
      paymentType: 'PAY_PER_LABEL',
      languages: ['Spanish'],
      headcount: 5,
      dataVolume: 20000,
      dataVolumeUnit: 'NUMBER_OF_FILES',
    };
    expect(parse(job).fields).toEqual(job);
  });

  it.each([
    ['PAY_PER_LABEL', 'pricePerLabel'],
    ['PAY_PER_HOUR', 'pricePerHour'],
    ['FIXED_PRICE', 'fixedPrice'],
  ])('rateAmount of %s goes to %s, whatever the order of keys', (paymentType, key) => {
    expect(parse({ rateAmount: 7, paymentType }).fields).toEqual({ paymentType, [key]: 7 });
  });

  it.each([
    { name: 'unknown key', job: { colour: 'red' }, path: 'job.colour', reason: 'Unknown key.' },
    {
      name: '__proto__',
      job: JSON.parse('{"__proto__":{"headcount":9}}'),
      path: 'job.__proto__',
      reason: 'Unknown key.',
    },
    { name: 'constructor', job: { constructor: 1 }, path: 'job.constructor', reason: 'Unknown key.' },
    {
      name: 'number as text',
      job: { headcount: '5' },
      path: 'job.headcount',
      reason: 'Expected a number, got 5.',
    },
    {
      name: 'half a person',
      job: { headcount: 1.5 },
      path: 'job.headcount',
      reason: 'Expected a whole number, got 1.5.',
    },
    {
      name: 'negative',
      job: { dataVolume: -1 },
      path: 'job.dataVolume',
      reason: 'Expected a number above zero, got -1.',
    },
    {
      name: 'enum in lower case',
      job: { experienceLevel: 'expert' },
      path: 'job.experienceLevel',
      reason: /^Expected one of EXPERT, .*got expert\.$/,
    },
    {
      name: 'payment type',
      job: { paymentType: 'PER_DAY' },
      path: 'job.paymentType',
      reason: /^Expected one of PAY_PER_LABEL/,
    },
    {
      name: 'text as list',
      job: { languages: 'Spanish' },
      path: 'job.languages',
      reason: 'Expected a list of texts, got Spanish.',
    },
    {
      name: 'list with a number',
      job: { countries: ['MX', 1] },
      path: 'job.countries',
      reason: 'Expected a list of texts, got ["MX",1].',
    },
    { name: 'blank title', job: { title: ' ' }, path: 'job.title', reason: /not empty/ },
    { name: 'null', job: { title: null }, path: 'job.title', reason: /got null/ },
    {
      name: 'rate without type',
      job: { rateAmount: 5 },
      path: 'job.rateAmount',
      reason: /needs a valid paymentType/,
    },
  ])('leaves out and reports: $name', ({ job, path, reason }) => {
    const { fields, unmapped } = parse(job);
    expect(fields).toEqual({});
    expect(unmapped).toEqual([
      {
        path,
        reason: typeof reason === 'string' ? reason : expect.stringMatching(reason),
        valuePreview: expect.any(String),
      },
    ]);
    expect(({} as Record<string, unknown>).headcount).toBeUndefined();
  });

  it('warns about a value that does not fit', () => {
    expect(parse({ headcount: 'x' }).warnings).toEqual([
      'job.headcount was left out: Expected a number, got x.',
    ]);
  });

  it('keeps a zero price out', () => {
    expect(parse({ paymentType: 'PAY_PER_HOUR', rateAmount: 0 }).fields).toEqual({
      paymentType: 'PAY_PER_HOUR',
    });
  });

  it('makes one list of equal texts in NFC', () => {
    expect(parse({ languages: ['Espan\u0303ol', 'Espa\u00f1ol'] }).fields).toEqual({
      languages: ['Espa\u00f1ol'],
    });
  });

  it('bounds previews of deep values', () => {
    let deep: unknown = 1;
    for (let n = 0; n < 50_000; n += 1) deep = [deep];
    expect(parse({ deep }).unmapped).toEqual([
      { path: 'job.deep', reason: 'Unknown key.', valuePreview: '[[[[…]]]]' },
    ]);
  });

  it.each([undefined, null, [], 'x', 5])('refuses %j', (job) => {
    expect(() => parse(job)).toThrow(
      new SourceError([{ path: ['job'], message: 'The canonical job must be a JSON object.' }]),
    );
  });
});
