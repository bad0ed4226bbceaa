import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job, READY, TEXT } from './support/jobs.ts';
import { PluginFolder, Stage } from './support/stage.ts';

let plugins: PluginFolder;
let stage: Stage;

const drafts = () => stage.requests().filter((line) => line === 'POST /job-drafts').length;

describe.skipIf(!hasTerraform)(`addresses and life cycles under terraform${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugins = await PluginFolder.make();
  });
  beforeEach(async () => {
    stage = await Stage.start(plugins);
  });
  afterEach(() => stage.stop());
  afterAll(() => plugins.dispose());

  test('moved, then removed without destroying', async () => {
    stage.write(job('a', complete('One')));
    await stage.apply();
    const id = stage.id('opentrain_job.a');
    stage.write(`${job('b', complete('One'))}
moved {
  from = opentrain_job.a
  to   = opentrain_job.b
}`);
    const move = await stage.plan();
    expect(move.output).toContain('opentrain_job.a');
    expect(Object.values(move.actions).filter((action) => action !== 'move')).toEqual([]);
    await stage.apply();
    expect(stage.id('opentrain_job.b')).toBe(id);

    stage.write(`removed {
  from = opentrain_job.b
  lifecycle {
    destroy = false
  }
}`);
    await stage.apply();
    expect(stage.instances()).toEqual([]);
    expect(stage.statuses()).toEqual({ OPEN: 1 });
    expect(drafts()).toBe(1);
  });

  test('prevent_destroy stops a destroy and a replacement, before anything is closed', async () => {
    const guard = 'lifecycle {\n    prevent_destroy = true\n  }';
    stage.write(job('a', complete('One', guard)));
    await stage.apply();
    const mark = stage.mark;
    const destroyed = await stage.terraform(['destroy', '-auto-approve', '-no-color']);
    expect(destroyed.code).toBe(1);
    expect(destroyed.output).toContain('Instance cannot be destroyed');
    stage.write(job('a', `source = { text = "${TEXT} More." }\n  ${READY}\n  ${guard}`));
    expect((await stage.plan()).diagnostics).toContain('error: Instance cannot be destroyed');
    expect(stage.requests(mark).filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  test('ignore_changes leaves a field to whoever changed it', async () => {
    const ignore = 'lifecycle {\n    ignore_changes = [job_title, headcount, source]\n  }';
    stage.write(job('a', complete('One', `headcount = 3\n  ${ignore}`)));
    await stage.apply();
    stage.write(
      job('a', `job_title = "Two"\n  headcount = 9\n  source = { text = "Else." }\n  ${READY}\n  ${ignore}`),
    );
    await stage.expectEmptyPlan();
    stage.write(
      job(
        'a',
        `job_title = "Two"\n  headcount = 9\n  source = { text = "Else." }\n  experience_level = "EXPERT"\n  data_volume = 10000\n  data_volume_unit = "NUMBER_OF_FILES"\n  ${ignore}`,
      ),
    );
    expect((await stage.plan()).actions).toEqual({ 'opentrain_job.a': 'update' });
    await stage.apply();
    expect(stage.fields(stage.id('opentrain_job.a'))).toMatchObject({ jobTitle: 'One', headcount: 3 });
  });

  test('for_each and count: members come and go, the others stay who they are', async () => {
    const each = (names: readonly string[], count: number) =>
      `${job('each', `for_each = toset(${JSON.stringify(names)})\n  ${complete(`\${each.key}`)}`)}${job(
        'many',
        `count = ${count}\n  ${complete(`Many \${count.index}`)}`,
      )}`;
    stage.write(each(['x', 'y'], 2));
    await stage.apply();
    await stage.expectEmptyPlan();
    const y = stage.id('opentrain_job.each["y"]');
    const zero = stage.id('opentrain_job.many[0]');
    stage.write(each(['y', 'z'], 1));
    expect((await stage.plan()).actions).toEqual({
      'opentrain_job.each["x"]': 'delete',
      'opentrain_job.each["z"]': 'create',
      'opentrain_job.many[1]': 'delete',
    });
    await stage.apply();
    await stage.expectEmptyPlan();
    expect(stage.id('opentrain_job.each["y"]')).toBe(y);
    expect(stage.id('opentrain_job.many[0]')).toBe(zero);
    expect(stage.statuses()).toEqual({ OPEN: 3, ARCHIVED: 2 });
  });

  test('depends_on and references order the requests; a reference reads what the first became', async () => {
    stage.write(`${job('a', complete('One'))}${job('b', complete('Two', `job_description = "Like \${opentrain_job.a.id}, which is \${opentrain_job.a.status}."`))}${job(
      'c',
      complete('Three', 'depends_on = [opentrain_job.b]'),
    )}
output "url" {
  value = opentrain_job.a.job_url
}`);
    await stage.apply();
    await stage.expectEmptyPlan();
    const ids = ['a', 'b', 'c'].map((name) => stage.id(`opentrain_job.${name}`));
    expect(stage.simulator.dump().jobs.map(({ id }) => id)).toEqual(ids);
    expect(stage.fields(ids[1] ?? '').jobDescription).toBe(`Like ${ids[0]}, which is OPEN.`);
    expect((await stage.must(['output', '-raw', 'url'])).length).toBeGreaterThan(0);
  });

  test.each([
    ['without a key', ''],
    ['with a key of its own', 'idempotency_key = "jobs.images"'],
  ])('create_before_destroy %s: the new job is live before the old one closes', async (_name, key) => {
    const more = `${key}\n  lifecycle {\n    create_before_destroy = true\n  }`;
    stage.write(job('a', complete('One', more)));
    await stage.apply();
    const old = stage.id('opentrain_job.a');
    stage.write(job('a', `job_title = "One"\n  source = { text = "${TEXT} More." }\n  ${READY}\n  ${more}`));
    const mark = stage.mark;
    await stage.apply();
    const writes = stage.requests(mark).filter((line) => !line.startsWith('GET'));
    expect(writes.indexOf('POST /job-drafts')).toBeLessThan(writes.indexOf('POST /jobs/ID/close'));
    expect(stage.id('opentrain_job.a')).not.toBe(old);
    expect(stage.statuses()).toEqual({ OPEN: 1, ARCHIVED: 1 });
    await stage.expectEmptyPlan();
  });
});
