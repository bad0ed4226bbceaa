import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
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

const ZIP = 'terraform-provider-opentrain_9.8.7_linux_arm64.zip';
const sums = (name: string, text: string) => ({
  [name]: text,
  'terraform-provider-opentrain_9.8.7_SHA256SUMS': `${createHash('sha256').update('PK\u0003\u0004').digest('hex')}  ${name}\n`,
});

test('provider install -from puts a zip into the mirror as it is, for the machine in its name', async () => {
  const dir = folder(sums(ZIP, 'PK\u0003\u0004'));
  const fake = fakeIo(dir);
  expect(await run(['provider', 'install', `-from=${ZIP}`, '-dir=mirror'], fake.io)).toBe(0);
  expect(readdirSync(join(dir, 'mirror', 'otform.internal', 'otform', 'opentrain'))).toEqual([ZIP]);
  expect(fake.out()).toContain('9.8.7 (linux_arm64)');
  expect(fake.out()).toMatch(/Its SHA-256 is the one in .*SHA256SUMS/);
  expect(fake.out()).toContain('version = "9.8.7"');
});

test('a zip takes the place of the unpacked provider, and the other way round', async () => {
  const version = otformVersion();
  const dir = folder({ [`terraform-provider-opentrain_v${version}`]: 'not a script' });
  const mirror = join(dir, 'mirror', 'otform.internal', 'otform', 'opentrain');
  expect(await run(['provider', 'install', '-dir=mirror'], fakeIo(dir).io)).toBe(0);
  const [platform = ''] = readdirSync(join(mirror, version));
  const zip = `terraform-provider-opentrain_${version}_${platform}.zip`;
  const other = folder({ [zip]: 'PK\u0003\u0004' });
  const fake = fakeIo(dir);
  expect(await run(['provider', 'install', '-dir=mirror', `-from=${join(other, zip)}`], fake.io)).toBe(0);
  expect(fake.out()).toContain('it was not checked');
  expect(existsSync(join(mirror, version, platform))).toBe(false);
  const unzipped = `-from=terraform-provider-opentrain_v${version}`;
  expect(await run(['provider', 'install', '-dir=mirror', unzipped], fakeIo(dir).io)).toBe(0);
  expect(readdirSync(mirror)).toEqual([version]);
  expect(readdirSync(join(mirror, version, platform))).toEqual([`terraform-provider-opentrain_v${version}`]);
});

test.each<[name: string, files: Record<string, string>, from: string, says: string]>([
  ['no file', {}, ZIP, 'no such file'],
  ['no release', { 'other.zip': 'PK\u0003\u0004' }, 'other.zip', 'not named as a release names its files'],
  ['no zip', { [ZIP]: '<html>' }, ZIP, 'is not a zip'],
  ['another zip than listed', sums(ZIP, 'PK\u0003\u0004 and more'), ZIP, 'its SHA-256 differs'],
  ['a zip that is not listed', { ...sums('other.zip', ''), [ZIP]: 'PK\u0003\u0004' }, ZIP, 'does not list'],
])('provider install -from refuses %s and installs nothing', async (_name, files, from, says) => {
  const dir = folder(files);
  const fake = fakeIo(dir);
  expect(await run(['provider', 'install', `-from=${from}`, '-dir=mirror'], fake.io)).toBe(1);
  expect(fake.err().replace(/\s+/g, ' ')).toContain(says);
  expect(fake.err()).toContain('Nothing was installed.');
  expect(existsSync(join(dir, 'mirror', 'otform.internal', 'otform', 'opentrain', from))).toBe(false);
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
