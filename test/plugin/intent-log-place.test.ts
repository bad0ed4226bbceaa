import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileIntentLog } from '../../src/plugin/intents/intent-log.ts';
import { intentLogPath } from '../../src/plugin/intents/log-place.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'intent-place-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const CASES: readonly (readonly [string, readonly string[], string, string])[] = [
  ['a folder with HCL', ['infra/main.tf'], 'infra', 'infra/.otform/terraform-intents.jsonl'],
  [
    'a CDKTF stack: in the project',
    ['app/cdktf.json', 'app/cdktf.out/stacks/jobs/cdk.tf.json'],
    'app/cdktf.out/stacks/jobs',
    'app/.otform/terraform-intents.jobs.jsonl',
  ],
  [
    'a stack as HCL, under an output folder of another name',
    ['app/cdktf.json', 'app/build/tf/stacks/jobs/cdk.tf'],
    'app/build/tf/stacks/jobs',
    'app/.otform/terraform-intents.jobs.jsonl',
  ],
  [
    'a stack whose project is not above it: beside the output folder',
    ['out/stacks/jobs/cdk.tf.json'],
    'out/stacks/jobs',
    '.otform/terraform-intents.jobs.jsonl',
  ],
  [
    'a folder of somebody that is only called like one',
    ['app/cdktf.json', 'app/x/stacks/jobs/main.tf'],
    'app/x/stacks/jobs',
    'app/x/stacks/jobs/.otform/terraform-intents.jsonl',
  ],
];

test.each(CASES)('%s', (_name, files, folder, expected) => {
  for (const file of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), '{}');
  }
  expect(intentLogPath(join(root, folder))).toBe(join(root, expected));
});

test('a create of a stack is found again after cdktf.out was deleted', async () => {
  const stack = join(root, 'cdktf.out', 'stacks', 'jobs');
  const synth = () => {
    mkdirSync(stack, { recursive: true });
    writeFileSync(join(stack, 'cdk.tf.json'), '{}');
  };
  writeFileSync(join(root, 'cdktf.json'), '{}');
  const intent = {
    address: null,
    contentHash: 'hash',
    idempotencyKey: 'key',
    body: '{}',
    title: 'Label cats',
    at: Date.now(),
    generation: 1,
  };
  synth();
  const interrupted = new FileIntentLog({ folder: stack, env: {} }).scope();
  await interrupted.open(intent);
  interrupted.close(null);

  rmSync(join(root, 'cdktf.out'), { recursive: true });
  synth();
  const log = new FileIntentLog({ folder: stack, env: {} });
  log.startRun();
  const found = await log.scope().findOpen({ address: null, contentHash: 'hash' });
  expect(found).toMatchObject({ idempotencyKey: 'key', title: 'Label cats' });
});
