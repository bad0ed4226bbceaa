// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { OtformWorld } from '../scenarios/otform-runner.ts';
import { type Block, COMPLETE, type ProgramParts, QUICKSTART_TEXT, titled } from '../scenarios/program.ts';
import { InstalledPlugin, TerraformWorld } from '../scenarios/terraform-runner.ts';

type Json = Readonly<Record<string, unknown>>;

/** A moved job keeps what it was made under. */
const MADE_AS = { external_id: 'jobs.old_name', idempotency_key: 'jobs.old_name' };
const SECRET: Block = { type: 'string', default: 'hush', sensitive: true };
const OTHER_TEXT = { text: QUICKSTART_TEXT.replace('12 categories', '13 categories') };
const FIRST = { lifecycle: { create_before_destroy: true } };

const BEFORE: ProgramParts = {
  jobs: {
    kept: titled('Kept'),
    edited: titled('Edited'),
    ended: titled('Ended'),
    old_name: titled('Moved', MADE_AS),
    swapped: titled('Swapped'),
    first: titled('First', FIRST),
    each: titled('Each', { for_each: '${toset(["a", "b"])}' }),
    counted: titled('Counted', { count: 2 }),
  },
  variables: { secret: SECRET },
  outputs: {
    kept_id: { value: '${opentrain_job.kept.id}' },
    gone: { value: 'x' },
    hidden: { value: '${var.secret}', sensitive: true },
  },
};

/** Every kind of change, values that are sensitive, unknown or both in parts, and data read now and later. */
const AFTER: ProgramParts = {
  jobs: {
    kept: titled('Kept'),
    edited: titled('Edited again', { data_volume: 7, countries: ['DE', 'FR'] }),
    new_name: titled('Moved', MADE_AS),
    swapped: titled('Swapped', { source: OTHER_TEXT }),
    first: titled('First', { ...FIRST, source: OTHER_TEXT }),
    each: titled('Each', { for_each: '${toset(["a"])}' }),
    counted: titled('Counted', { count: 1 }),
    made: titled('${var.secret}', { job_description: '${opentrain_job.swapped.id}' }),
    plain: { ...COMPLETE, depends_on: ['opentrain_job.kept'] },
  },
  data: {
    opentrain_capabilities: { now: {} },
    opentrain_job: { later: { id: '${opentrain_job.made.id}' } },
  },
  moved: [{ from: 'opentrain_job.old_name', to: 'opentrain_job.new_name' }],
  variables: { secret: SECRET, volume: { type: 'number', default: 5, description: 'Unused.' } },
  outputs: {
    kept_id: { value: '${opentrain_job.kept.id}' },
    made_id: { value: '${opentrain_job.made.id}' },
    several: { value: { id: '${opentrain_job.made.id}', number: 1 } },
    listed: { value: '${toset(["b", "a"])}' },
    hidden: { value: '${var.secret}', sensitive: true },
  },
};

let plugin: InstalledPlugin | undefined;
let world: OtformWorld | undefined;
let terraform: TerraformWorld | undefined;

function started(): { readonly world: OtformWorld; readonly terraform: TerraformWorld } {
  if (world === undefined || terraform === undefined) throw new Error('not started');
  return { world, terraform };
}

/** Both tools on one folder, one state and one account, so that not even IDs differ. */
async function outputs(
  words: readonly string[],
): Promise<{ readonly ours: string; readonly theirs: string }> {
  const both = started();
  const ours = await both.world.otform(words);
  const theirs = await both.terraform.terraform([...words, '-no-color']);
  expect({ ours: ours.code, theirs: theirs.code }).toEqual({ ours: 0, theirs: 0 });
  return { ours: ours.stdout, theirs: theirs.output };
}

async function planDocuments(): Promise<{ readonly ours: Json; readonly theirs: Json }> {
  const both = started();
  const [ours, theirs] = ['otform.plan', 'terraform.plan'].map((name) =>
    join(both.world.project.dir, name),
  ) as [string, string];
  const made = await both.world.otform(['plan', `-out=${ours}`]);
  const madeToo = await both.terraform.terraform(['plan', '-input=false', '-no-color', `-out=${theirs}`]);
  expect([made.code, madeToo.code], made.output + madeToo.output).toEqual([0, 0]);
  return {
    ours: JSON.parse((await both.world.otform(['show', '-json', ours])).stdout),
    theirs: JSON.parse((await both.terraform.terraform(['show', '-json', theirs])).output),
  };
}

function outputsOf(state: Json): Record<string, unknown> {
  return (state.values as { outputs: Record<string, unknown> }).outputs;
}

describe.skipIf(!hasTerraform)(`documents that other tools read${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugin = await InstalledPlugin.install();
    world = await OtformWorld.start({ name: 'documents', steps: [] });
    world.project.declare(BEFORE);
    const applied = await world.otform(['apply', '-auto-approve']);
    expect(applied.code, applied.output).toBe(0);
    terraform = TerraformWorld.beside(plugin, world);
    world.project.declare(AFTER);
  });

  afterAll(async () => {
    await terraform?.stop();
    await world?.stop();
    plugin?.dispose();
  });

  test('the state is the same document', async () => {
    const { ours, theirs } = await outputs(['show', '-json']);
    expect(JSON.parse(ours)).toEqual(JSON.parse(theirs));
  });

  test('a saved plan is the same document', async () => {
    const { ours, theirs } = await planDocuments();
    const { otform, timestamp, ...shared } = ours;
    // Hints for Terraform's own text about drift; policies and cost tools do not read them.
    const { relevant_attributes: _hints, timestamp: _theirTime, ...expected } = theirs;
    // Terraform's refresh evaluates new outputs too and calls what it knows of them prior; we call prior what was.
    delete outputsOf(expected.prior_state as Json).listed;
    expect(shared).toEqual(expected);
    expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(otform).toMatchObject({ stack: 'jobs', mode: 'normal', publishes: 4 });
  });

  test('a plan without changes is the same document', async () => {
    const both = started();
    both.world.project.declare(BEFORE);
    try {
      const { ours, theirs } = await planDocuments();
      const { otform: _ours, timestamp: _now, ...shared } = ours;
      const { timestamp: _then, relevant_attributes: _hints, ...expected } = theirs;
      expect(shared).toEqual(expected);
      expect(shared.applyable).toBe(false);
    } finally {
      both.world.project.declare(AFTER);
    }
  });

  test('the machine-readable lines of a plan say the same', async () => {
    const { ours, theirs } = await outputs(['plan', '-json']);
    const facts = (text: string) => {
      const lines: Json[] = text
        .split('\n')
        .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
      const changes = lines.filter(({ type }) => type === 'planned_change');
      return {
        changes: Object.fromEntries(
          changes.map((line) => {
            const { effects: _effects, ...change } = line.change as Json;
            return [line['@message'], change];
          }),
        ),
        outputs: lines.find(({ type }) => type === 'outputs')?.outputs,
        summary: lines.find(({ type }) => type === 'change_summary')?.changes,
      };
    };
    const said = facts(ours);
    const expected = facts(theirs);
    expect(said.changes).toEqual(expected.changes);
    expect(said.outputs).toEqual(expected.outputs);
    expect(said.summary).toMatchObject(expected.summary as object);
  });
});
