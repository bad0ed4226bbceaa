import { describe, expect, it } from 'vitest';
import { parseSource, SourceError } from '../../src/simulator/parsers/index.ts';

function parse(jsonLd: unknown) {
  return parseSource({ format: 'schema_org_job_posting', jsonLd });
}

function posting(extra: Record<string, unknown> = {}) {
  return { '@context': 'https://schema.org', '@type': 'JobPosting', title: 'T', description: 'D', ...extra };
}

const salary = (value: unknown, currency: unknown = 'USD') => ({
  baseSalary: { '@type': 'MonetaryAmount', currency, value },
});

describe('schema.org', () => {
  it('parses a whole posting', () => {
    const { fields, lowConfidence, unmapped, warnings } = parse(
      posting({
        title: 'Image labeller',
        description:
          '<p>Label photos &amp; scans.</p><ul><li>Careful</li><li>Fast</li></ul><script>x()</script>',
        ...salary({ '@type': 'QuantitativeValue', value: '18.50', unitText: 'HOUR' }),
        employmentType: ['PART_TIME', 'CONTRACTOR'],
        applicantLocationRequirements: [
          { '@type': 'Country', name: 'Mexico' },
          { '@type': 'Country', name: 'CO' },
        ],
        jobLocationType: 'TELECOMMUTE',
        experienceRequirements: { '@type': 'OccupationalExperienceRequirements', monthsOfExperience: 24 },
        skills: 'Bounding boxes in CVAT',
        totalJobOpenings: 4,
        inLanguage: 'es-MX',
        validThrough: '2026-12-31',
        identifier: { '@type': 'PropertyValue', value: '7' },
      }),
    );
    expect(fields).toEqual({
      jobTitle: 'Image labeller',
      jobDescription: 'Label photos & scans.\n\n- Careful\n\n- Fast',
      paymentType: 'PAY_PER_HOUR',
      pricePerHour: 18.5,
      timeRequirement: 'Part time',
      countries: ['MX', 'CO'],
      experienceLevel: 'INTERMEDIATE',
      labelTypes: ['OBJECT_DETECTION'],
      labelingSoftware: 'CVAT',
      headcount: 4,
      languages: ['Spanish'],
      dataType: 'IMAGE',
    });
    expect(lowConfidence.sort()).toEqual(['dataType', 'experienceLevel', 'languages']);
    expect(unmapped.map(({ path }) => path)).toEqual([
      '$.employmentType[1]',
      '$.validThrough',
      '$.identifier',
    ]);
    expect(warnings).toEqual([]);
  });

  it.each([
    { name: 'an array', document: [{ '@type': 'Organization' }, posting()] },
    { name: '@graph', document: { '@context': 'https://schema.org', '@graph': [posting()] } },
    { name: 'a JSON text', document: JSON.stringify(posting()) },
    { name: 'a type list', document: posting({ '@type': ['Thing', 'JobPosting'] }) },
    { name: 'a full type address', document: posting({ '@type': 'https://schema.org/JobPosting' }) },
  ])('finds the posting in $name', ({ document }) => {
    expect(parse(document).fields).toMatchObject({ jobTitle: 'T', jobDescription: 'D' });
  });

  it.each([
    {
      name: 'annual salary',
      extra: salary({ value: 40000, unitText: 'YEAR' }),
      path: '$.baseSalary',
      reason: /pay by "YEAR"/,
    },
    {
      name: 'euros',
      extra: salary({ value: 20, unitText: 'HOUR' }, 'EUR'),
      path: '$.baseSalary',
      reason: /US dollars only.*EUR/,
    },
    { name: 'no unit', extra: salary(20), path: '$.baseSalary', reason: /without an interval/ },
    { name: 'no amount', extra: salary({ unitText: 'HOUR' }), path: '$.baseSalary', reason: /no amount/ },
    { name: 'unknown property', extra: { jobBenefits: 'Fruit' }, path: '$.jobBenefits', reason: /No field/ },
    {
      name: 'unknown country',
      extra: { jobLocation: { address: { addressCountry: 'Atlantis' } } },
      path: '$.jobLocation',
      reason: /No country/,
    },
    {
      name: 'unknown language',
      extra: { inLanguage: 'Klingon' },
      path: '$.inLanguage',
      reason: /No language/,
    },
    {
      name: 'zero openings',
      extra: { totalJobOpenings: 0 },
      path: '$.totalJobOpenings',
      reason: /above zero/,
    },
    {
      name: 'experience in prose',
      extra: { experienceRequirements: 'Some' },
      path: '$.experienceRequirements',
      reason: /No experience level/,
    },
    {
      name: '__proto__',
      extra: JSON.parse('{"__proto__":{"a":1}}'),
      path: '$.__proto__',
      reason: /No field/,
      own: true,
    },
  ])('reports as unmapped: $name', ({ extra, path, reason, own }) => {
    const document = own
      ? JSON.parse('{"@type":"JobPosting","title":"T","description":"D","__proto__":{"a":1}}')
      : posting(extra);
    const { unmapped, fields } = parse(document);
    expect(unmapped).toEqual([
      { path, reason: expect.stringMatching(reason), valuePreview: expect.any(String) },
    ]);
    expect(Object.keys(fields).sort()).toEqual(['jobDescription', 'jobTitle']);
  });

  it.each([
    {
      name: 'range',
      extra: salary({ minValue: 10, maxValue: 12, unitText: 'HOUR' }),
      fields: { pricePerHour: 10 },
      low: ['pricePerHour'],
    },
    {
      name: 'no currency',
      extra: { baseSalary: { value: { value: 9, unitCode: 'HUR' } } },
      fields: { pricePerHour: 9 },
      low: ['pricePerHour'],
    },
    {
      name: 'per task',
      extra: salary({ value: 0.2, unitText: 'TASK' }),
      fields: { pricePerLabel: 0.2 },
      low: ['paymentType'],
    },
    {
      name: 'fixed',
      extra: salary({ value: 5000, unitText: 'FIXED' }),
      fields: { fixedPrice: 5000 },
      low: [],
    },
    {
      name: 'place of work',
      extra: { jobLocation: { address: { addressCountry: { name: 'India' } } } },
      fields: { countries: ['IN'] },
      low: ['countries'],
    },
    {
      name: 'a field told by the description only',
      extra: { description: '300 images' },
      fields: { dataVolume: 300 },
      low: ['dataVolume', 'dataVolumeUnit', 'dataType'],
    },
  ])('reads $name', ({ extra, fields, low }) => {
    const parsed = parse(posting(extra));
    expect(parsed.fields).toMatchObject(fields);
    expect(parsed.lowConfidence.sort()).toEqual(low.sort());
  });

  it('warns about a missing title and makes one', () => {
    const parsed = parse({ '@type': 'JobPosting', description: 'Classify tweets.' });
    expect(parsed.warnings).toEqual(['$.title is missing; schema.org requires it of a JobPosting.']);
    expect(parsed.fields).toMatchObject({ jobTitle: 'Text classification' });
  });

  let deep: unknown = 1;
  for (let n = 0; n < 20_000; n += 1) deep = { '@graph': [deep] };

  it.each([
    { name: 'nothing', document: undefined, message: /must be an object/ },
    { name: 'a number', document: 5, message: /must be an object/ },
    { name: 'bad JSON text', document: '{"@type":', message: /not valid JSON/ },
    { name: 'another type', document: { '@type': 'Event' }, message: /no object whose @type is JobPosting/ },
    { name: 'no type', document: {}, message: /no object whose @type is JobPosting/ },
    { name: 'two postings', document: [posting(), posting()], message: /holds 2 JobPostings/ },
    { name: 'deep nesting', document: deep, message: /nested deeper than 32/ },
    {
      name: 'many values',
      document: { '@type': 'JobPosting', skills: new Array(30_000).fill('a') },
      message: /more than 20000 values/,
    },
  ])('refuses $name', ({ document, message }) => {
    expect(() => parse(document)).toThrow(SourceError);
    expect(() => parse(document)).toThrow(message);
  });
});
