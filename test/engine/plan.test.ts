// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { planHasChanges } from '../../src/engine/plan-model.ts';
import type { JsonValue } from '../../src/state/index.ts';
import { actions, TestStack } from './support/bench-stack.ts';

let stack: TestStack;
beforeEach(async () => {
  stack = await TestStack.create();
});
afterEach(() => stack.dispose());

const CHAIN = {
  a: { title: 'first' },
  b: { title: '${opentrain_job.a.id}' },
  c: { title: '${opentrain_job.b.title}!' },
};

describe('repetition', () => {
  test('count and for_each make instances with their own values', async () => {
    await stack.program(
      {
        n: { count: 2, title: 'job ${count.index}' },
        m: { for_each: { es: { t: 'hola' }, en: { t: 'hello' } }, title: '${each.key} ${each.value.t}' },
        s: { for_each: '${var.langs}', title: '${each.value}' },
        user: { title: '${opentrain_job.n[1].title} ${opentrain_job.m["es"].title}' },
      },
      { variable: { langs: { type: 'set(string)', default: ['b', 'a'] } } },
    );
    const plan = await stack.planned();
    expect(plan.changes.map((change) => [change.address, change.planned?.title])).toEqual([
      ['opentrain_job.m["en"]', 'en hello'],
      ['opentrain_job.m["es"]', 'es hola'],
      ['opentrain_job.n[0]', 'job 0'],
      ['opentrain_job.n[1]', 'job 1'],
      ['opentrain_job.s["a"]', 'a'],
      ['opentrain_job.s["b"]', 'b'],
      ['opentrain_job.user', 'job 1 es hola'],
    ]);
  });

  test('instances that left are deleted, with the reason', async () => {
    await stack.program({ n: { count: 3 }, m: { for_each: { x: 1, y: 2 } }, k: { count: 2 } });
    await stack.apply();
    await stack.program({ n: { count: 1 }, m: { for_each: { y: 2 } }, k: { for_each: { x: 1 } } });
    expect(actions(await stack.planned())).toEqual([
      'opentrain_job.k[0] delete delete_because_wrong_repetition',
      'opentrain_job.k[1] delete delete_because_wrong_repetition',
      'opentrain_job.k["x"] create',
      'opentrain_job.m["x"] delete delete_because_each_key',
      'opentrain_job.n[1] delete delete_because_count_index',
      'opentrain_job.n[2] delete delete_because_count_index',
    ]);
  });

  test('adding count moves the object instead of replacing it, and back', async () => {
    await stack.program({ a: { title: 'x' } });
    await stack.apply();
    await stack.program({ a: { count: 1, title: 'x' } });
    const plan = await stack.planned();
    expect(actions(plan)).toEqual([]);
    expect(plan.changes[0]).toMatchObject({
      address: 'opentrain_job.a[0]',
      previousAddress: 'opentrain_job.a',
    });
    expect(planHasChanges(plan)).toBe(true);
    await stack.apply();
    await stack.program({ a: { title: 'x' } });
    expect(actions(await stack.planned())).toEqual([]);
  });
});

describe('lifecycle', () => {
  test('ignore_changes keeps what is', async () => {
    await stack.program({ a: { title: 'x', tags: ['t'], amount: 1 }, b: { title: 'x' } });
    await stack.apply();
    await stack.program({
      a: { title: 'y', tags: ['u'], amount: 2, lifecycle: { ignore_changes: ['title', 'tags'] } },
      b: { title: 'y', lifecycle: { ignore_changes: 'all' } },
    });
    const plan = await stack.planned();
    expect(actions(plan)).toEqual(['opentrain_job.a update']);
    expect(plan.changes[0]?.planned).toMatchObject({ title: 'x', tags: ['t'], amount: 2 });
  });

  test('sets are equal in any order', async () => {
    await stack.program({ a: { tags: ['b', 'a', 'b'] } });
    await stack.apply();
    await stack.program({ a: { tags: ['a', 'b'] } });
    expect(actions(await stack.planned())).toEqual([]);
  });

  const protectedJob = { kind: 'x', lifecycle: { prevent_destroy: true } };
  const prevented: Record<string, { readonly next: JsonValue; readonly mode?: 'destroy' }> = {
    replace: { next: { a: { ...protectedJob, kind: 'y' } } },
    destroy: { next: { a: protectedJob }, mode: 'destroy' },
  };
  test.each(Object.entries(prevented))('prevent_destroy stops a %s', async (_name, { next, mode }) => {
    await stack.program({ a: protectedJob });
    await stack.apply();
    await stack.program(next);
    const { plan, diagnostics } = await stack.plan({ mode: mode ?? 'normal' });
    expect(plan).toBeNull();
    expect(diagnostics).toMatchObject([{ code: 'instance-cannot-be-destroyed', address: 'opentrain_job.a' }]);
  });

  test('replace_triggered_by and -replace', async () => {
    const b = { lifecycle: { replace_triggered_by: ['opentrain_job.a.title'] } };
    await stack.program({ a: { title: 'x' }, b, c: {} });
    await stack.apply();
    await stack.program({ a: { title: 'x', amount: 1 }, b, c: {} });
    expect(actions(await stack.planned())).toEqual(['opentrain_job.a update']);
    await stack.program({ a: { title: 'y' }, b, c: {} });
    expect(actions(await stack.planned({ replace: ['opentrain_job.c'] }))).toEqual([
      'opentrain_job.a update',
      'opentrain_job.b replace replace_by_triggers',
      'opentrain_job.c replace replace_by_request',
    ]);
  });
});

