import { describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job, READY, TEXT } from './support/jobs.ts';
import { useStage } from './support/use-stage.ts';

const scene = useStage();

const drafts = () => scene.stage.requests().filter((line) => line === 'POST /job-drafts').length;

describe.skipIf(!hasTerraform)(`addresses and life cycles under terraform${SUITE_NOTE}`, () => {
  test('moved, then removed without destroying', async () => {
    scene.stage.write(job('a', complete('One')));
    await scene.stage.apply();
    const id = scene.stage.id('opentrain_job.a');
    scene.stage.write(`${job('b', complete('One'))}
moved {
  from = opentrain_job.a
  to   = opentrain_job.b
}`);
    const move = await scene.stage.plan();
    expect(move.output).toContain('opentrain_job.a');
    expect(Object.values(move.actions).filter((action) => action !== 'move')).toEqual([]);
    await scene.stage.apply();
    expect(scene.stage.id('opentrain_job.b')).toBe(id);

    scene.stage.write(`removed {
  from = opentrain_job.b
  lifecycle {
    destroy = false
  }
}`);
    await scene.stage.apply();
    expect(scene.stage.instances()).toEqual([]);
    expect(scene.stage.statuses()).toEqual({ OPEN: 1 });
    expect(drafts()).toBe(1);
  });

  test('prevent_destroy stops a destroy and a replacement, before anything is closed', async () => {
    const guard = 'lifecycle {\n    prevent_destroy = true\n  }';
    scene.stage.write(job('a', complete('One', guard)));
    await scene.stage.apply();
    const mark = scene.stage.mark;
    const destroyed = await scene.stage.terraform(['destroy', '-auto-approve', '-no-color']);
    expect(destroyed.code).toBe(1);
    expect(destroyed.output).toContain('Instance cannot be destroyed');
    scene.stage.write(job('a', `source = { text = "${TEXT} More." }\n  ${READY}\n  ${guard}`));
    expect((await scene.stage.plan()).diagnostics).toContain('error: Instance cannot be destroyed');
    expect(scene.stage.requests(mark).filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  test('ignore_changes leaves a field to whoever changed it', async () => {
    const ignore = 'lifecycle {\n    ignore_changes = [job_title, headcount, source]\n  }';
    scene.stage.write(job('a', complete('One', `headcount = 3\n  ${ignore}`)));
    await scene.stage.apply();
    scene.stage.write(
      job('a', `job_title = "Two"\n  headcount = 9\n  source = { text = "Else." }\n  ${READY}\n  ${ignore}`),
    );
    await scene.stage.expectEmptyPlan();
    scene.stage.write(
      job(
        'a',
        `job_title = "Two"\n  headcount = 9\n  source = { text = "Else." }\n  experience_level = "EXPERT"\n  data_volume = 10000\n  data_volume_unit = "NUMBER_OF_FILES"\n  ${ignore}`,
      ),
    );
    expect((await scene.stage.plan()).actions).toEqual({ 'opentrain_job.a': 'update' });
    await scene.stage.apply();
    expect(scene.stage.fields(scene.stage.id('opentrain_job.a'))).toMatchObject({
      jobTitle: 'One',
      headcount: 3,
    });
  });

  test('for_each and count: members come and go, the others stay who they are', async () => {
    const each = (names: readonly string[], count: number) =>
      `${job('each', `for_each = toset(${JSON.stringify(names)})\n  ${complete(`\${each.key}`)}`)}${job(
        'many',
        `count = ${count}\n  ${complete(`Many \${count.index}`)}`,
      )}`;
    scene.stage.write(each(['x', 'y'], 2));
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    const y = scene.stage.id('opentrain_job.each["y"]');
    const zero = scene.stage.id('opentrain_job.many[0]');
    scene.stage.write(each(['y', 'z'], 1));
    expect((await scene.stage.plan()).actions).toEqual({
      'opentrain_job.each["x"]': 'delete',
      'opentrain_job.each["z"]': 'create',
      'opentrain_job.many[1]': 'delete',
    });
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.id('opentrain_job.each["y"]')).toBe(y);
    expect(scene.stage.id('opentrain_job.many[0]')).toBe(zero);
    expect(scene.stage.statuses()).toEqual({ OPEN: 3, ARCHIVED: 2 });
  });

  test('depends_on and references order the requests; a reference reads what the first became', async () => {
    scene.stage.write(`${job('a', complete('One'))}${job('b', complete('Two', `job_description = "Like \${opentrain_job.a.id}, which is \${opentrain_job.a.status}."`))}${job(
      'c',
      complete('Three', 'depends_on = [opentrain_job.b]'),
    )}
output "url" {
  value = opentrain_job.a.job_url
}`);
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    const ids = ['a', 'b', 'c'].map((name) => scene.stage.id(`opentrain_job.${name}`));
    expect(scene.stage.simulator.dump().jobs.map(({ id }) => id)).toEqual(ids);
    expect(scene.stage.fields(ids[1] ?? '').jobDescription).toBe(`Like ${ids[0]}, which is OPEN.`);
    expect((await scene.stage.must(['output', '-raw', 'url'])).length).toBeGreaterThan(0);
  });

  test.each([
    ['without a key', ''],
    ['with a key of its own', 'idempotency_key = "jobs.images"'],
  ])('create_before_destroy %s: the new job is live before the old one closes', async (_name, key) => {
    const more = `${key}\n  lifecycle {\n    create_before_destroy = true\n  }`;
    scene.stage.write(job('a', complete('One', more)));
    await scene.stage.apply();
    const old = scene.stage.id('opentrain_job.a');
    scene.stage.write(
      job('a', `job_title = "One"\n  source = { text = "${TEXT} More." }\n  ${READY}\n  ${more}`),
    );
    const mark = scene.stage.mark;
    await scene.stage.apply();
    const writes = scene.stage.requests(mark).filter((line) => !line.startsWith('GET'));
    expect(writes.indexOf('POST /job-drafts')).toBeLessThan(writes.indexOf('POST /jobs/ID/close'));
    expect(scene.stage.id('opentrain_job.a')).not.toBe(old);
    expect(scene.stage.statuses()).toEqual({ OPEN: 1, ARCHIVED: 1 });
    await scene.stage.expectEmptyPlan();
  });
});
