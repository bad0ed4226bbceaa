import {
  App,
  Aspects,
  type IAspect,
  TerraformIterator,
  TerraformStack,
  TerraformVariable,
  Testing,
} from 'cdktf';
import type { IConstruct } from 'constructs';
import { expect, test } from 'vitest';
import { Job, type JobProps, JobSource, OpentrainProvider, Pay } from '../../src/constructs/index.ts';
import { newStack, synthError } from './synthesised.ts';

const CASES: readonly (readonly [string, JobProps, readonly string[]])[] = [
  [
    'unknown enum with a near one',
    { experienceLevel: 'intermediat' },
    ['experienceLevel is "intermediat"', 'Did you mean "INTERMEDIATE"?', 'Allowed: EXPERT, ENTRY_LEVEL'],
  ],
  [
    'unknown enum like none',
    { dataVolumeUnit: 'parsecs' },
    ['dataVolumeUnit is "parsecs"', 'Allowed: HOURS_OF', "job.addOverride('data_volume_unit', …)"],
  ],
  ['unknown payment type', { paymentType: 'PER_LABEL' }, ['paymentType is "PER_LABEL"', '"PAY_PER_LABEL"']],
  ['unknown onDestroy', { onDestroy: 'closed' }, ['onDestroy is "closed"', "Write onDestroy: 'close'"]],
  [
    'pay and a price',
    { pay: Pay.perLabel(1), pricePerLabel: 1 },
    ['pay is set together with pricePerLabel', 'Keep pay and remove pricePerLabel'],
  ],
  [
    'pay and a payment type',
    { pay: Pay.perLabel(1), paymentType: 'PAY_PER_LABEL' },
    ['pay is set together with paymentType'],
  ],
  [
    'two prices',
    { pricePerHour: 18, fixedPrice: 5000 },
    ['pricePerHour and fixedPrice are both set', 'a job has one price'],
  ],
  [
    'price of another payment type',
    { paymentType: 'FIXED_PRICE', pricePerHour: 18 },
    ['whose price is fixedPrice, but pricePerHour is set'],
  ],
  ['price of nothing', { pay: Pay.fixed(0) }, ['fixedPrice is 0', 'positive number']],
  ['negative price', { pay: Pay.perHour(-18) }, ['pricePerHour is -18']],
  [
    'price that is no number',
    { pay: Pay.perLabel(Number.NaN) },
    ['pricePerLabel is NaN, which is no number'],
  ],
  ['infinite amount', { dataVolume: Number.POSITIVE_INFINITY }, ['dataVolume is Infinity']],
  ['negative amount', { dataVolume: -1 }, ['dataVolume is -1', '0 or more']],
  ['half a person', { headcount: 1.5 }, ['headcount is 1.5', 'whole number from 1 up']],
  ['nobody', { headcount: 0 }, ['headcount is 0']],
  ['empty title', { jobTitle: ' \n' }, ['jobTitle is empty', 'Write a title, or remove jobTitle']],
  [
    'text too long',
    { source: JobSource.text('x'.repeat(60_001)) },
    ['source.text has 60,001 characters', 'at most 60,000', 'Remove at least 1.'],
  ],
  ['empty text', { source: JobSource.text('  ') }, ['source.text is empty']],
  ['no source format', { source: {} }, ['source has no format']],
  ['two source formats', { source: { text: 'a', hrXml: '<a/>' } }, ['source has 2 formats (text, hrXml)']],
  [
    'malformed JSON',
    { source: JobSource.canonical('{"title":') },
    ['source.canonical cannot be read as JSON', 'JobSource.canonical(…)'],
  ],
  [
    'JSON that is no object',
    { source: JobSource.schemaOrg('[]') },
    ['source.schemaOrg', 'it is no JSON object'],
  ],
  [
    'a file name in place of XML',
    { source: JobSource.indeedXml('jobs/feed.xml') },
    ['source.indeedXml is no XML, it begins with "jobs/feed.xml"', "readFileSync('job.xml', 'utf8')"],
  ],
  [
    'extra field that is known',
    { extraFields: { job_title: 'x', headcount: 1 } },
    ['extraFields has "job_title"', 'jobTitle: …', 'extraFields has "headcount"'],
  ],
  [
    'one key for all instances',
    { count: 2, idempotencyKey: 'same' },
    ['all its instances would have the same idempotencyKey "same"'],
  ],
  [
    'one external ID for all instances',
    { forEach: TerraformIterator.fromList(['a', 'b']), externalId: 'same' },
    ['all its instances would have the same externalId "same"'],
  ],
];

