import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installProvider, renderProviderConfig } from '../../src/plugin/install.ts';
import { Simulator } from '../../src/simulator/index.ts';
import { build } from '../../tools/build.ts';
import { makeExecutable } from '../../tools/release/executable.ts';
import { release } from '../../tools/release/release.ts';
import { fetchRuntime, forgetRuntimes } from '../../tools/release/runtime.ts';
import { LINUX_AMD64 } from '../../tools/release/targets.ts';
import { ROOT } from '../package/consumer.ts';
import { hasTerraform, Workspace } from '../plugin/support/terraform.ts';
import { canRelease, RELEASE_NOTE } from './conditions.ts';

const { version }: { version: string } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const NAME = 'terraform-provider-opentrain';
const ZIP = `${NAME}_${version}_linux_amd64.zip`;

const folder = mkdtempSync(join(tmpdir(), 'release-'));
const out = join(folder, 'release');
const executable = join(folder, 'unzipped', `${NAME}_v${version}`);
let names: readonly string[] = [];

describe.skipIf(!canRelease)(`a release${RELEASE_NOTE}`, () => {
  beforeAll(async () => {
    if (!existsSync(join(ROOT, 'dist', 'plugin', `${NAME}.cjs`))) await build();
    names = await release({ folder: out, targets: [LINUX_AMD64] });
    execFileSync('unzip', ['-q', join(out, ZIP), '-d', join(folder, 'unzipped')]);
  }, 180_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await forgetRuntimes([LINUX_AMD64]);
  });

  test('has what a registry and a person look for, and checksums of all of it', () => {
    expect(names).toEqual(readdirSync(out).sort());
    expect(names).toEqual([
      `otform-${version}.tgz`,
      `${NAME}_${version}_SHA256SUMS`,
      `${NAME}_${version}_THIRD-PARTY-NOTICES.txt`,
      ZIP,
      `${NAME}_${version}_manifest.json`,
    ]);
    const sums = readFileSync(join(out, `${NAME}_${version}_SHA256SUMS`), 'utf8')
      .trimEnd()
      .split('\n');
    expect(sums).toEqual(
      names
        .filter((name) => !name.endsWith('SHA256SUMS'))
        .map((name) => {
          const digest = createHash('sha256').update(readFileSync(join(out, name)));
          return `${digest.digest('hex')}  ${name}`;
        }),
    );
    const manifest = JSON.parse(readFileSync(join(out, `${NAME}_${version}_manifest.json`), 'utf8'));
    expect(manifest).toEqual({ version: 1, metadata: { protocol_versions: ['6.0'] } });
    const notices = readFileSync(join(out, `${NAME}_${version}_THIRD-PARTY-NOTICES.txt`), 'utf8');
    expect(notices).toContain('Node.js is licensed for use as follows');
    expect(notices).toContain('undici');
  });

  test('a zip holds one executable file, under the name that the installer gives it', () => {
    const listed = execFileSync('unzip', ['-Z', join(out, ZIP)], { encoding: 'utf8' });
    expect(listed).toMatch(new RegExp(`^-rwxr-xr-x .* 80-Jan-01 00:00 ${NAME}_v${version}$`, 'm'));
    expect(readdirSync(join(folder, 'unzipped'))).toEqual([`${NAME}_v${version}`]);
  });

  test('the executable made again in another folder has the same bytes', async () => {
    const runtime = await fetchRuntime(LINUX_AMD64);
    const elsewhere = mkdtempSync(join(folder, 'somewhere-else-'));
    const bundle = join(elsewhere, 'bundle-of-another-name.cjs');
    copyFileSync(join(ROOT, 'dist', 'plugin', `${NAME}.cjs`), bundle);
    const output = join(elsewhere, 'made');
    const scratch = join(elsewhere, 'scratch');
    await makeExecutable({ target: LINUX_AMD64, runtime, writer: runtime, bundle, scratch, output });
    expect(readFileSync(output).equals(readFileSync(executable))).toBe(true);
  });

  test('started by hand, the executable says what it is', () => {
    const started = () => execFileSync(executable, { encoding: 'utf8', stdio: 'pipe', env: {} });
    expect(started).toThrow('This is the OpenTrain provider for Terraform and OpenTofu');
  });

  describe.skipIf(!hasTerraform)(
    `under terraform${hasTerraform ? '' : ' (SKIPPED: not on the PATH)'}`,
    () => {
      const work = new Workspace(null);
      afterAll(() => work.dispose());

      test.each(['unpacked by the installer', 'as the zip itself'])('in a mirror %s', async (how) => {
        const simulator = await Simulator.start({ seed: 'release' });
        const mirror = join(folder, how);
        try {
          const installed = await installProvider({ executable, version, directory: mirror });
          if (how === 'as the zip itself') {
            const packed = join(mirror, 'otform.internal', 'otform', 'opentrain');
            rmSync(packed, { recursive: true });
            mkdirSync(packed, { recursive: true });
            copyFileSync(join(out, ZIP), join(packed, ZIP));
          }
          const texts = renderProviderConfig({ version, executableFolder: folder, mirror: installed.mirror });
          writeFileSync(work.env.TF_CLI_CONFIG_FILE ?? '', texts.mirrorConfig ?? '');
          writeFileSync(join(work.folder, 'versions.tf'), texts.requiredProviders);
          writeFileSync(join(work.folder, 'main.tf'), JOB);
          const env = { OT_API_BASE_URL: simulator.url, OT_API_TOKEN: simulator.token };
          // The lock file of the first mirror stays: both hold the same package, as its hash says.
          for (const words of [['init'], ['plan', '-out=planned'], ['apply', 'planned']]) {
            const { code, output } = await work.start([...words, '-no-color'], env).done;
            expect(code, output).toBe(0);
          }
          expect(simulator.dump().jobs).toHaveLength(1);
          const again = await work.start(['plan', '-detailed-exitcode', '-no-color'], env).done;
          expect(again.code, again.output).toBe(0);
        } finally {
          await simulator.stop();
          rmSync(join(work.folder, 'terraform.tfstate'), { force: true });
          rmSync(join(work.folder, '.terraform'), { recursive: true, force: true });
        }
      });
    },
  );
});

const JOB = `
resource "opentrain_job" "labels" {
  source = {
    text = "We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. English required, prior image annotation experience preferred. Two-week project."
  }
  experience_level = "INTERMEDIATE"
  data_volume      = 10000
  data_volume_unit = "NUMBER_OF_FILES"
}
`;
