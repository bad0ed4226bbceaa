import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { otformVersion, packageRoot } from '../../src/cli/version.ts';
import { PROVIDER_SOURCE } from '../../src/contract/provider-address.ts';
import { buildPlugin } from '../../tools/build/plugin.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job } from './support/jobs.ts';
import { otform } from './support/otform.ts';
import { Stage } from './support/stage.ts';

let stage: Stage;

/** Standard output of an otform command that must work, in the stage's folder and with its home. */
async function printed(...words: readonly string[]): Promise<string> {
  const { code, stdout, output } = await otform(stage.work.folder, words, {
    HOME: stage.work.env.HOME ?? '',
  });
  if (code !== 0) throw new Error(output);
  return stdout;
}

const file = (name: string) => join(stage.work.folder, name);

/** Initialises, posts a job and plans again, with the provider that terraform has found by itself. */
async function runOneJob(): Promise<string> {
  writeFileSync(file('main.tf'), `provider "opentrain" {}\n${job('a', complete('One'))}`);
  const init = await stage.must(['init', '-no-color', '-input=false']);
  await stage.apply();
  await stage.expectEmptyPlan();
  expect(stage.statuses()).toEqual({ OPEN: 1 });
  return init;
}

describe.skipIf(!hasTerraform)(`installing with otform${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    const dist = join(packageRoot(), 'dist');
    if (!existsSync(join(dist, 'plugin'))) await buildPlugin(dist);
  });
  beforeEach(async () => {
    stage = await Stage.start(null);
  });
  afterEach(() => stage.stop());

  test('into the implied mirror, with the printed block as it is', async () => {
    await printed('provider', 'install');
    writeFileSync(file('versions.tf'), await printed('provider', 'config'));
    expect(await runOneJob()).toContain(`Installed ${PROVIDER_SOURCE} v${otformVersion()}`);
    expect(readFileSync(file('.terraform.lock.hcl'), 'utf8')).toContain(`provider "${PROVIDER_SOURCE}"`);
  });

  test('into a mirror of its own, with the printed CLI configuration as it is', async () => {
    await printed('provider', 'install', '-dir=my mirror');
    writeFileSync(file('versions.tf'), await printed('provider', 'config'));
    const rc = stage.work.env.TF_CLI_CONFIG_FILE ?? '';
    writeFileSync(rc, await printed('provider', 'config', '-dir=my mirror'));
    expect(await runOneJob()).toContain(`Installed ${PROVIDER_SOURCE} v${otformVersion()}`);
    rmSync(file('.terraform'), { recursive: true });
    expect(await stage.must(['init', '-no-color', '-input=false'])).toContain('lock file');
  });

  test('without installing, by dev_overrides', async () => {
    writeFileSync(file('versions.tf'), await printed('provider', 'config'));
    writeFileSync(stage.work.env.TF_CLI_CONFIG_FILE ?? '', await printed('provider', 'config', '-dev'));
    writeFileSync(file('main.tf'), `provider "opentrain" {}\n${job('a', complete('One'))}`);
    expect(await stage.apply()).toContain('Provider development overrides are in effect');
    expect(stage.statuses()).toEqual({ OPEN: 1 });
  });
});
