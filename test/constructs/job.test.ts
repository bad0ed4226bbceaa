import { createRequire } from 'node:module';
import {
  TerraformCount,
  TerraformIterator,
  TerraformOutput,
  type TerraformStack,
  TerraformVariable,
} from 'cdktf';
import { expect, test } from 'vitest';
import { Job, type JobProps, JobSource, Pay } from '../../src/constructs/index.ts';
import { jobOf, newStack, synth, synthJob } from './synthesised.ts';

const KEYS = { external_id: 'app.labels', idempotency_key: 'app.labels' };

const CASES: readonly (readonly [string, JobProps, Record<string, unknown>])[] = [
  ['nothing declared', {}, {}],
  [
    'fields under the names of the API',
    { jobTitle: 'Label cats', headcount: 3, dataVolume: 100, dataVolumeUnit: 'NUMBER_OF_FILES' },
    { job_title: 'Label cats', headcount: 3, data_volume: 100, data_volume_unit: 'NUMBER_OF_FILES' },
  ],
  ['pay per label', { pay: Pay.perLabel(0.05) }, { payment_type: 'PAY_PER_LABEL', price_per_label: 0.05 }],
  ['pay per hour', { pay: Pay.perHour(18) }, { payment_type: 'PAY_PER_HOUR', price_per_hour: 18 }],
  ['fixed pay', { pay: Pay.fixed(5000) }, { payment_type: 'FIXED_PRICE', fixed_price: 5000 }],
  [
    'pay spelled out',
    { paymentType: 'PAY_PER_HOUR', pricePerHour: 18 },
    { payment_type: 'PAY_PER_HOUR', price_per_hour: 18 },
  ],
  ['text source', { source: JobSource.text('Label cats.') }, { source: { text: 'Label cats.' } }],
  [
    'canonical source from an object',
    { source: JobSource.canonical({ title: 'Cats', languages: ['English'], skipped: undefined }) },
    { source: { canonical: '{"title":"Cats","languages":["English"]}' } },
  ],
  [
    'schema.org source from a text',
    { source: JobSource.schemaOrg('{"@type":"JobPosting"}') },
    { source: { schema_org: '{"@type":"JobPosting"}' } },
  ],
  ['Indeed source', { source: JobSource.indeedXml('<source/>') }, { source: { indeed_xml: '<source/>' } }],
  ['HR-XML source', { source: JobSource.hrXml('<Position/>') }, { source: { hr_xml: '<Position/>' } }],
  ['extra fields as JSON', { extraFields: { newKey: [1, 'a'] } }, { extra_fields: '{"newKey":[1,"a"]}' }],
  [
    'publish, destroy and sets',
    {
      publish: false,
      onDestroy: 'abandon',
      languages: ['Spanish'],
      countries: ['Peru'],
      labelTypes: ['BOX'],
    },
    {
      publish: false,
      on_destroy: 'abandon',
      languages: ['Spanish'],
      countries: ['Peru'],
      label_types: ['BOX'],
    },
  ],
  [
    'keys of its own',
    { externalId: 'batch-7', idempotencyKey: 'batch-7-v1' },
    { external_id: 'batch-7', idempotency_key: 'batch-7-v1' },
  ],
];

test.each(CASES)('%s', (_name, props, expected) => {
  const attributes = synthJob((stack) => new Job(stack, 'labels', props));
  expect(attributes).toEqual({ ...KEYS, ...expected });
});

test('outputs are references to the resource', () => {
  const stack = newStack();
  const job = new Job(stack, 'labels');
  const outputs = {
    id: job.jobId,
    status: job.status,
    job_url: job.jobUrl,
    draft_url: job.draftUrl,
    review_url: job.reviewUrl,
  };
  for (const [name, value] of Object.entries(outputs)) new TerraformOutput(stack, name, { value });
  const { output = {} } = synth(stack);
  for (const name of Object.keys(outputs)) {
    expect(output[name]?.value, name).toBe(`\${opentrain_job.labels.${name}}`);
  }
});

test('meta-arguments and import reach the resource', () => {
  const stack = newStack();
  const first = new Job(stack, 'first');
  const second = new Job(stack, 'second', {
    dependsOn: [first],
    lifecycle: { preventDestroy: true, ignoreChanges: ['job_title'], createBeforeDestroy: false },
  });
  second.importFrom('job_123');
  const synthesised = synth(stack);
  expect(jobOf(synthesised, 'second')).toMatchObject({
    depends_on: ['opentrain_job.first'],
    lifecycle: { prevent_destroy: true, ignore_changes: ['job_title'], create_before_destroy: false },
  });
  expect(synthesised).toMatchObject({ import: [{ id: 'job_123', to: 'opentrain_job.second' }] });
});

test('a renamed job is moved, and its old place declares no second job', () => {
  const stack = newStack();
  const renamed = new Job(stack, 'new', { idempotencyKey: 'kept' });
  renamed.addMoveTarget('here');
  new Job(stack, 'old', { idempotencyKey: 'kept' }).moveTo('here');
  const synthesised = synth(stack);
  expect(Object.keys(synthesised.resource?.opentrain_job ?? {})).toEqual(['new']);
  expect(synthesised).toMatchObject({ moved: [{ from: 'opentrain_job.old', to: 'opentrain_job.new' }] });
});

const INSTANCES: readonly (readonly [string, (stack: TerraformStack) => JobProps, string])[] = [
  ['forEach over a list', () => ({ forEach: TerraformIterator.fromList(['a']) }), '.${each.key}'],
  ['forEach over a map', () => ({ forEach: TerraformIterator.fromMap({ a: 'x' }) }), '.${each.key}'],
  ['count', () => ({ count: 2 }), '.${count.index}'],
  ['count as a construct', () => ({ count: TerraformCount.of(2) }), '.${count.index}'],
  [
    'count from a variable',
    (stack) => ({
      count: TerraformCount.of(new TerraformVariable(stack, 'n', { type: 'number' }).numberValue),
    }),
    '.${count.index}',
  ],
];

test.each(INSTANCES)('keys differ between the instances of %s', (_name, props, suffix) => {
  const attributes = synthJob((stack) => new Job(stack, 'labels', props(stack)));
  expect(attributes.idempotency_key).toBe(`app.labels${suffix}`);
  expect(attributes.external_id).toBe(`app.labels${suffix}`);
});

test('a provider is asked for by its host, so that no tool guesses another, and by its version, as cdktf wants', () => {
  const { version } = createRequire(import.meta.url)('../../package.json');
  const { terraform } = synth(newStack());
  expect(terraform?.required_providers).toEqual({
    opentrain: { source: 'otform.internal/otform/opentrain', version },
  });
});

test('a job is recognised by its mark, not by its class', () => {
  const job = new Job(newStack(), 'labels');
  expect(Job.isJob(job)).toBe(true);
  expect(Job.isJob({ [Symbol.for('otform.constructs.job')]: () => [] })).toBe(true);
  expect(Job.isJob({})).toBe(false);
  expect(Job.isJob(null)).toBe(false);
});

test('values set after construction are declared too', () => {
  const attributes = synthJob((stack) => {
    const job = new Job(stack, 'labels');
    job.jobTitle = 'Later ${x}';
    job.addOverride('subject_matter', '${var.raw}');
  });
  expect(attributes.job_title).toBe('Later $${x}');
  expect(attributes.subject_matter).toBe('${var.raw}');
});
