import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job, READY, SOURCE, TEXT } from './support/jobs.ts';
import { useStage } from './support/use-stage.ts';

const scene = useStage();

describe.skipIf(!hasTerraform)(`the life of a job under terraform${SUITE_NOTE}`, () => {
  test('created, edited as a draft, published, edited live, replaced, destroyed', async () => {
    const address = 'opentrain_job.a';
    scene.stage.write(job('a', complete('First', 'publish = false')));
    expect((await scene.stage.plan()).actions).toEqual({ [address]: 'create' });
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.statuses()).toEqual({ DRAFT: 1 });
    const first = scene.stage.id(address);

    scene.stage.write(job('a', complete('Second', 'publish = false\n  headcount = 4')));
    const edit = await scene.stage.plan();
    expect(edit.actions).toEqual({ [address]: 'update' });
    let mark = scene.stage.mark;
    await scene.stage.apply();
    expect(scene.stage.requests(mark).filter((line) => line.startsWith('PATCH'))).toEqual([
      'PATCH /job-drafts/ID',
    ]);
    await scene.stage.expectEmptyPlan();

    scene.stage.write(job('a', complete('Second', 'headcount = 4')));
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.instance(address).attributes).toMatchObject({ status: 'OPEN', headcount: 4 });

    scene.stage.write(job('a', complete('Third', 'headcount = 5')));
    expect((await scene.stage.plan()).actions).toEqual({ [address]: 'update' });
    mark = scene.stage.mark;
    await scene.stage.apply();
    expect(scene.stage.requests(mark).filter((line) => line.startsWith('PATCH'))).toEqual(['PATCH /jobs/ID']);
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.fields(first)).toMatchObject({ jobTitle: 'Third', headcount: 5 });
    expect(scene.stage.id(address)).toBe(first);

    scene.stage.write(job('a', `job_title = "Third"\n  source = { text = "${TEXT} Again." }\n  ${READY}`));
    const replacement = await scene.stage.plan();
    expect(replacement.actions).toEqual({ [address]: 'replace' });
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.id(address)).not.toBe(first);
    expect(scene.stage.statuses()).toEqual({ ARCHIVED: 1, OPEN: 1 });

    expect(await scene.stage.must(['destroy', '-auto-approve', '-no-color'])).toContain('1 destroyed');
    expect(scene.stage.statuses()).toEqual({ ARCHIVED: 2 });
    expect(scene.stage.instances()).toEqual([]);
    scene.stage.check([...scene.stage.files()].map(([, text]) => text).join('\n'), 'the folder');
  });

  test('imported by command and by block, with written and with generated configuration', async () => {
    scene.stage.write(job('a', complete('One')) + job('b', complete('Two')) + job('c', complete('Three')));
    await scene.stage.apply();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => scene.stage.id(`opentrain_job.${name}`));
    rmSync(scene.stage.statePath);
    rmSync(join(scene.stage.work.folder, '.otform'), { recursive: true, force: true });

    scene.stage.write(job('a', complete('One')));
    await scene.stage.must(['import', '-no-color', 'opentrain_job.a', a ?? '']);
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.id('opentrain_job.a')).toBe(a);

    scene.stage.write(`${job('a', complete('One'))}${job('b', complete('Two'))}
import {
  to = opentrain_job.b
  id = "${b}"
}`);
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.id('opentrain_job.b')).toBe(b);

    scene.stage.write(`${job('a', complete('One'))}${job('b', complete('Two'))}
import {
  to = opentrain_job.c
  id = "${c}"
}`);
    const generated = await scene.stage.plan(['-generate-config-out=generated.tf']);
    expect(generated.diagnostics.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(readFileSync(join(scene.stage.work.folder, 'generated.tf'), 'utf8')).toContain('"Three"');
    await scene.stage.apply();
    await scene.stage.expectEmptyPlan();
    expect(scene.stage.id('opentrain_job.c')).toBe(c);
    expect(scene.stage.statuses()).toEqual({ OPEN: 3 });
    expect(scene.stage.requests().filter((line) => line === 'POST /job-drafts')).toHaveLength(3);
  });

  test('an import of nothing says so, and makes nothing', async () => {
    scene.stage.write(job('a', complete('One')));
    const { code, output } = await scene.stage.terraform([
      'import',
      '-no-color',
      'opentrain_job.a',
      'cm0000000000000000000000a',
    ]);
    expect(code).toBe(1);
    expect(output).toContain('Error: Job Not Found');
    expect(scene.stage.statuses()).toEqual({});
  });

  test('closed and deleted outside: never posted again by itself, and planned as a create when gone', async () => {
    scene.stage.write(job('a', complete('One')) + job('b', `${SOURCE}\n  ${READY}\n  publish = false`));
    await scene.stage.apply();
    scene.stage.simulator.human.closeJob(scene.stage.id('opentrain_job.a'));
    const closed = await scene.stage.plan();
    expect(closed.actions).toEqual({});
    expect(closed.diagnostics.join('\n')).toMatch(/warning: .*(Closed|Archived|Over)/i);
    await scene.stage.apply();
    expect(scene.stage.statuses()).toEqual({ ARCHIVED: 1, DRAFT: 1 });
    await scene.stage.apply('-replace=opentrain_job.a');
    expect(scene.stage.statuses()).toEqual({ ARCHIVED: 1, DRAFT: 1, OPEN: 1 });
    await scene.stage.expectEmptyPlan();
  });
});
