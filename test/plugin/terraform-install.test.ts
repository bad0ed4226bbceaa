import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PROVIDER_SOURCE } from '../../src/contract/provider-address.ts';
import {
  impliedMirror,
  installProvider,
  renderProviderConfig,
  targetName,
} from '../../src/plugin/install.ts';
import { installRelease } from '../../src/plugin/install-release.ts';
import { zipExecutable } from '../../tools/release/archive.ts';
import { bundlePlugin } from './support/plugin-bundle.ts';
import { startPlugin } from './support/plugin-host.ts';
import { hasTerraform, SUITE_NOTE, Workspace } from './support/terraform.ts';

const plugins = mkdtempSync(join(tmpdir(), 'plugin-install-'));
let executable: string;
let work: Workspace;

beforeAll(async () => {
  executable = await bundlePlugin('test', plugins);
});
beforeEach(() => {
  work = new Workspace(null);
});
afterEach(() => work.dispose());
afterAll(() => rmSync(plugins, { recursive: true, force: true }));

const THING = 'resource "opentrain_thing" "a" {\n name = "one"\n}';

describe.skipIf(!hasTerraform)(`terraform finds the installed provider${SUITE_NOTE}`, () => {
  test('in the implied mirror, with a lock file that fits', async () => {
    const options = { executable, version: '0.1.0', home: work.env.HOME ?? '' };
    const installed = await installProvider(options);
    expect(installed).toMatchObject({ source: PROVIDER_SOURCE, implied: true });
    expect(readdirSync(dirname(installed.executable))).toHaveLength(1);
    expect(statSync(installed.executable).mode & 0o777).toBe(0o755);

    work.write(THING);
    expect(work.must(['init', '-no-color'])).toContain(`Installed ${PROVIDER_SOURCE} v0.1.0`);
    const lock = readFileSync(join(work.folder, '.terraform.lock.hcl'), 'utf8');
    expect(lock.match(/h1:/g)).toHaveLength(1);
    expect(work.apply()).toContain('1 added');

    // The same file again hashes the same, whatever lies in the folder.
    writeFileSync(join(dirname(installed.executable), 'left-over'), 'x');
    await installProvider(options);
    expect(readdirSync(dirname(installed.executable))).toHaveLength(1);
    expect(work.run(['plan', '-detailed-exitcode', '-no-color']).code).toBe(0);
  });

  test('as the zip of a release, in the implied mirror', async () => {
    const target = targetName(process.platform, process.arch);
    const file = join(work.folder, `terraform-provider-opentrain_0.2.0_${target}.zip`);
    writeFileSync(file, zipExecutable('terraform-provider-opentrain_v0.2.0', readFileSync(executable)));
    const installed = await installRelease({ file, home: work.env.HOME ?? '' });
    expect(installed).toMatchObject({ version: '0.2.0', target, implied: true, checkedAgainst: null });
    work.write(THING);
    expect(work.must(['init', '-no-color'])).toContain(`Installed ${PROVIDER_SOURCE} v0.2.0`);
    expect(work.apply()).toContain('1 added');
  });

  test('in a mirror of its own, by the texts that are printed', async () => {
    const mirror = join(work.folder, 'mirror of "mine"');
    // As in a project of ES modules; the script must run all the same.
    writeFileSync(join(work.folder, 'package.json'), '{"type":"module"}');
    const installed = await installProvider({ executable, version: '1.2.3-rc.1', directory: mirror });
    expect(installed.implied).toBe(false);
    expect(basename(installed.executable)).toBe('terraform-provider-opentrain_v1.2.3-rc.1.cjs');
    const texts = renderProviderConfig({ version: '1.2.3-rc.1', executableFolder: plugins, mirror });
    writeFileSync(work.env.TF_CLI_CONFIG_FILE ?? '', texts.mirrorConfig ?? '');
    writeFileSync(join(work.folder, 'versions.tf'), texts.requiredProviders);
    writeFileSync(join(work.folder, 'main.tf'), `provider "opentrain" {\n store = "x"\n}\n${THING}`);
    expect(work.must(['init', '-no-color'])).toContain('v1.2.3-rc.1');
    expect(work.must(['validate', '-no-color'])).toContain('valid');
  });
});

describe.skipIf(!hasTerraform)(`terraform uses a running provider${SUITE_NOTE}`, () => {
  test('TF_REATTACH_PROVIDERS: two runs, one process, and a create that was answered is not adopted', async () => {
    work.write(THING);
    const plugin = startPlugin({ executable, cwd: work.folder, args: ['--debug'] });
    try {
      await plugin.line;
      const value = /TF_REATTACH_PROVIDERS='(.*)'/.exec(plugin.stdout())?.[1] ?? '';
      expect(JSON.parse(value)[PROVIDER_SOURCE]).toMatchObject({
        ProtocolVersion: 6,
        Pid: plugin.process.pid,
      });
      const env = { TF_REATTACH_PROVIDERS: value };
      work.must(['apply', '-auto-approve', '-no-color'], env);
      work.write(`${THING}\nresource "opentrain_thing" "b" {\n name = "one"\n}`);
      work.must(['apply', '-auto-approve', '-no-color', '-target=opentrain_thing.b'], env);
      expect(Object.keys(work.stored())).toHaveLength(2);
      expect(plugin.process.exitCode).toBeNull();
    } finally {
      plugin.process.kill('SIGTERM');
    }
    expect(await plugin.exit).toEqual({ code: 0, signal: null });
  });
});

test.each([
  ['linux', 'x64', 'linux_amd64'],
  ['darwin', 'arm64', 'darwin_arm64'],
  ['win32', 'x64', 'windows_amd64'],
] as const)('%s %s is %s', (platform, arch, name) => expect(targetName(platform, arch)).toBe(name));

test('a release executable keeps its name', async () => {
  const binary = join(plugins, 'binary');
  writeFileSync(binary, '\u007fELF');
  const directory = join(plugins, 'mirror');
  const installed = await installProvider({ executable: binary, version: '1.0.0', directory });
  expect(basename(installed.executable)).toBe('terraform-provider-opentrain_v1.0.0');
});

test('machines and versions that Terraform does not know are refused', async () => {
  expect(() => targetName('aix', 'ppc64')).toThrow('does not run on aix ppc64');
  await expect(installProvider({ executable, version: 'v1' })).rejects.toThrow('"v1" is not a version');
  const script = { executable, version: '1.0.0', platform: 'win32', arch: 'x64' } as const;
  await expect(installProvider(script)).rejects.toThrow('install the executable of a release');
});

test('the implied mirror on Windows is under APPDATA', () => {
  const env = { APPDATA: join('C:', 'Data') };
  expect(impliedMirror({ platform: 'win32', env, home: 'x' })).toBe(
    join('C:', 'Data', 'terraform.d', 'plugins'),
  );
});