describe('targets and excludes', () => {
  const cases: Record<string, { readonly options: object; readonly planned: readonly string[] }> = {
    'a target takes what it depends on': { options: { targets: ['opentrain_job.b'] }, planned: ['a', 'b'] },
    'an exclude takes what depends on it': {
      options: { excludes: ['opentrain_job.b'] },
      planned: ['a', 'd'],
    },
    both: { options: { targets: ['opentrain_job.c'], excludes: ['opentrain_job.c'] }, planned: ['a', 'b'] },
  };
  test.each(Object.entries(cases))('%s', async (_name, { options, planned }) => {
    await stack.program({ ...CHAIN, d: {} });
    const plan = await stack.planned(options);
    expect(plan.changes.map((change) => change.name)).toEqual(planned);
  });

  test('destroying a target takes what depends on it', async () => {
    await stack.program({ ...CHAIN, d: {} });
    await stack.apply();
    const plan = await stack.planned({ mode: 'destroy', targets: ['opentrain_job.b'] });
    expect(actions(plan)).toEqual(['opentrain_job.b delete', 'opentrain_job.c delete']);
  });

  test('one instance of many', async () => {
    await stack.program({ n: { count: 3 } });
    expect(actions(await stack.planned({ targets: ['opentrain_job.n[1]'] }))).toEqual([
      'opentrain_job.n[1] create',
    ]);
  });

  test.each([
    ['targets', 'unknown-target'],
    ['excludes', 'unknown-exclude'],
    ['replace', 'unknown-replace'],
  ])('an unknown address in %s is refused', async (option, code) => {
    await stack.program({ support: {} });
    const { plan, diagnostics } = await stack.plan({ [option]: ['opentrain_job.suport'] });
    expect(plan).toBeNull();
    expect(diagnostics).toMatchObject([{ code }]);
    expect(diagnostics[0]?.detail).toContain('Did you mean opentrain_job.support');
  });
});

describe('what the world did', () => {
  test('drift is told apart from changes, and a job that is gone is planned again', async () => {
    await stack.program({ a: { title: 'x' }, b: { title: 'y' } });
    await stack.apply();
    const ids = [...stack.account.objects.keys()];
    const [first, second] = ids;
    const remote = stack.account.objects.get(first ?? '');
    if (remote !== undefined) remote.values = { ...remote.values, status: 'CLOSED' };
    stack.account.objects.delete(second ?? '');
    const plan = await stack.planned();
    expect(plan.drift.map((change) => [change.address, change.action])).toEqual([
      ['opentrain_job.a', 'update'],
      ['opentrain_job.b', 'delete'],
    ]);
    expect(actions(plan)).toEqual(['opentrain_job.b create']);
  });

  test('-refresh=false reads nothing', async () => {
    await stack.program({ a: { title: 'x' } });
    await stack.apply();
    stack.account.calls.length = 0;
    await stack.planned({ refresh: false });
    expect(stack.account.calls).toEqual([]);
  });
});

describe('data sources and outputs', () => {
  const data = { opentrain_capabilities: { now: {}, later: { of: '${opentrain_job.a.id}' } } };

  test('are read while planning where everything is known, else by apply', async () => {
    await stack.program(
      { a: { title: 'x' }, b: { tags: '${data.opentrain_capabilities.now.update_keys}' } },
      { data, output: { keys: { value: '${data.opentrain_capabilities.later.update_keys}' } } },
    );
    const plan = await stack.planned();
    expect(actions(plan)).toEqual([
      'opentrain_job.a create',
      'opentrain_job.b create',
      'data.opentrain_capabilities.later read',
    ]);
    expect(plan.changes.find((change) => change.name === 'b')?.planned?.tags).toEqual(['a', 'b']);
    const result = await stack.apply();
    expect(result.outputs).toEqual({
      keys: { value: ['a', 'b'], sensitive: false, type: ['list', 'string'] },
    });
    expect((await stack.state())?.outputs.keys?.type).toEqual(['list', 'string']);
    expect((await stack.apply()).outcome).toBe('no-changes');
  });

  test('sensitive values are marked, and may not leave by a plain output', async () => {
    const variable = { s: { type: 'string', default: 'hush', sensitive: true } };
    await stack.program({ a: { title: '${var.s}', secret: 'x' } }, { variable });
    const plan = await stack.planned();
    expect(plan.changes[0]?.sensitivePaths).toEqual([['title'], ['secret']]);
    expect(plan.sensitiveVariables).toEqual(['s']);
    await stack.program(
      { a: { title: '${var.s}' } },
      { variable, output: { o: { value: '${opentrain_job.a.title}' } } },
    );
    expect((await stack.plan()).diagnostics).toMatchObject([
      { code: 'sensitive-output', address: 'output.o' },
    ]);
  });
});

