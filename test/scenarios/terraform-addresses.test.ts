import { afterAll, beforeAll, describe, it } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { ADDRESSES } from './cases/addresses.ts';
import { compareEngines } from './compare-engines.ts';
import { InstalledPlugin } from './terraform-runner.ts';

let plugin: InstalledPlugin;

describe.skipIf(!hasTerraform)(`both engines agree, addresses${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugin = await InstalledPlugin.install();
  });
  afterAll(() => plugin.dispose());
  it.each(ADDRESSES.map((scenario) => [scenario.name, scenario] as const))('%s', (_name, scenario) =>
    compareEngines(plugin, scenario),
  );
});
