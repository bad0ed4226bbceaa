import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { IMPORT_FORMATS, PAYMENT_TYPES } from '../../src/contract/index.ts';
import { jobOf, type Synthesised } from './synthesised.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Runs an example as it is, in its folder, with `otform` read from the sources. */
function synthExample(name: string): Synthesised {
  const outdir = mkdtempSync(join(tmpdir(), 'otform-example-'));
  try {
    execFileSync(process.execPath, ['--conditions=otform-source', '--import', 'tsx', 'main.ts'], {
      cwd: join(ROOT, 'examples', name),
      env: { ...process.env, CDKTF_OUTDIR: outdir },
    });
    return JSON.parse(readFileSync(join(outdir, 'stacks', name, 'cdk.tf.json'), 'utf8'));
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

test('quickstart declares the job of the quickstart document, and nothing else', () => {
  const synthesised = synthExample('quickstart');
  expect(Object.keys(synthesised.resource?.opentrain_job ?? {})).toEqual(['image-labels']);
  expect(jobOf(synthesised, 'image-labels')).toEqual({
    source: {
      text:
        'We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. ' +
        'English required, prior image annotation experience preferred. Two-week project.',
    },
    experience_level: 'INTERMEDIATE',
    data_volume: 10_000,
    data_volume_unit: 'NUMBER_OF_FILES',
    external_id: 'quickstart.image-labels',
    idempotency_key: 'quickstart.image-labels',
  });
  expect(Object.keys(synthesised.output ?? {}).sort()).toEqual(['job_id', 'job_url', 'status']);
});

test('portfolio shows every source format and every payment type, and refers across jobs', () => {
  const synthesised = synthExample('portfolio');
  const jobs = Object.values(synthesised.resource?.opentrain_job ?? {});
  expect(jobs).toHaveLength(IMPORT_FORMATS.length);
  const formats = jobs.flatMap((job) => Object.keys(job.source as object));
  expect(formats.sort()).toEqual(['canonical', 'hr_xml', 'indeed_xml', 'schema_org', 'text']);
  expect(new Set(jobs.map((job) => job.payment_type))).toEqual(new Set(PAYMENT_TYPES));
  expect(jobOf(synthesised, 'street-boxes').experience_level).toBe(
    '${opentrain_job.product-images.experience_level}',
  );
  expect(synthesised.data?.opentrain_account).toHaveProperty('account');
  expect(synthesised).toMatchObject({ variable: { experience_level: { default: 'INTERMEDIATE' } } });
});

test.each([
  ['.', 'examples/quickstart/main.ts'],
  ['examples/quickstart', 'main.ts'],
  ['examples/portfolio', 'main.ts'],
])('cdktf.json of %s runs the program without type-checking it', (folder, program) => {
  const config: { app: string; language: string } = JSON.parse(
    readFileSync(join(ROOT, folder, 'cdktf.json'), 'utf8'),
  );
  expect(config.app).toBe(`node --import otform/register ${program}`);
  expect(config.language).toBe('typescript');
});
