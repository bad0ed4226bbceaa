import { describe, expect, test } from 'vitest';
import { encodeDiagnostic, encodePath } from '../../src/plugin/diagnostic-encoding.ts';
import { createOutcome } from '../../src/plugin/rpc/create-outcome.ts';
import { encodeSchema } from '../../src/plugin/schema-encoding.ts';
import type { AttributePath, Diagnostic } from '../../src/provider/diagnostics.ts';
import type { ObjectValue } from '../../src/provider/values.ts';
import { UNKNOWN } from '../../src/provider/values.ts';
import { thingSchema } from './support/test-provider.ts';

const error: Diagnostic = {
  severity: 'error',
  code: 'x',
  summary: 'Something',
  detail: 'Run `{command} apply` for {address}. Token ot_pat_SECRET_SECRET.',
  origin: 'api',
};

describe('paths', () => {
  const name = (attribute_name: string) => ({
    attribute_name,
    element_key_string: null,
    element_key_int: null,
  });
  const key = (element_key_string: string) => ({
    attribute_name: null,
    element_key_string,
    element_key_int: null,
  });
  const at = (element_key_int: number) => ({
    attribute_name: null,
    element_key_string: null,
    element_key_int,
  });

  test.each<[AttributePath, object[]]>([
    [['name'], [name('name')]],
    [
      ['settings', 'note'],
      [name('settings'), name('note')],
    ],
    [
      ['parts', 0, 'key'],
      [name('parts'), at(0), name('key')],
    ],
    [
      ['labels', 'a.b'],
      [name('labels'), key('a.b')],
    ],
    [
      ['steps', 2],
      [name('steps'), at(2)],
    ],
    [['tags', 1], [name('tags')]],
    [['nope', 'deeper'], []],
    [['settings', 'nope'], [name('settings')]],
    [['parts', 'key'], [name('parts')]],
  ])('%j', (path, steps) => expect(encodePath(path, thingSchema).steps).toEqual(steps));
});

test('a diagnostic names terraform and no token', () => {
  const encoded = encodeDiagnostic({ ...error, attribute: ['name'] }, thingSchema);
  expect(encoded.severity).toBe(1);
  expect(encoded.detail).toBe('Run `terraform apply` for this resource. Token ot_pat_********.');
  expect(encoded.attribute?.steps).toHaveLength(1);
  expect(encodeDiagnostic({ ...error, severity: 'warning' }, null)).toMatchObject({
    severity: 2,
    attribute: null,
  });
});

describe('the answer to a create', () => {
  const planned: ObjectValue = {
    id: UNKNOWN,
    name: 'wish',
    tags: ['a', UNKNOWN],
    settings: { depth: 1, note: UNKNOWN },
  };
  const state: ObjectValue = {
    id: '1',
    name: 'truth',
    tags: ['x', 'b'],
    settings: { depth: 2, note: UNKNOWN },
  };

  test('with an error: promises kept, unknowns filled, errors shown as warnings', () => {
    const outcome = createOutcome(planned, { state, private: 'p', diagnostics: [error] });
    expect(outcome.state).toEqual({
      id: '1',
      name: 'wish',
      tags: ['a', 'b'],
      settings: { depth: 1, note: null },
    });
    expect(outcome.private).toBe('p');
    expect(outcome.diagnostics[0]?.severity).toBe('warning');
    expect(outcome.diagnostics[0]?.detail).toMatch(/^Run .*\n\nThis is shown as a warning/);
  });

  test('without an error, or without an object: as it is', () => {
    const good = { state, private: null, diagnostics: [{ ...error, severity: 'warning' as const }] };
    expect(createOutcome(planned, good)).toBe(good);
    const nothing = { state: null, private: null, diagnostics: [error] };
    expect(createOutcome(planned, nothing)).toBe(nothing);
  });
});

test('the schema: nested objects as nested attributes, everything else as a type', () => {
  const { version, block } = encodeSchema(thingSchema);
  expect(version).toBe(1);
  const types = Object.fromEntries(
    (block?.attributes ?? []).map((attribute) => [
      attribute.name,
      attribute.nested_type
        ? `nesting ${attribute.nested_type.nesting}`
        : Buffer.from(attribute.type).toString(),
    ]),
  );
  expect(types).toMatchObject({
    id: '"string"',
    size: '"number"',
    ready: '"bool"',
    tags: '["set","string"]',
    steps: '["list","string"]',
    labels: '["map","string"]',
    settings: 'nesting 1',
    parts: 'nesting 2',
  });
  expect(block?.attributes.find(({ name }) => name === 'id')).toMatchObject({
    computed: true,
    optional: false,
  });
});
