import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tryFieldByKey } from '../../src/contract/index.ts';
import { allDialects } from '../../src/simulator/index.ts';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { Random } from './support/random.ts';
import { RandomJob } from './support/random-job.ts';
import { PluginFolder, Stage } from './support/stage.ts';

const PROGRAMS = process.env.OTFORM_LONG === '1' ? 200 : 25;
const A_GROUP = process.env.OTFORM_LONG === '1' ? 8 : 9;
const STEPS = 2;
const SEED = Number(process.env.OTFORM_SEED ?? Math.floor(Math.random() * 2 ** 31));

const groups = Array.from({ length: Math.ceil(PROGRAMS / A_GROUP) }, (_, index) => ({
  first: index * A_GROUP + 1,
  last: Math.min(PROGRAMS, (index + 1) * A_GROUP),
  seed: SEED + index,
}));

/** A job that waits for approval takes no edits, so there most programs of the second step are mistakes. */
const dialects = allDialects().filter(({ dialect }) => dialect.publishHold !== 'pending-approval');

let plugins: PluginFolder;

/** Writes the program of all jobs as main.tf.json beside the provider block. */
function write(stage: Stage, jobs: readonly RandomJob[]): void {
  const resource: Record<string, Record<string, unknown>> = {};
  for (const { type, name, body } of jobs.flatMap((job) => job.blocks())) {
    resource[type] = { ...resource[type], [name]: body };
  }
  stage.write('');
  writeFileSync(join(stage.work.folder, 'jobs.tf.json'), JSON.stringify({ resource }));
}

/** People in the app between two applies. */
function meddle(stage: Stage, random: Random): void {
  for (const job of stage.simulator.dump().jobs) {
    if (job.status === 'ARCHIVED' || !random.chance(0.3)) continue;
    // What is closed before any list shows it fails at apply, rightly.
    if (random.chance(0.2) && stage.simulator.dialect.listingLagMs === 0)
      stage.simulator.human.closeJob(job.id);
    else {
      const key = random.pick(['jobTitle', 'headcount', 'languages', 'subjectMatter']);
      const values = { string: `By hand ${random.whole(9)}`, number: 7, string_set: ['Spanish'] };
      const type = tryFieldByKey(key)?.type ?? 'string';
      stage.simulator.human.editDraft(job.id, { [key]: values[type] });
    }
  }
}

/** What the plan after an apply may still hold: drafts that wait to be published. */
async function expectSettled(stage: Stage, isLast: boolean): Promise<void> {
  const plan = await stage.plan();
  if (plan.code !== 0 && plan.code !== 2) throw new Error(plan.output);
  const left = Object.entries(plan.actions).filter(([address, action]) => {
    const { status, publish } = stage.instance(address).attributes;
    return isLast || action !== 'update' || status !== 'DRAFT' || publish === false;
  });
  if (left.length > 0) throw new Error(`left to do after an apply: ${JSON.stringify(left)}\n${plan.output}`);
}

describe.skipIf(!hasTerraform)(`random programs under terraform${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugins = await PluginFolder.make();
  });
  afterAll(() => plugins.dispose());

  test.each(groups)(
    'programs $first to $last, OTFORM_SEED=$seed',
    { timeout: 120_000 },
    async ({ first, last, seed }) => {
      const random = new Random(seed);
      const { name, dialect } = random.pick(dialects);
      // A text that the server refuses can make no draft: that is a mistake of the program.
      const stage = await Stage.start(plugins, {
        dialect: { ...dialect, unparseableText: 'draft' },
        seed: String(seed),
      });
      try {
        const jobs = Array.from(
          { length: last - first + 1 },
          (_, index) => new RandomJob(random, `p${first + index}`),
        );
        for (let step = 0; step <= STEPS; step += 1) {
          if (step > 0) {
            meddle(stage, random);
            for (const job of jobs) {
              if (step === STEPS) job.finish();
              else job.edit();
            }
          }
          write(stage, jobs);
          await stage.apply();
          expect(stage.instances().filter(({ tainted }) => tainted)).toEqual([]);
          const managed = stage.instances().filter(({ address }) => address.startsWith('opentrain_job.'));
          expect(managed).toHaveLength(jobs.filter((job) => !job.isAbsent).length);
          expect(new Set(managed.map(({ attributes }) => attributes.id)).size).toBe(managed.length);
          await expectSettled(stage, step === STEPS);
        }
        await stage.must(['destroy', '-auto-approve', '-no-color']);
      } catch (error) {
        throw new Error(`dialect ${name}, seed ${seed}: ${String(error)}`);
      } finally {
        await stage.stop();
      }
    },
  );
});