test.each(CASES)('%s is reported', (_name, props, parts) => {
  const stack = newStack();
  new Job(stack, 'labels', props);
  const message = synthError(stack);
  expect(message).toContain('Job "app/labels": ');
  for (const part of parts) expect(message).toContain(part);
});

test('values that are known later are left to the provider', () => {
  const stack = newStack();
  const text = new TerraformVariable(stack, 'text', { type: 'string' });
  const number = new TerraformVariable(stack, 'number', { type: 'number' });
  const iterator = TerraformIterator.fromList(['a', 'b']);
  new Job(stack, 'labels', {
    jobTitle: text.stringValue,
    experienceLevel: text.stringValue,
    pay: Pay.perLabel(number.numberValue),
    headcount: number.numberValue,
    source: JobSource.canonical(text.stringValue),
    forEach: iterator,
    idempotencyKey: `batch-${iterator.key}`,
  });
  expect(synthError(stack)).toBe('');
});

test('all mistakes of all jobs in all stacks come at once', () => {
  const app = Testing.stubVersion(new App({ outdir: 'unused' }));
  const [first, second] = ['first', 'second'].map((name) => {
    const stack = new TerraformStack(app, name);
    new OpentrainProvider(stack, 'opentrain');
    return stack;
  });
  if (first === undefined || second === undefined) throw new Error('two stacks expected');
  new Job(first, 'a', { jobTitle: '', headcount: 0.5, idempotencyKey: 'k' });
  new Job(first, 'b', { experienceLevel: 'expret' });
  new Job(second, 'c', { pay: Pay.fixed(-1), idempotencyKey: 'k' });
  const message = synthError(first);
  expect(message.match(/Job "[^"]+": /g)).toEqual([
    'Job "first/a": ',
    'Job "first/a": ',
    'Job "first/a": ',
    'Job "first/b": ',
    'Job "second/c": ',
    'Job "second/c": ',
  ]);
  expect(message).toContain('Job "first/a": its idempotencyKey "k" is also that of "second/c"');
  expect(message).toContain('Job "second/c": its idempotencyKey "k" is also that of "first/a"');
});

test('a sound stack does not report jobs that an aspect of a later stack will correct', () => {
  const app = Testing.stubVersion(new App({ outdir: 'unused' }));
  const sound = new TerraformStack(app, 'sound');
  new OpentrainProvider(sound, 'opentrain');
  new Job(sound, 'a', { jobTitle: 'A' });
  const later = new TerraformStack(app, 'later');
  new OpentrainProvider(later, 'opentrain');
  new Job(later, 'b', { jobTitle: '' });
  const titles: IAspect = {
    visit: (construct: IConstruct) => {
      if (Job.isJob(construct)) construct.jobTitle = 'Titled';
    },
  };
  Aspects.of(later).add(titles);
  expect(synthError(sound)).toBe('');
});

test('a token written into the program is refused without being shown', () => {
  const stack = newStack();
  const secret = `ot_pat_${'written'.repeat(4)}`;
  new OpentrainProvider(stack, 'second', { alias: 'second', token: secret });
  const message = synthError(stack);
  expect(message).toContain('Provider "app/second": its token is written in the program');
  expect(message).not.toContain(secret);
});
