import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { operationGraph } from '../../src/engine/apply/operation-graph.ts';
import type { Action, ResourceChange } from '../../src/engine/plan-model.ts';
import { dependencyOrder, findCycle } from '../../src/engine/program/dependency-graph.ts';
import { walk } from '../../src/engine/program/walk.ts';

/** Graphs without cycles: every node waits for earlier ones only. */
const acyclic = fc
  .array(fc.array(fc.nat(), { maxLength: 4 }), { maxLength: 40 })
  .map(
    (rows) =>
      new Map(
        rows.map((targets, node): [string, string[]] => [
          `n${node}`,
          node === 0 ? [] : [...new Set(targets.map((target) => `n${target % node}`))],
        ]),
      ),
  );

describe('dependency order', () => {
  test('puts everything after what it waits for', () => {
    fc.assert(
      fc.property(acyclic, (graph) => {
        const order = dependencyOrder(graph);
        expect(order).toHaveLength(graph.size);
        for (const [node, targets] of graph) {
          for (const target of targets) expect(order.indexOf(target)).toBeLessThan(order.indexOf(node));
        }
      }),
    );
  });

  test('is not limited by depth', () => {
    const chain = new Map(Array.from({ length: 50_000 }, (_, node) => [`n${node}`, [`n${node + 1}`]]));
    expect(dependencyOrder(chain)[0]).toBe('n49999');
  });

  test('names the cycle', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(findCycle(graph)).toEqual(['c', 'b']);
    expect(() => dependencyOrder(graph)).toThrow(/c → b → c/);
  });
});

describe('walk', () => {
  test('visits in order, never more at once than allowed, and skips what waits for a failure', async () => {
    await fc.assert(
      fc.asyncProperty(
        acyclic,
        fc.integer({ min: 1, max: 5 }),
        fc.nat(),
        async (graph, parallelism, failing) => {
          const bad = `n${failing % Math.max(graph.size, 1)}`;
          const done = new Set<string>();
          let underWay = 0;
          let most = 0;
          const outcomes = await walk(graph, { parallelism }, async (node) => {
            for (const target of graph.get(node) ?? []) expect(done.has(target)).toBe(true);
            underWay += 1;
            most = Math.max(most, underWay);
            await Promise.resolve();
            underWay -= 1;
            if (node === bad) return false;
            done.add(node);
            return true;
          });
          expect(most).toBeLessThanOrEqual(parallelism);
          expect(outcomes.size).toBe(graph.size);
          for (const [node, targets] of graph) {
            const blocked = targets.some((target) => outcomes.get(target) !== 'done');
            const expected = blocked ? 'skipped' : node === bad ? 'failed' : 'done';
            expect(outcomes.get(node)).toBe(expected);
          }
        },
      ),
    );
  });

  test('a thrown error is thrown again after everything under way ended', async () => {
    let finished = false;
    const graph = new Map<string, string[]>([
      ['a', []],
      ['b', []],
    ]);
    const walking = walk(graph, { parallelism: 2 }, async (node) => {
      if (node === 'a') throw new Error('broken');
      await new Promise((resolve) => setImmediate(resolve));
      finished = true;
      return true;
    });
    await expect(walking).rejects.toThrow('broken');
    expect(finished).toBe(true);
  });
});

function change(name: string, action: Action, extra: Partial<ResourceChange> = {}): ResourceChange {
  return {
    address: `opentrain_job.${name}`,
    mode: 'managed',
    type: 'opentrain_job',
    name,
    action,
    prior: null,
    priorPrivate: null,
    config: null,
    planned: null,
    plannedPrivate: null,
    replacePaths: [],
    createBeforeDestroy: false,
    effects: {
      createsDraft: false,
      publishes: false,
      liveEdit: [],
      draftEdit: [],
      closes: false,
      abandons: false,
    },
    dependencies: [],
    ...extra,
  };
}

describe('operation order', () => {
  const A = 'opentrain_job.a';
  const first = { createBeforeDestroy: true };
  const cases: Record<
    string,
    { readonly changes: ResourceChange[]; readonly waits: Record<string, string[]>; readonly order: string[] }
  > = {
    'create follows create': {
      changes: [change('b', 'create'), change('a', 'create')],
      waits: { 'opentrain_job.b': [A], [A]: [] },
      order: ['apply a', 'apply b'],
    },
    'delete of a dependent comes first': {
      changes: [change('a', 'delete'), change('b', 'delete', { dependencies: [A] })],
      waits: {},
      order: ['destroy b', 'destroy a'],
    },
    'replace of both': {
      changes: [change('a', 'replace'), change('b', 'replace')],
      waits: { 'opentrain_job.b': [A], [A]: [] },
      order: ['destroy b', 'destroy a', 'apply a', 'apply b'],
    },
    'replace of both, creating first': {
      changes: [change('a', 'replace', first), change('b', 'replace', first)],
      waits: { 'opentrain_job.b': [A], [A]: [] },
      order: ['apply a', 'apply b', 'destroy b', 'destroy a'],
    },
    'contradicting state is no deadlock': {
      changes: [
        change('z', 'delete', { ...first, dependencies: ['opentrain_job.y'] }),
        change('y', 'replace'),
        change('w', 'update', { dependencies: ['opentrain_job.z'] }),
      ],
      waits: { 'opentrain_job.w': ['opentrain_job.y', 'opentrain_job.z'], 'opentrain_job.y': [] },
      order: ['destroy z', 'destroy y', 'apply y', 'apply w'],
    },
    'stored dependencies in a circle are no deadlock': {
      changes: [
        change('a', 'delete', { dependencies: ['opentrain_job.b'] }),
        change('b', 'delete', { dependencies: [A] }),
      ],
      waits: {},
      order: ['destroy a', 'destroy b'],
    },
  };
  test.each(Object.entries(cases))('%s', (_name, { changes, waits, order }) => {
    const { graph, operations } = operationGraph(changes, new Map(Object.entries(waits)));
    const visited = dependencyOrder(graph).filter((id) => operations.has(id));
    expect(visited.map((id) => id.replace('opentrain_job.', ''))).toEqual(order);
  });
});
