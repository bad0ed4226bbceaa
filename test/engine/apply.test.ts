// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's
import { access, copyFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodePlan, encodePlan } from '../../src/engine/index.ts';
import { APPLY, actions, PLAN, stateIds, TestStack } from './support/bench-stack.ts';
import { Refusal } from './support/memory-provider.ts';

let stack: TestStack;
beforeEach(async () => {
  stack = await TestStack.create();
});
afterEach(() => stack.dispose());

/** A job that was made elsewhere. */
const LIVE = {
  title: null,
  kind: null,
  tags: null,
  amount: null,
  secret: null,
  publish: true,
  status: 'OPEN',
};

const CHAIN = {
  a: { title: 'first' },
  b: { title: 'after ${opentrain_job.a.id}' },
  c: { title: '${opentrain_job.b.title}!' },
};

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

describe('a first apply', () => {
  test('creates in the order of the references, stores what came of it, and then plans nothing', async () => {
    await stack.program(CHAIN, { output: { last: { value: '${opentrain_job.c.title}' } } });
    const result = await stack.apply();
    expect(result.diagnostics).toEqual([]);
    expect(result).toMatchObject({ outcome: 'applied', added: 3, changed: 0, destroyed: 0, unpublished: [] });
    expect(result.outputs).toEqual({ last: { value: 'after job-1!', sensitive: false, type: 'string' } });
    expect(stack.takeWrites()).toEqual([
      'create opentrain_job.a',
      'create opentrain_job.b',
      'create opentrain_job.c',
    ]);
    const state = await stack.state();
    expect(stateIds(state)).toEqual({
      'opentrain_job.a': 'job-1',
      'opentrain_job.b': 'job-2',
      'opentrain_job.c': 'job-3',
    });
    expect(state?.serial).toBe(1);
    expect(state?.outputs.last).toEqual({ value: 'after job-1!', type: 'string' });
    const dependencies = state?.resources.map((resource) => resource.instances[0]?.dependencies);
    expect(dependencies).toEqual([[], ['opentrain_job.a'], ['opentrain_job.b']]);

    const again = await stack.apply();
    expect(again.outcome).toBe('no-changes');
    expect((await stack.state())?.serial).toBe(1);
    expect(await exists(join(stack.folder, '.terraform.jobs.tfstate.journal'))).toBe(false);
  });

  test('plan changes no byte on disk', async () => {
    await stack.program(CHAIN);
    await stack.planned();
    expect(await exists(stack.statePath)).toBe(false);
    await stack.apply();
    const before = await stack.stateText();
    await stack.program({ ...CHAIN, a: { title: 'other' } });
    expect(actions(await stack.planned())).toEqual(['opentrain_job.a update']);
    expect(await stack.stateText()).toBe(before);
  });

  test('declined: nothing is changed', async () => {
    await stack.program(CHAIN);
    const result = await stack.apply({}, { approve: async () => false });
    expect(result.outcome).toBe('declined');
    expect(stack.takeWrites()).toEqual([]);
    expect(await exists(stack.statePath)).toBe(false);
  });

  test('a job that stays a draft is reported as unpublished', async () => {
    await stack.program({ a: { title: 'stays a draft' }, b: { title: 'x', publish: false } });
    const result = await stack.apply();
    expect(result.unpublished).toEqual([{ address: 'opentrain_job.a', jobId: 'job-1', draftUrl: null }]);
  });
});

