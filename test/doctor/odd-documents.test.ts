import { describe, expect, it } from 'vitest';
import { CLOSE, CLOSED, check, document, type Json, PATCH, patch } from './spec-builder.ts';

describe('documents that cannot be used', () => {
  it.each([
    ['nothing', {}, /no "openapi" version/],
    ['Swagger 2', { swagger: '2.0', paths: {} }, /version 2\.0/],
    ['a later version', { openapi: '4.0.0' }, /version 4\.0\.0/],
    ['no operation', { openapi: '3.1.0', paths: { '/x': 5, '/y': { get: 'no' } } }, /no operation/],
    ['paths that are a list', { openapi: '3.1.0', paths: [[]] }, /no operation/],
    ['a path behind a cycle', { openapi: '3.1.0', paths: { '/x': { $ref: '#/paths/~1x' } } }, /no operation/],
  ])('%s', (_title, spec, why) => {
    const report = check(CLOSE, spec);
    expect(report.spec).toMatchObject({ kind: 'unusable', why: expect.stringMatching(why) });
    expect(report.findings).toEqual([]);
    expect(report.compatible).toBe(true);
  });

  it('any shape of the parts is survived', () => {
    const odd = [null, 5, 'x', [], [[]], {}, true];
    for (const value of odd) {
      const operation = { parameters: value, requestBody: value, responses: { 200: value }, security: value };
      for (const responses of odd) {
        const spec = document({ [PATCH]: { ...operation, responses: responses ?? operation.responses } });
        expect(check(PATCH, { ...spec, components: value, servers: value, info: value }).spec.kind).toBe(
          'compared',
        );
      }
      expect(check(PATCH, document({ [PATCH]: operation })).compatible).toBeTypeOf('boolean');
      expect(
        check(
          PATCH,
          document({ [PATCH]: patch({ type: value, properties: { jobTitle: value }, enum: value } as Json) }),
        ).spec.kind,
      ).toBe('compared');
    }
  });

  it('a schema that branches without end costs a bounded number of steps', () => {
    const schemas: Record<string, Json> = {};
    for (let i = 0; i < 40; i += 1) {
      const next = { $ref: `#/components/schemas/S${(i + 1) % 40}` };
      schemas[`S${i}`] = { allOf: Array.from({ length: 10 }, () => next), anyOf: [next, next, next] };
    }
    const spec = document(
      { [PATCH]: patch({ $ref: '#/components/schemas/S0' }) },
      { components: { schemas } },
    );
    const report = check(PATCH, spec);
    // Nothing can be concluded from what was not looked at.
    expect(report.findings).toEqual([]);
  });

  it('a schema of endless keys, named again and again, costs no more', () => {
    const keys = Object.fromEntries(
      Array.from({ length: 50_000 }, (_, i) => [`key${i}`, { type: 'string' }]),
    );
    const schemas = { Big: { type: 'object', properties: keys } };
    const again = Array.from({ length: 5_000 }, () => ({ $ref: '#/components/schemas/Big' }));
    const spec = document({ [PATCH]: patch({ allOf: again }) }, { components: { schemas } });
    const report = check(PATCH, spec);
    expect(report.compatible).toBe(true);
    expect(report.findings.filter(({ effect }) => effect !== 'addition')).toEqual([]);
  });

  it('of thousands of operations the first are read, and nothing is called gone', () => {
    const many = Object.fromEntries(Array.from({ length: 2_100 }, (_, i) => [`GET /thing${i}`, {}]));
    const report = check(CLOSE, document({ ...many, [CLOSE]: CLOSED }));
    expect(report.spec).toMatchObject({ operations: 2_000, cutOff: true });
    expect(report.compatible).toBe(true);
    expect(report.unseen).toEqual([CLOSE]);
  });
});
