import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hasTerraform, SUITE_NOTE } from '../plugin/support/terraform.ts';
import { complete, job, READY, SOURCE, TEXT } from './support/jobs.ts';
import { PluginFolder, Stage } from './support/stage.ts';

let plugins: PluginFolder;
let stage: Stage;

describe.skipIf(!hasTerraform)(`the life of a job under terraform${SUITE_NOTE}`, () => {
  beforeAll(async () => {
    plugins = await PluginFolder.make();
  });
  beforeEach(async () => {
    stage = await Stage.start(plugins);
  });
  afterEach(() => stage.stop());
  afterAll(() => plugins.dispose());

  test('created, edited as a draft, published, edited live, replaced, destroyed', async () => {
    const address = 'opentrain_job.a';
    stage.write(job('a', complete('First', 'publish = false')));
    expect((await stage.plan()).actions).toEqual({ [address]: 'create' });
    await stage.apply();
    await stage.expectEmptyPlan();
    expect(stage.statuses()).toEqual({ DRAFT: 1 });
    const first = stage.id(address);

    stage.write(job('a', complete('Second', 'publish = false\n  headcount = 4')));
    const edit = await stage.plan();
    expect(edit.actions).toEqual({ [address]: 'update' });
    let mark = stage.mark;
    await stage.apply();
    expect(stage.requests(mark).filter((line) => line.startsWith('PATCH'))).toEqual(['PATCH /job-drafts/ID']);
    await stage.expectEmptyPlan();

    stage.write(job('a', complete('Second', 'headcount = 4')));
    await stage.apply();
    await stage.expectEmptyPlan();
    expect(stage.instance(address).attributes).toMatchObject({ status: 'OPEN', headcount: 4 });

    stage.write(job('a', complete('Third', 'headcount = 5')));
    expect((await stage.plan()).actions).toEqual({ [address]: 'update' });
    mark = stage.mark;
    await stage.apply();
    expect(stage.requests(mark).filter((line) => line.startsWith('PATCH'))).toEqual(['PATCH /jobs/ID']);
    await stage.expectEmptyPlan();
    expect(stage.fields(first)).toMatchObject({ jobTitle: 'Third', headcount: 5 });
    expect(stage.id(address)).toBe(first);

    stage.write(job('a', `job_title = "Third"\n  source = { text = "${TEXT} Again." }\n  ${READY}`));
    const replacement = await stage.plan();
    expect(replacement.actions).toEqual({ [address]: 'replace' });
    await stage.apply();
    await stage.expectEmptyPlan();
    expect(stage.id(address)).not.toBe(first);
    expect(stage.statuses()).toEqual({ ARCHIVED: 1, OPEN: 1 });

    expect(await stage.must(['destroy', '-auto-approve', '-no-color'])).toContain('1 destroyed');
    expect(stage.statuses()).toEqual({ ARCHIVED: 2 });
    expect(stage.instances()).toEqual([]);
    stage.check([...stage.files()].map(([, text]) => text).join('\n'), 'the folder');
  });

  test('imported by command and by block, with written and with generated configuration', async () => {
    stage.write(job('a', complete('One')) + job('b', complete('Two')) + job('c', complete('Three')));
    await stage.apply();
    const [a, b, c] = ['a', 'b', 'c'].map((name) => stage.id(`opentrain_job.${name}`));
    rmSync(stage.statePath);
    rmSync(join(stage.work.folder, '.otform'), { recursive: true, force: true });

    stage.write(job('a', complete('One')));
    await stage.must(['import', '-no-color', 'opentrain_job.a', a ?? '']);
    await stage.apply();
    await stage.expectEmptyPlan();
    expect(stage.id('opentrain_job.a')).toBe(a);

    stage.write(`${job('a', complete('One'))}${job('b', complete('Two'))}
import {
  to = opentrain_job.b
  id = "${b}"
}`);
    await stage.apply();
    await stage.expectEmptyPlan();
    expect(stage.id('opentrain_job.b')).toBe(b);

    stage.write(`${job('a', complete('One'))}${job('b', complete('Two'))}
import {
  to = opentrain_job.c
  id = "${c}"
}`);
    const generated = await stage.plan(['-generate-config-out=generated.tf']);
    expect(generated.diagnostics.filter((line) => line.startsWith('error'))).toEqual([]);
    expect(readFileSync(join(stage.work.folder, 'generated.tf'), 'utf8')).toContain('"Three"');
    await stage.apply();
    await stage.expectEmptyPlan();
    expect(stage.id('opentrain_job.c')).toBe(c);
    expect(stage.statuses()).toEqual({ OPEN: 3 });
    expect(stage.requests().filter((line) => line === 'POST /job-drafts')).toHaveLength(3);
  });

  test('an import of nothing says so, and makes nothing', async () => {
    stage.write(job('a', complete('One')));
    const { code, output } = await stage.terraform([
      'import',
      '-no-color',
      'opentrain_job.a',
      'cm0000000000000000000000a',
    ]);
    expect(code).toBe(1);
    expect(output).toContain('Error: Job Not Found');
    expect(stage.statuses()).toEqual({});
  });

  test('closed and deleted outside: never posted again by itself, and planned as a create when gone', async () => {
    stage.write(job('a', complete('One')) + job('b', `${SOURCE}\n  ${READY}\n  publish = false`));
    await stage.apply();
    stage.simulator.human.closeJob(stage.id('opentrain_job.a'));
    const closed = await stage.plan();
    expect(closed.actions).toEqual({});
    expect(closed.diagnostics.join('\n')).toMatch(/warning: .*(Closed|Archived|Over)/i);
    await stage.apply();
    expect(stage.statuses()).toEqual({ ARCHIVED: 1, DRAFT: 1 });
    await stage.apply('-replace=opentrain_job.a');
    expect(stage.statuses()).toEqual({ ARCHIVED: 1, DRAFT: 1, OPEN: 1 });
    await stage.expectEmptyPlan();
  });
});