describe('changes', () => {
  test('update, replace, delete, in Terraform’s order', async () => {
    await stack.program({ a: { kind: 'x' }, b: { title: '${opentrain_job.a.id}' }, gone: { title: 'g' } });
    await stack.apply();
    stack.takeWrites();
    await stack.program({ a: { kind: 'y' }, b: { title: '${opentrain_job.a.id}' } });
    const plan = await stack.planned();
    expect(actions(plan)).toEqual([
      'opentrain_job.a replace replace_because_cannot_update',
      'opentrain_job.b update',
      'opentrain_job.gone delete delete_because_no_resource_config',
    ]);
    const result = await stack.apply();
    expect(result).toMatchObject({ outcome: 'applied', added: 1, changed: 1, destroyed: 2 });
    const writes = stack.takeWrites();
    expect(writes.filter((call) => !call.endsWith('gone'))).toEqual([
      'close opentrain_job.a',
      'create opentrain_job.a',
      'update opentrain_job.b',
    ]);
    expect(Object.keys(stateIds(await stack.state()))).toEqual(['opentrain_job.a', 'opentrain_job.b']);
  });

  test('create_before_destroy creates first, and passes on to what it depends on', async () => {
    const lifecycle = { create_before_destroy: true };
    await stack.program({ a: { kind: 'x' }, b: { kind: '${opentrain_job.a.kind}', lifecycle } });
    await stack.apply();
    stack.takeWrites();
    await stack.program({ a: { kind: 'y' }, b: { kind: '${opentrain_job.a.kind}', lifecycle } });
    await stack.apply();
    expect(stack.takeWrites()).toEqual([
      'create opentrain_job.a',
      'create opentrain_job.b',
      'close opentrain_job.b',
      'close opentrain_job.a',
    ]);
    expect(stateIds(await stack.state())).toEqual({ 'opentrain_job.a': 'job-3', 'opentrain_job.b': 'job-4' });
  });

  test('a failed replacement that creates first puts the old object back', async () => {
    const lifecycle = { create_before_destroy: true };
    await stack.program({ a: { kind: 'x', lifecycle } });
    await stack.apply();
    await stack.program({ a: { kind: 'y', lifecycle } });
    stack.account.onCall = (call) => {
      if (call.startsWith('create')) throw new Refusal('No Room');
    };
    const result = await stack.apply();
    expect(result.outcome).toBe('failed');
    expect(stateIds(await stack.state())).toEqual({ 'opentrain_job.a': 'job-1' });
  });

  test('destroy takes dependents first', async () => {
    await stack.program(CHAIN, { output: { last: { value: '${opentrain_job.c.title}' } } });
    await stack.apply();
    stack.takeWrites();
    const result = await stack.apply({ mode: 'destroy' });
    expect(result).toMatchObject({ outcome: 'applied', destroyed: 3, outputs: {} });
    expect(stack.takeWrites()).toEqual([
      'close opentrain_job.c',
      'close opentrain_job.b',
      'close opentrain_job.a',
    ]);
    expect((await stack.state())?.resources).toEqual([]);
  });

  test('destroy works when the program no longer evaluates', async () => {
    await stack.program({ a: { title: 'x' } });
    await stack.apply();
    await stack.program(
      { a: { title: '${upper(var.missing)}' } },
      { variable: { needed: { type: 'string' } } },
    );
    expect((await stack.plan()).plan).toBeNull();
    expect((await stack.apply({ mode: 'destroy' })).outcome).toBe('applied');
    expect(stack.account.objects.size).toBe(0);
  });

  test('moved, forgotten and imported objects', async () => {
    await stack.program({ old: { title: 'x' }, kept: { title: 'k' } });
    await stack.apply();
    const before = stateIds(await stack.state());
    stack.account.make('elsewhere', { ...LIVE, title: 'i' });
    stack.takeWrites();
    await stack.program(
      { renamed: { title: 'x' }, taken: { title: 'i' } },
      {
        moved: [{ from: 'opentrain_job.old', to: 'opentrain_job.renamed' }],
        removed: [{ from: 'opentrain_job.kept', lifecycle: { destroy: false } }],
        import: [{ to: 'opentrain_job.taken', id: 'job-3' }],
      },
    );
    const result = await stack.apply();
    expect(result).toMatchObject({ outcome: 'applied', added: 0, destroyed: 0, forgotten: 1, imported: 1 });
    expect(stack.takeWrites()).toEqual(['import job-3']);
    expect(stateIds(await stack.state())).toEqual({
      'opentrain_job.renamed': before['opentrain_job.old'],
      'opentrain_job.taken': 'job-3',
    });
    expect(stack.account.objects.size).toBe(3);
    expect((await stack.apply()).outcome).toBe('no-changes');
  });

  test('refresh-only writes what is, and changes nothing else', async () => {
    await stack.program({ a: { title: 'x' } });
    await stack.apply();
    const remote = stack.account.objects.get('job-1');
    if (remote !== undefined) remote.values = { ...remote.values, title: 'edited by a person' };
    stack.takeWrites();
    const plan = await stack.planned({ mode: 'refresh-only' });
    expect(plan.drift.map((change) => [change.address, change.action])).toEqual([
      ['opentrain_job.a', 'update'],
    ]);
    await stack.apply({ mode: 'refresh-only' });
    expect(stack.takeWrites()).toEqual([]);
    expect((await stack.state())?.resources[0]?.instances[0]?.attributes.title).toBe('edited by a person');
  });
});

