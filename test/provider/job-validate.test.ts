import { expect, it } from 'vitest';
import { validateJob } from '../../src/provider/job-validate.ts';
import { ExactNumber, UNKNOWN, type Value } from '../../src/provider/values.ts';
import { jobConfig } from './job-harness.ts';

interface Row {
  readonly name: string;
  readonly config: Record<string, Value>;
  /** `code at attribute.path` of every complaint, in order. */
  readonly complaints: readonly string[];
}

const rows: readonly Row[] = [
  { name: 'empty config is for the plan to judge', config: {}, complaints: [] },
  {
    name: 'unknown values pass',
    config: { source: UNKNOWN, price_per_hour: UNKNOWN, payment_type: UNKNOWN },
    complaints: [],
  },
  { name: 'one source', config: { source: { text: 'Label images' } }, complaints: [] },
  { name: 'no source part', config: { source: {} }, complaints: ['source-says-nothing at source'] },
  {
    name: 'two source parts of which one may be null by then',
    config: { source: { text: 'a', canonical: UNKNOWN } },
    complaints: [],
  },
  {
    name: 'two source parts',
    config: { source: { text: 'a', indeed_xml: '<a/>' } },
    complaints: ['source-not-one at source'],
  },
  { name: 'blank text', config: { source: { text: ' \n' } }, complaints: ['source-empty at source.text'] },
  { name: 'text of 60,000 characters', config: { source: { text: 'x'.repeat(60_000) } }, complaints: [] },
  {
    name: 'text of 60,001 characters',
    config: { source: { text: 'x'.repeat(60_001) } },
    complaints: ['source-too-long at source.text'],
  },
  {
    name: 'characters are counted, not code units',
    config: { source: { text: '😀'.repeat(60_000) } },
    complaints: [],
  },
  {
    name: 'canonical that is no JSON',
    config: { source: { canonical: '{"title": }' } },
    complaints: ['source-malformed at source.canonical'],
  },
  {
    name: 'canonical that is no object',
    config: { source: { canonical: '[]' } },
    complaints: ['source-not-one-job at source.canonical'],
  },
  {
    name: 'JSON-LD may be an array',
    config: { source: { schema_org: '[{"@type":"JobPosting","title":"Cats","description":"Label."}]' } },
    complaints: [],
  },
  {
    name: 'XML that does not close',
    config: { source: { hr_xml: '<a>\n<b></a>' } },
    complaints: ['source-malformed at source.hr_xml'],
  },
  {
    name: 'XML with a document type',
    config: { source: { indeed_xml: '<!DOCTYPE a><a/>' } },
    complaints: ['source-malformed at source.indeed_xml'],
  },
  {
    name: 'two prices',
    config: { price_per_hour: 18, fixed_price: 5000 },
    complaints: ['two-prices at fixed_price'],
  },
  {
    name: 'price of another payment type',
    config: { payment_type: 'PAY_PER_HOUR', price_per_label: 0.05 },
    complaints: ['price-mismatch at price_per_label'],
  },
  {
    name: 'price of nothing',
    config: { price_per_hour: 0 },
    complaints: ['number-out-of-range at price_per_hour'],
  },
  { name: 'half a trainer', config: { headcount: 2.5 }, complaints: ['number-not-whole at headcount'] },
  {
    name: 'more digits than a double holds',
    config: { price_per_hour: new ExactNumber('0.1234567890123456789') },
    complaints: ['number-too-precise at price_per_hour'],
  },
  {
    name: 'enum of a newer server',
    config: { experience_level: 'WIZARD' },
    complaints: ['enum-not-known at experience_level'],
  },
  { name: 'on_destroy', config: { on_destroy: 'delete' }, complaints: ['on-destroy-value at on_destroy'] },
  { name: 'empty title', config: { job_title: ' ' }, complaints: ['text-empty at job_title'] },
  {
    name: 'extra fields that are no JSON',
    config: { extra_fields: '{' },
    complaints: ['extra-fields-malformed at extra_fields'],
  },
  {
    name: 'extra fields that are a list',
    config: { extra_fields: '[]' },
    complaints: ['extra-fields-malformed at extra_fields'],
  },
  {
    name: 'extra field with an attribute',
    config: { extra_fields: '{"jobTitle":"x"}' },
    complaints: ['extra-field-known at extra_fields'],
  },
  {
    name: 'all mistakes at once',
    config: { price_per_hour: -1, fixed_price: 5, headcount: 1.5, on_destroy: 'x' },
    complaints: [
      'on-destroy-value at on_destroy',
      'two-prices at fixed_price',
      'number-out-of-range at price_per_hour',
      'number-not-whole at headcount',
    ],
  },
];

it.each(rows)('$name', ({ config, complaints }) => {
  const found = validateJob(jobConfig(config));
  expect(found.map((diagnostic) => `${diagnostic.code} at ${diagnostic.attribute?.join('.')}`)).toEqual(
    complaints,
  );
});

it('says line and column of malformed XML and JSON', () => {
  const [xml] = validateJob(jobConfig({ source: { hr_xml: '<a>\n  <b></a>' } }));
  expect(xml?.detail).toMatch(/line 2, column \d+/);
  const [json] = validateJob(jobConfig({ source: { canonical: '{\n "title": oops\n}' } }));
  expect(json?.detail).toMatch(/line 2, column 11/);
});
