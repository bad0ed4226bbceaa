import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TerraformFolder } from '../../src/plugin/intents/terraform-folder.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'terraform-folder-'));
  path = join(folder, 'terraform.tfstate');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const whole = JSON.stringify({
  version: 4,
  resources: [
    { instances: [{ attributes: { id: 'job-1' } }, { deposed: 'x', attributes: { id: 'job-2' } }] },
  ],
});

test('a state that terraform is just writing is read again', async () => {
  writeFileSync(path, whole.slice(0, 40));
  let waits = 0;
  const terraform = new TerraformFolder(folder, {}, async () => {
    waits += 1;
    if (waits === 3) writeFileSync(path, whole);
  });
  expect(await terraform.stateKnows('job-1')).toBe('yes');
  expect(waits).toBe(3);
  expect(await terraform.stateKnows('job-2')).toBe('yes');
  expect(await terraform.stateKnows('job-3')).toBe('no');
});

test('a state that terraform has just emptied is read again; one that stays empty knows nothing', async () => {
  writeFileSync(path, '');
  const terraform = new TerraformFolder(folder, {}, async () => writeFileSync(path, whole));
  expect(await terraform.stateKnows('job-1')).toBe('yes');
  writeFileSync(path, '');
  expect(await new TerraformFolder(folder, {}, async () => {}).stateKnows('job-1')).toBe('no');
});

test('a state that stays unreadable is unseen; one that is not there knows nothing', async () => {
  writeFileSync(path, '{');
  expect(await new TerraformFolder(folder, {}, async () => {}).stateKnows('job-1')).toBe('unseen');
  rmSync(path);
  expect(await new TerraformFolder(folder, {}).stateKnows('job-1')).toBe('no');
});