describe('partial failure', () => {
  test('independent branches go on, dependents wait, and the next apply finishes', async () => {
    await stack.program({ ...CHAIN, other: { title: 'o' } });
    stack.account.onCall = (call) => {
      if (call === 'create opentrain_job.b') throw new Refusal('Refused');
    };
    const result = await stack.apply();
    expect(result).toMatchObject({ outcome: 'failed', added: 2 });
    expect(result.diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.address])).toEqual([
      ['test-failure', 'opentrain_job.b'],
      ['dependents-skipped', undefined],
    ]);
    expect(stateIds(await stack.state())).toEqual({
      'opentrain_job.a': 'job-1',
      'opentrain_job.other': 'job-2',
    });
    stack.account.onCall = () => {};
    expect((await stack.apply()).outcome).toBe('applied');
    expect(stack.account.objects.size).toBe(4);
  });

  test('an interrupt lets the call in flight finish and starts nothing new', async () => {
    await stack.program(CHAIN);
    stack.account.onCall = (call) => {
      if (call === 'create opentrain_job.a') stack.interruption.abort();
    };
    const result = await stack.apply();
    expect(result.outcome).toBe('interrupted');
    expect(stateIds(await stack.state())).toEqual({ 'opentrain_job.a': 'job-1' });
    stack.interruption = new AbortController();
    expect((await stack.apply()).outcome).toBe('applied');
    expect(stack.account.objects.size).toBe(3);
  });
});

