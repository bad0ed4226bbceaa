import { afterAll, beforeAll, describe, it } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { expectConvergenceIn } from './converge.ts';
import { terraformSlice } from './dialect-slice.ts';
import { InstalledPlugin, TerraformWorld } from './terraform-runner.ts';

const SEED = Number(process.env.SCENARIO_SEED ?? Math.floor(Math.random() * 1000));

let plugin: InstalledPlugin;

describe.skipIf(!hasTerraform)(
  `the scenarios converge under terraform (SCENARIO_SEED=${SEED})${SUITE_NOTE}`,
  () => {
    beforeAll(async () => {
      plugin = await InstalledPlugin.install();
    });
    afterAll(() => plugin.dispose());

    it.each(
      terraformSlice(SEED).map(
        ({ dialect, scenario }) => [scenario.name, dialect.name, dialect, scenario] as const,
      ),
    )('%s in dialect %s', async (_scenario, _dialect, { name, dialect }, scenario) => {
      const world = await TerraformWorld.start(plugin, scenario, dialect);
      await expectConvergenceIn(world, scenario, name, ({ terraform, run }) =>
        terraform === 'left out' ? null : (terraform ?? run),
      );
      world.expectRulesKept();
    });
  },
);
