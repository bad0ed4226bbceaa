import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { edited, seeded } from './edits.ts';
import { remoteStatuses } from './observe.ts';
import { OtformWorld } from './otform-runner.ts';
import { COMPLETE, type ProgramParts, titled } from './program.ts';
import { expectNoTokenOnDisk } from './secrets.ts';
import { InstalledPlugin, TerraformWorld } from './terraform-runner.ts';

const EDITS = 10;
const SEED = Number(process.env.SCENARIO_SEED ?? 20_260_105);
const NO_CHANGES = ['plan', '-detailed-exitcode', '-input=false', '-no-color'];

let plugin: InstalledPlugin;
let mine: OtformWorld;
let other: TerraformWorld;

/** Neither engine finds anything to do, and no two addresses share a job. */
async function expectNothingToDo(where: string): Promise<void> {
  const byTerraform = await other.terraform(NO_CHANGES);
  expect(byTerraform.code, `${where}, terraform:\n${byTerraform.output}`).toBe(0);
  const byOtform = await mine.otform(['plan', '-detailed-exitcode']);
  expect(byOtform.code, `${where}, otform:\n${byOtform.output}`).toBe(0);
  const live = mine.project.state().length;
  const { ARCHIVED: _over, ...statuses } = remoteStatuses(mine.simulator);
  expect(
    Object.values(statuses).reduce((sum, count) => sum + count, 0),
    where,
  ).toBe(live);
}

describe.skipIf(!hasTerraform)(`otform and terraform on one folder and one state${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugin = await InstalledPlugin.install();
  });
  afterAll(() => plugin.dispose());
  beforeEach(async () => {
    mine = await OtformWorld.start({ name: 'alternating', steps: [], publishQuota: 1000 });
    other = TerraformWorld.beside(plugin, mine);
  });
  afterEach(async () => {
    await other.stop();
    await mine.stop();
  });

  it(`take turns over ${EDITS} random edits (SCENARIO_SEED=${SEED})`, async () => {
    const random = seeded(SEED);
    let program: ProgramParts = { jobs: { a: titled('Job a') } };
    for (let turn = 0; turn < EDITS; turn += 1) {
      program = edited(program, random);
      mine.project.declare(program);
      mine.simulator.clock.advance(60_000);
      const where = `SCENARIO_SEED=${SEED} turn ${turn}: ${JSON.stringify(program.jobs)}`;
      const { code, output } =
        turn % 2 === 0
          ? await mine.otform(['apply', '-auto-approve'])
          : await other.terraform(['apply', '-auto-approve', '-input=false', '-no-color']);
      expect(code, `${where}\n${output}`).toBe(0);
      await expectNothingToDo(where);
    }
    expectNoTokenOnDisk(mine.project);
  });

  it('terraform lists and shows the state that otform wrote', async () => {
    mine.project.declare({
      jobs: {
        images: titled('Images'),
        batch: { ...COMPLETE, count: 2, job_title: 'Batch ${count.index}' },
        support: { ...COMPLETE, for_each: { es: 'Spanish' }, languages: ['${each.value}'] },
      },
      outputs: { id: { value: '${opentrain_job.images.id}' }, word: { value: 'x', sensitive: true } },
    });
    expect((await mine.otform(['apply', '-auto-approve'])).code).toBe(0);
    const listed = await other.terraform(['state', 'list']);
    expect(listed.output.trim().split('\n')).toEqual([
      'opentrain_job.batch[0]',
      'opentrain_job.batch[1]',
      'opentrain_job.images',
      'opentrain_job.support["es"]',
    ]);
    const shown = JSON.parse((await other.terraform(['show', '-json'])).output);
    const values = shown.values.root_module.resources.map(
      (resource: { address: string; values: { id: string; status: string } }) => [
        resource.address,
        resource.values.status,
      ],
    );
    expect(values).toHaveLength(4);
    expect(values).toContainEqual(['opentrain_job.support["es"]', 'OPEN']);
    expect(shown.values.outputs.id.value).toBe(mine.project.id('opentrain_job.images'));
    const mineShown = JSON.parse((await mine.otform(['show', '-json'])).stdout);
    expect(mineShown.values.root_module.resources).toEqual(shown.values.root_module.resources);
    expect(mineShown.values.outputs).toEqual(shown.values.outputs);
  });
});