describe('a create whose answer was lost', () => {
  const lost = (call: string) => {
    if (call.startsWith('answer')) throw new Error('the line went dead');
  };

  test('is found by its key in the next apply, never made twice', async () => {
    await stack.program({ a: { title: 'x' } });
    stack.account.onCall = lost;
    const first = await stack.apply();
    expect(first.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['unexpected-error']);
    expect(stack.account.objects.size).toBe(1);
    stack.account.onCall = () => {};
    const plan = await stack.planned();
    expect(plan.pendingSettlements).toHaveLength(1);
    expect((await stack.apply()).outcome).toBe('applied');
    expect(stack.account.objects.size).toBe(1);
    expect(stateIds(await stack.state())).toEqual({ 'opentrain_job.a': 'job-1' });
    expect((await stack.planned()).pendingSettlements).toEqual([]);
  });

  test.each(['create opentrain_job.c', 'answer opentrain_job.c'])(
    'killed at "%s": the journal alone brings everything back',
    async (at) => {
      await stack.program(CHAIN);
      const journal = join(stack.folder, '.terraform.jobs.tfstate.journal');
      const saved = join(stack.folder, 'saved');
      stack.account.onCall = (call) => (call === at ? copyFile(journal, saved) : undefined);
      await stack.apply();
      const jobs = [...stack.account.objects.keys()];
      // What a kill at that moment leaves: no state yet, and the journal up to then.
      await rm(stack.statePath);
      await rename(saved, journal);
      stack.takeWrites();
      stack.account.onCall = () => {};
      const plan = await stack.planned();
      expect(actions(plan)).toEqual(['opentrain_job.c create']);
      expect(plan.pendingSettlements).toHaveLength(2);
      expect((await stack.apply()).outcome).toBe('applied');
      expect(stack.takeWrites()).toEqual(['create opentrain_job.c']);
      expect([...stack.account.objects.keys()]).toEqual(jobs);
      expect(Object.values(stateIds(await stack.state()))).toEqual(jobs);
      expect((await stack.apply()).outcome).toBe('no-changes');
    },
  );

  test('is adopted and reported when its address left the program meanwhile', async () => {
    await stack.program({ a: { title: 'x' } });
    stack.account.onCall = lost;
    await stack.apply();
    stack.account.onCall = () => {};
    await stack.program({});
    const result = await stack.apply();
    expect(result.diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['interrupted-create-adopted']);
    expect(stateIds(await stack.state())).toEqual({ 'opentrain_job.a': 'job-1' });
    expect(actions(await stack.planned())).toEqual([
      'opentrain_job.a delete delete_because_no_resource_config',
    ]);
    await stack.apply();
    expect(stack.account.objects.size).toBe(0);
  });
});

describe('saved plans', () => {
  test('are applied exactly, once', async () => {
    await stack.program(CHAIN);
    const saved = decodePlan(encodePlan(await stack.planned()));
    const result = await stack.engine.applySaved(stack.location, saved, APPLY);
    expect(result).toMatchObject({ outcome: 'applied', added: 3, diagnostics: [] });
    const again = await stack.engine.applySaved(stack.location, saved, APPLY);
    expect(again).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'stale-plan' }] });
    expect(stack.account.objects.size).toBe(3);
  });

  test('of a destroy find what moved', async () => {
    await stack.program({ old: { title: 'x' } });
    await stack.apply();
    await stack.program(
      { renamed: { title: 'x' } },
      { moved: [{ from: 'opentrain_job.old', to: 'opentrain_job.renamed' }] },
    );
    const saved = await stack.planned({ mode: 'destroy' });
    const result = await stack.engine.applySaved(stack.location, saved, APPLY);
    expect(result).toMatchObject({ outcome: 'applied', destroyed: 1 });
    expect(stateIds(await stack.state())).toEqual({});
  });

  test('are refused when the program changed', async () => {
    await stack.program(CHAIN);
    const saved = await stack.planned();
    await stack.program({ a: { title: 'other' } });
    const result = await stack.engine.applySaved(stack.location, saved, APPLY);
    expect(result).toMatchObject({ outcome: 'failed', diagnostics: [{ code: 'stale-plan' }] });
    expect(stack.takeWrites()).toEqual([]);
  });
});

test('importResources puts objects into the state without changing them', async () => {
  await stack.program({ a: { title: 'x' } });
  stack.account.make('k', { ...LIVE, title: 'y' });
  const options = PLAN;
  const refused = await stack.engine.importResources(
    stack.location,
    [{ address: 'opentrain_job.z', id: 'job-1' }],
    options,
  );
  expect(refused.diagnostics).toMatchObject([{ code: 'import-without-configuration' }]);
  const missing = await stack.engine.importResources(
    stack.location,
    [{ address: 'opentrain_job.a', id: 'nope' }],
    options,
  );
  expect(missing.diagnostics).toMatchObject([{ code: 'import-not-found' }]);
  const result = await stack.engine.importResources(
    stack.location,
    [{ address: 'opentrain_job.a', id: 'job-1' }],
    options,
  );
  expect(result).toMatchObject({ outcome: 'applied', imported: 1 });
  expect(actions(await stack.planned())).toEqual(['opentrain_job.a update']);
});
