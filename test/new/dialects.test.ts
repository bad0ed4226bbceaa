import { expect, it } from 'vitest';
import { allDialects } from '../../src/simulator/index.ts';
import { ALL_ANSWERS, NewWorld, SYNTHESISED } from './new-world.ts';

const TEXT = 'Label product images.\nA draft of `few` words: ${nothing} is said of pay.';
const KEY = 'jobs.images';
const ATTRIBUTES = {
  job_title: ALL_ANSWERS.jobTitle,
  job_description: ALL_ANSWERS.jobDescription,
  payment_type: ALL_ANSWERS.paymentType,
  price_per_label: ALL_ANSWERS.pricePerLabel,
  experience_level: ALL_ANSWERS.experienceLevel,
  data_volume: ALL_ANSWERS.dataVolume,
  data_volume_unit: ALL_ANSWERS.dataVolumeUnit,
};

/** What a construct of these props synthesises to, `${` escaped. */
const DECLARED = {
  source: { text: TEXT.replace('${', () => '$${') },
  ...ATTRIBUTES,
  external_id: KEY,
  idempotency_key: KEY,
  publish: false,
};

it.each(allDialects())('one draft, its questions, no changes: $name', async ({ dialect }) => {
  const w = (await NewWorld.start({ dialect })).asSynthesised();
  w.write('job.txt', TEXT);
  w.write('answers.json', JSON.stringify(ALL_ANSWERS));
  const asked = await w.otform('new', 'images', '-text=job.txt', SYNTHESISED);
  expect(asked, asked.err).toMatchObject({ code: 1 });
  expect(asked.out).toContain('paymentType: ');
  expect(asked.out).toContain('-set experienceLevel=');
  expect(asked.out).not.toMatch(/ask: /);

  const answered = await w.otform('new', 'images', '-answers=answers.json', SYNTHESISED);
  expect(answered, answered.err).toMatchObject({ code: 0, err: '' });
  expect(asked.out + answered.out).not.toMatch(/targeting|incomplete/i);
  expect(w.read('jobs/images.ts')).toContain('pay: Pay.perLabel(0.05),');
  expect(w.creates()).toBe(1);
  expect(w.simulator.dump().jobs).toHaveLength(1);

  w.asSynthesised({ images: DECLARED });
  const planned = await w.otform('plan', '-detailed-exitcode', SYNTHESISED);
  expect(planned, planned.out + planned.err).toMatchObject({ code: 0 });
  expect(w.creates()).toBe(1);
});
