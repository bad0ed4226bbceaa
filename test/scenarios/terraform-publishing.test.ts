import { afterAll, beforeAll, describe, it } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { PUBLISHING } from './cases/publishing.ts';
import { compareEngines } from './compare-engines.ts';
import { InstalledPlugin } from './terraform-runner.ts';

let plugin: InstalledPlugin;

describe.skipIf(!hasTerraform)(`both engines agree, publishing${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugin = await InstalledPlugin.install();
  });
  afterAll(() => plugin.dispose());
  it.each(PUBLISHING.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) =>
    compareEngines(plugin, scenario),
  );
});