describe('mistakes', () => {
  const cases: Record<
    string,
    {
      readonly jobs: JsonValue;
      readonly rest?: { readonly [key: string]: JsonValue };
      readonly codes: readonly string[];
    }
  > = {
    'several at once': {
      jobs: { a: { titel: 'x' }, b: { amount: 'many' }, c: { title: 'forbidden' } },
      codes: ['unsupported-argument', 'incorrect-attribute-type', 'test-failure'],
    },
    'undeclared resource': {
      jobs: { a: { title: '${opentrain_job.z.id}' } },
      codes: ['undeclared-reference'],
    },
    'undeclared variable': { jobs: { a: { title: '${var.z}' } }, codes: ['undeclared-reference'] },
    'unknown attribute': {
      jobs: { a: {}, b: { title: '${opentrain_job.a.idd}' } },
      codes: ['unsupported-attribute'],
    },
    'read-only attribute': { jobs: { a: { status: 'OPEN' } }, codes: ['read-only-argument'] },
    'unknown type': {
      jobs: {},
      rest: { data: { opentrain_nothing: { a: {} } } },
      codes: ['invalid-resource-type'],
    },
    cycle: {
      jobs: { a: { title: '${opentrain_job.b.id}' }, b: { title: '${opentrain_job.a.id}' } },
      codes: ['dependency-cycle'],
    },
    'cycle of locals': {
      jobs: { a: { title: '${local.x}' } },
      rest: { locals: { x: '${local.y}', y: '${local.x}' } },
      codes: ['dependency-cycle'],
    },
    itself: { jobs: { a: { title: '${opentrain_job.a.id}' } }, codes: ['self-reference'] },
    'count of an unknown': {
      jobs: { a: {}, b: { for_each: { k: '${opentrain_job.a.id}' } }, c: { count: '${opentrain_job.a.id}' } },
      codes: ['invalid-count'],
    },
    'negative count': { jobs: { a: { count: -1 } }, codes: ['invalid-count'] },
    'list for for_each': { jobs: { a: { for_each: [1] } }, codes: ['invalid-for-each'] },
    'moved to a declared name': {
      jobs: { a: {} },
      rest: { moved: [{ from: 'opentrain_job.a', to: 'opentrain_job.b' }] },
      codes: ['moved-object-exists'],
    },
    'import without configuration': {
      jobs: {},
      rest: { import: [{ to: 'opentrain_job.a', id: 'x' }] },
      codes: ['import-without-configuration'],
    },
  };
  test.each(Object.entries(cases))('%s', async (_name, { jobs, rest, codes }) => {
    await stack.program(jobs, rest);
    const { plan, diagnostics } = await stack.plan();
    expect(plan).toBeNull();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(codes);
    expect(stack.takeWrites()).toEqual([]);
  });

  test('a cycle names its members', async () => {
    await stack.program({ a: { title: '${opentrain_job.b.id}' }, b: { title: '${opentrain_job.a.id}' } });
    const { diagnostics } = await stack.plan();
    expect(diagnostics[0]?.detail).toMatch(/opentrain_job\.[ab] → opentrain_job\.[ab] → opentrain_job\.[ab]/);
  });

  test('a held lock is refused, and -lock=false plans all the same', async () => {
    await stack.program({ a: {} });
    let inner: Awaited<ReturnType<TestStack['plan']>> | null = null;
    let unlocked: Awaited<ReturnType<TestStack['plan']>> | null = null;
    await stack.apply(
      {},
      {
        approve: async () => {
          inner = await stack.plan();
          unlocked = await stack.plan({ lock: false });
          return false;
        },
      },
    );
    expect(inner).toMatchObject({ plan: null, diagnostics: [{ code: 'state-locked' }] });
    expect(unlocked).toMatchObject({ plan: { stack: 'jobs' } });
  });

  test('validate needs neither server nor variables', async () => {
    await stack.program(
      {
        a: { title: '${var.needed}', count: '${var.n}' },
        b: { titel: '${var.needed}' },
        c: { title: 'forbidden' },
      },
      { variable: { needed: { type: 'string' }, n: { type: 'number' } } },
    );
    const diagnostics = await stack.engine.validate(stack.location);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([
      'unsupported-argument',
      'test-failure',
    ]);
    expect(stack.account.calls).toEqual([]);
  });
});
