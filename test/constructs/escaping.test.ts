import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TerraformVariable } from 'cdktf';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Job, JobSource } from '../../src/constructs/index.ts';
import { jobOf, newStack, synth } from './synthesised.ts';

const SEED = Number(process.env.OTFORM_SEED ?? 20_261_124);
const VALUE = 'quo"te \\ ${y} %{z}\n$';

/** Texts rich in what Terraform's templates are made of. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '$',
        '%',
        '{',
        '}',
        '${',
        '%{',
        '$${',
        '%%{',
        '"',
        '\\',
        '\n',
        '~',
        'x',
        ' ',
        '${TfToken[A.1]}',
      ),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''))
  // Terraform normalises text to NFC, so only such text can come back as it was.
  .map((text) => text.normalize('NFC'));

/** `null` stands for a reference to the variable. */
const mixedText = fc.array(fc.option(hostileText, { nil: null }), { minLength: 1, maxLength: 5 });

let folder = '';

/** What Terraform itself makes of these templates. */
function evaluate(templates: readonly string[]): string[] {
  const output = Object.fromEntries(templates.map((value, index) => [`t${index}`, { value }]));
  const config = { variable: { v: { type: 'string', default: VALUE } }, output };
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(config));
  const env = { ...process.env, CHECKPOINT_DISABLE: '1', TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc') };
  const run = (args: readonly string[]) =>
    execFileSync('terraform', args, { cwd: folder, env, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  run(['apply', '-auto-approve', '-no-color', '-input=false']);
  const shown: Record<string, { value: string }> = JSON.parse(run(['output', '-json']));
  return templates.map((_, index) => shown[`t${index}`]?.value ?? '');
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otform-escaping-'));
  writeFileSync(join(folder, 'terraform.rc'), '');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test(`every text survives Terraform as it was written (seed ${SEED})`, () => {
  const texts = fc.sample(hostileText, { seed: SEED, numRuns: 300 });
  const stack = newStack();
  for (const [index, text] of texts.entries()) {
    new Job(stack, `job${index}`, { jobDescription: text, source: JobSource.hrXml(`<x>${text}</x>`) });
  }
  const synthesised = synth(stack);
  const templates = texts.map((_, index) => jobOf(synthesised, `job${index}`));
  expect(evaluate(templates.map((job) => String(job.job_description)))).toEqual(texts);
  const sources = templates.map((job) => (job.source as { hr_xml: string }).hr_xml);
  expect(evaluate(sources)).toEqual(texts.map((text) => `<x>${text}</x>`));
});

test(`references in the middle of a text stay references (seed ${SEED})`, () => {
  const samples = fc.sample(mixedText, { seed: SEED, numRuns: 200 });
  const stack = newStack();
  const variable = new TerraformVariable(stack, 'v', { type: 'string', default: VALUE });
  const written = samples.map((parts) => parts.map((part) => part ?? variable.stringValue).join(''));
  const wanted = samples.map((parts) =>
    parts
      .map((part) => part ?? VALUE)
      .join('')
      .normalize('NFC'),
  );
  for (const [index, text] of written.entries()) {
    new Job(stack, `job${index}`, {
      jobDescription: text,
      source: JobSource.canonical({ [`k\${${index}`]: text, list: [text, index] }),
    });
  }
  const synthesised = synth(stack);
  const jobs = samples.map((_, index) => jobOf(synthesised, `job${index}`));
  expect(evaluate(jobs.map((job) => String(job.job_description)))).toEqual(wanted);
  const documents = evaluate(jobs.map((job) => (job.source as { canonical: string }).canonical));
  expect(documents.map((document) => JSON.parse(document))).toEqual(
    wanted.map((text, index) => ({ [`k\${${index}`]: text, list: [text, index] })),
  );
});
