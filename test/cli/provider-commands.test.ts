import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../../src/cli/run.ts';
import { otformVersion, packageRoot } from '../../src/cli/version.ts';
import { buildPlugin } from '../../tools/build/plugin.ts';
import { fakeIo, folder } from './fake-io.ts';

const target = join('otform.internal', 'otform', 'opentrain', otformVersion());

beforeAll(async () => {
  const shipped = join(packageRoot(), 'dist', 'plugin');
  if (!readdirSync(packageRoot()).includes('dist')) mkdirSync(shipped, { recursive: true });
  if (!readdirSync(join(packageRoot(), 'dist')).includes('plugin'))
    await buildPlugin(join(packageRoot(), 'dist'));
});

test('provider install puts one file into the mirror of the user, and says what comes next', async () => {
  const home = folder();
  const fake = fakeIo(home, { env: { HOME: home } });
  expect(await run(['provider', 'install'], fake.io)).toBe(0);
  const version = join(home, '.terraform.d', 'plugins', target);
  const [platform = ''] = readdirSync(version);
  expect(readdirSync(join(version, platform))).toEqual([
    `terraform-provider-opentrain_v${otformVersion()}.cjs`,
  ]);
  expect(fake.out()).toContain('source  = "otform.internal/otform/opentrain"');
  expect(fake.out()).toContain('Next: terraform init');
});

test('provider install -dir -json tells where', async () => {
  const dir = folder();
  const fake = fakeIo(dir);
  expect(await run(['provider', 'install', '-dir=mirror', '-json'], fake.io)).toBe(0);
  expect(JSON.parse(fake.out())).toMatchObject({ mirror: join(dir, 'mirror'), implied: false });
});

test('a folder that cannot be written is an error with the next step', async () => {
  const dir = folder({ file: '' });
  const fake = fakeIo(dir);
  expect(await run(['provider', 'install', '-dir=file'], fake.io)).toBe(1);
  expect(fake.err()).toContain('Cannot Install the Provider');
  expect(fake.err()).toContain('-dir=DIR');
});

test.each([
  [[], 'required_providers', 'filesystem_mirror'],
  [['-dir=mirror'], 'filesystem_mirror', 'required_providers'],
  [['-dev'], 'dev_overrides', 'required_providers'],
] as const)('provider config %j prints one whole file', async (args, inside, outside) => {
  const fake = fakeIo(folder());
  expect(await run(['provider', 'config', ...args], fake.io)).toBe(0);
  expect(fake.out()).toContain(inside);
  expect(fake.out()).not.toContain(outside);
  expect(fake.out()).toMatch(/^(terraform|provider_installation) \{\n/);
  expect(fake.err()).toMatch(/^# /);
});

test('provider config takes one of its files at a time', async () => {
  const fake = fakeIo(folder());
  expect(await run(['provider', 'config', '-dir=x', '-dev'], fake.io)).toBe(1);
  expect(fake.err()).toContain('give one of them');
});
