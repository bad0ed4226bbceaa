import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodePlan, encodePlan, PlanDecodeError } from '../../src/engine/index.ts';
import type { Plan } from '../../src/engine/plan-model.ts';
import {
  ExactNumber,
  type ObjectValue,
  UNKNOWN,
  type Value,
  valuesEqual,
} from '../../src/provider/values.ts';

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
    fc.constant(new ExactNumber('123456789012345678901234567890')),
    fc.constant(UNKNOWN),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.oneof(fc.string(), fc.constant('$'), fc.constant('__proto__')), tie('value'), {
      maxKeys: 3,
    }),
  ),
}));

function planWith(planned: ObjectValue, after: Value): Plan {
  return {
    formatVersion: 1,
    otformVersion: '1.2.3',
    stack: 'jobs',
    mode: 'normal',
    createdAt: '2026-01-01T00:00:00.000Z',
    state: { path: '/s', lineage: null, serial: 0 },
    configHash: 'h',
    targets: [],
    excludes: [],
    variables: { v: planned },
    changes: [
      {
        address: 'opentrain_job.a["x"]',
        mode: 'managed',
        type: 'opentrain_job',
        name: 'a',
        index: 'x',
        action: 'create',
        prior: null,
        priorPrivate: null,
        config: planned,
        planned,
        plannedPrivate: 'p',
        replacePaths: [['a', 0]],
        createBeforeDestroy: false,
        effects: {
          createsDraft: true,
          publishes: true,
          liveEdit: [],
          draftEdit: ['x'],
          closes: false,
          abandons: false,
        },
        dependencies: ['opentrain_job.b'],
        sensitivePaths: [['s']],
      },
    ],
    drift: [],
    outputs: [
      { name: 'o', action: 'create', before: undefined, after, sensitive: false, type: ['list', 'string'] },
    ],
    diagnostics: [
      { severity: 'warning', code: 'c', summary: 'S', detail: 'd', origin: 'api', attribute: ['a', 1] },
    ],
    publishes: 1,
    publishLimit: 20,
    pendingSettlements: ['line'],
  };
}

test('every plan comes back as it was', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), value, { maxKeys: 3 }), value, (planned, after) => {
      const plan = planWith({ ...planned }, after);
      const back = decodePlan(encodePlan(plan));
      expect(valuesEqual(back.changes[0]?.planned ?? undefined, plan.changes[0]?.planned ?? undefined)).toBe(
        true,
      );
      expect(valuesEqual(back.outputs[0]?.after, after)).toBe(true);
      expect(encodePlan(back)).toBe(encodePlan(plan));
    }),
  );
});

test('absent stays absent', () => {
  const plan = planWith({}, 'x');
  expect(decodePlan(encodePlan(plan))).toEqual(plan);
  expect(Object.keys(decodePlan(encodePlan(plan)).changes[0] ?? {})).not.toContain('importId');
});

test.each([
  '',
  '{',
  '[]',
  '{"formatVersion":2}',
  JSON.stringify({ ...planWith({}, null), changes: [{ address: 1 }] }),
])('refused: %s', (payload) => {
  expect(() => decodePlan(payload)).toThrow(PlanDecodeError);
});
