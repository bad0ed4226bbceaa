import { describe, expect, test } from 'vitest';
import { listState, moveInState, removeFromState, showInState } from '../../src/engine/index.ts';
import type { State, StateInstance, StateResource } from '../../src/state/index.ts';

function instance(
  id: string,
  indexKey?: string | number,
  dependencies: readonly string[] = [],
): StateInstance {
  return {
    ...(indexKey === undefined ? {} : { indexKey }),
    schemaVersion: 0,
    attributes: { id },
    private: null,
    sensitiveAttributes: [],
    dependencies,
  };
}

function block(
  name: string,
  instances: readonly StateInstance[],
  extra: Partial<StateResource> = {},
): StateResource {
  return { mode: 'managed', type: 'opentrain_job', name, provider: 'p', instances, ...extra };
}

const STATE: State = {
  terraformVersion: '1.11.4',
  serial: 3,
  lineage: 'l',
  outputs: {},
  resources: [
    block('a', [instance('1')]),
    block('many', [instance('2', 0), instance('3', 1)]),
    block('named', [instance('4', 'es', ['opentrain_job.a'])]),
    block('caps', [instance('5')], { mode: 'data' }),
    block('inner', [instance('6')], { module: 'module.m' }),
  ],
};

function edited(edit: ReturnType<typeof moveInState>): State {
  if ('error' in edit) throw new Error(edit.error.detail);
  return edit.state;
}

describe('list and show', () => {
  const all = [
    'opentrain_job.a',
    'opentrain_job.many[0]',
    'opentrain_job.many[1]',
    'opentrain_job.named["es"]',
    'data.opentrain_job.caps',
    'module.m.opentrain_job.inner',
  ];
  test('lists all', () => expect(listState(STATE)).toEqual(all));
  test.each([
    ['opentrain_job.many', ['opentrain_job.many[0]', 'opentrain_job.many[1]']],
    ['opentrain_job.many[1]', ['opentrain_job.many[1]']],
    ['module.m', ['module.m.opentrain_job.inner']],
    ['opentrain_job.none', []],
  ])('lists %s', (pattern, found) => expect(listState(STATE, [pattern])).toEqual(found));
  test('shows one', () => {
    expect(showInState(STATE, 'opentrain_job.named["es"]')?.instance.attributes.id).toBe('4');
    expect(showInState(STATE, 'opentrain_job.many')).toBeNull();
  });
});

describe('rm', () => {
  test('drops what is named and keeps the identity of the rest', () => {
    const state = edited(removeFromState(STATE, ['opentrain_job.many[0]', 'opentrain_job.a']));
    expect(listState(state).slice(0, 2)).toEqual(['opentrain_job.many[1]', 'opentrain_job.named["es"]']);
    expect(state.resources[1]).toBe(STATE.resources[2]);
  });
  test('is all or nothing', () => {
    const edit = removeFromState(STATE, ['opentrain_job.a', 'opentrain_job.nane']);
    expect(edit).toMatchObject({ error: { code: 'unknown-address' } });
  });
});

describe('mv', () => {
  const cases: Record<
    string,
    { readonly from: string; readonly to: string; readonly after: readonly string[] }
  > = {
    'a block': {
      from: 'opentrain_job.many',
      to: 'opentrain_job.few',
      after: ['opentrain_job.few[0]', 'opentrain_job.few[1]'],
    },
    'one of many': {
      from: 'opentrain_job.many[1]',
      to: 'opentrain_job.alone',
      after: ['opentrain_job.alone'],
    },
    'to an index': { from: 'opentrain_job.a', to: 'opentrain_job.many[2]', after: ['opentrain_job.many[2]'] },
    'to a key': {
      from: 'opentrain_job.a',
      to: 'opentrain_job.named["fr"]',
      after: ['opentrain_job.named["fr"]'],
    },
  };
  test.each(Object.entries(cases))('%s', (_name, { from, to, after }) => {
    const addresses = listState(edited(moveInState(STATE, from, to)));
    for (const address of after) expect(addresses).toContain(address);
    expect(addresses).toHaveLength(6);
    expect(addresses).not.toContain(from);
  });
  test('renames dependencies', () => {
    const state = edited(moveInState(STATE, 'opentrain_job.a', 'opentrain_job.z'));
    expect(showInState(state, 'opentrain_job.named["es"]')?.instance.dependencies).toEqual([
      'opentrain_job.z',
    ]);
  });
  test.each([
    ['opentrain_job.a', 'opentrain_job.many[0]', 'invalid-move'],
    ['opentrain_job.a', 'data.opentrain_job.a', 'invalid-move'],
    ['opentrain_job.many', 'opentrain_job.x[0]', 'invalid-move'],
    ['opentrain_job.none', 'opentrain_job.x', 'unknown-address'],
    ['nonsense', 'opentrain_job.x', 'invalid-move'],
  ])('refuses %s to %s', (from, to, code) => {
    expect(moveInState(STATE, from, to)).toMatchObject({ error: { code } });
  });
});
