// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { evaluate, evaluateJson, type Resolved, type Scope } from '../../src/engine/expression/evaluate.ts';
import { parseReference } from '../../src/engine/expression/parse.ts';
import { TemplateCache } from '../../src/engine/expression/template-cache.ts';
import { Problem } from '../../src/engine/problem.ts';
import type { AttributePath, Diagnostic } from '../../src/provider/diagnostics.ts';
import { UNKNOWN, type Value } from '../../src/provider/values.ts';

const NAMES: Readonly<Record<string, Resolved>> = {
  'resource opentrain_job.a': {
    value: { id: 'j1', later: UNKNOWN, tags: ['x', 'y'], 'odd key': 1 },
    sensitive: [],
  },
  'resource opentrain_job.many': { value: [{ id: 'm0' }, { id: 'm1' }], sensitive: [[1, 'id']] },
  'resource data.opentrain_capabilities.c': { value: { update_keys: ['k'] }, sensitive: [] },
  'variable v': { value: 'text', sensitive: [] },
  'variable secret': { value: 'hush', sensitive: [[]] },
  'variable n': { value: 0.05, sensitive: [] },
  'local l': { value: { a: { b: true } }, sensitive: [] },
  'each key': { value: 'es', sensitive: [] },
  'count index': { value: 1, sensitive: [] },
};

const scope: Scope = {
  templates: new TemplateCache({ stack: 's', folder: 'cdktf.out/stacks/s' }),
  resolve(reference) {
    if (reference.kind === 'unsupported') throw new Error('unsupported root');
    const key =
      reference.kind === 'resource'
        ? `resource ${reference.mode === 'data' ? 'data.' : ''}${reference.type}.${reference.name}`
        : `${reference.kind} ${reference.name}`;
    const found = NAMES[key];
    if (found === undefined) throw new Error(`no ${key}`);
    return found;
  },
};

function run(text: string) {
  return evaluate(scope.templates.parse(text), scope);
}

function failure(text: string): Diagnostic {
  try {
    run(text);
  } catch (error) {
    if (error instanceof Problem) return error.diagnostic;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('values of templates', () => {
  const cases: Record<
    string,
    { readonly text: string; readonly value: Value; readonly sensitive?: boolean }
  > = {
    'plain text': { text: 'hello', value: 'hello' },
    'empty text': { text: '', value: '' },
    'escaped dollar': { text: 'costs $${x} and %%{y}', value: 'costs ${x} and %{y}' },
    'lone dollar and brace': { text: '$5 {a} 100%', value: '$5 {a} 100%' },
    'attribute reference': { text: '${opentrain_job.a.id}', value: 'j1' },
    'reference among text': { text: 'job ${opentrain_job.a.id}!', value: 'job j1!' },
    'type kept by a lone reference': { text: '${opentrain_job.a.tags}', value: ['x', 'y'] },
    'list index': { text: '${opentrain_job.a.tags[1]}', value: 'y' },
    'legacy list index': { text: '${opentrain_job.a.tags.0}', value: 'x' },
    'quoted index': { text: '${opentrain_job.a["odd key"]}', value: 1 },
    'instance by number': { text: '${opentrain_job.many[0].id}', value: 'm0' },
    'instance by reference': { text: '${opentrain_job.many[count.index].id}', value: 'm1', sensitive: true },
    'data source': { text: '${data.opentrain_capabilities.c.update_keys}', value: ['k'] },
    'local path': { text: '${local.l.a.b}', value: true },
    'number into text': { text: '${var.n} USD', value: '0.05 USD' },
    'each key': { text: '${each.key}', value: 'es' },
    'unknown alone': { text: '${opentrain_job.a.later}', value: UNKNOWN },
    'unknown among text': { text: 'x ${opentrain_job.a.later}', value: UNKNOWN },
    'inside unknown': { text: '${opentrain_job.a.later.deep[0]}', value: UNKNOWN },
    'quoted string inside': { text: '${"a \\"b\\" ${var.v}"}', value: 'a "b" text' },
    'number literal': { text: '${-1.5}', value: -1.5 },
    'bool literal': { text: '${true}', value: true },
    'null literal': { text: '${null}', value: null },
    'spaces and parentheses': { text: '${ ( var.v ) }', value: 'text' },
    'sensitive variable': { text: 'x${var.secret}', value: 'xhush', sensitive: true },
    'list literal': { text: '${[var.v, 1, null,]}', value: ['text', 1, null] },
    'object literal': {
      text: '${{a = var.v, "b c" : [1], (var.v) = 2}}',
      value: { a: 'text', 'b c': [1], text: 2 },
    },
    'object literal over lines': { text: '${{\n a = 1\n b = 2\n}}', value: { a: 1, b: 2 } },
    'set of an iterator': { text: '${toset(["b", "a", "b"])}', value: ['a', 'b'] },
    'set of what comes later': { text: '${toset([opentrain_job.a.later])}', value: UNKNOWN },
    'list of what comes later': { text: '${tolist(["x", opentrain_job.a.later])}', value: ['x', UNKNOWN] },
    'JSON of a reference': { text: '${jsonencode("a ${var.v}")}', value: '"a text"' },
    'JSON of what comes later': { text: '${jsonencode([opentrain_job.a.later])}', value: UNKNOWN },
    'JSON of a secret': { text: '${jsonencode({a = var.secret})}', value: '{"a":"hush"}', sensitive: true },
    'decomposed letters become NFC': { text: 'e\u0301', value: '\u00e9' },
  };
  test.each(Object.entries(cases))('%s', (_name, { text, value, sensitive }) => {
    expect(run(text)).toEqual({ value, sensitive: sensitive ?? false });
  });
});

describe('refused expressions', () => {
  const cases: Record<string, { readonly text: string; readonly code: string; readonly says: string }> = {
    'function call': { text: '${upper(var.v)}', code: 'unsupported-expression', says: 'a function call' },
    'provider function': {
      text: '${provider::x::y(1)}',
      code: 'unsupported-expression',
      says: 'a function call',
    },
    conditional: { text: '${var.v ? 1 : 2}', code: 'unsupported-expression', says: 'a conditional' },
    operator: { text: '${var.n + 1}', code: 'unsupported-expression', says: 'an operator' },
    negation: { text: '${!var.v}', code: 'unsupported-expression', says: 'an operator' },
    splat: {
      text: '${opentrain_job.many[*].id}',
      code: 'unsupported-expression',
      says: 'a splat expression',
    },
    'old splat': {
      text: '${opentrain_job.many.*.id}',
      code: 'unsupported-expression',
      says: 'a splat expression',
    },
    directive: {
      text: '%{ if true }x%{ endif }',
      code: 'unsupported-expression',
      says: 'a template directive',
    },
    'for expression': {
      text: '${[for x in y : x]}',
      code: 'unsupported-expression',
      says: 'a for expression',
    },
    'object for expression': {
      text: '${{for k, v in y : k => v}}',
      code: 'unsupported-expression',
      says: 'a for expression',
    },
    'index into a call': {
      text: '${tolist(["a"])[0]}',
      code: 'unsupported-expression',
      says: 'an index into an expression',
    },
    'arguments out of a list': {
      text: '${toset(var.v...)}',
      code: 'unsupported-expression',
      says: 'arguments out of a list',
    },
    'two arguments': { text: '${toset(1, 2)}', code: 'invalid-expression', says: 'takes one argument' },
    'wrong argument': { text: '${tonumber("x")}', code: 'invalid-reference', says: '"x" is not a number' },
    'wrong secret argument': {
      text: '${tonumber(var.secret)}',
      code: 'invalid-reference',
      says: 'which is sensitive',
    },
    'set of objects': {
      text: '${toset([{a = 1}])}',
      code: 'unsupported-expression',
      says: 'a set of lists or objects',
    },
    'reference as a key': { text: '${{a.b = 1}}', code: 'invalid-expression', says: 'in parentheses' },
    'list not closed': { text: '${["a"', code: 'invalid-expression', says: 'not closed' },
    'not closed': { text: '${var.v', code: 'invalid-expression', says: 'not closed' },
    empty: { text: '${}', code: 'invalid-expression', says: 'A value is missing' },
    'string not closed': { text: '${"abc}', code: 'invalid-expression', says: 'not closed' },
    'root alone': { text: '${var}', code: 'invalid-reference', says: 'names no resource' },
    'missing attribute': {
      text: '${opentrain_job.a.idd}',
      code: 'invalid-reference',
      says: 'Did you mean "id"?',
    },
    'index too high': { text: '${opentrain_job.many[7].id}', code: 'invalid-reference', says: '2 elements' },
    'list in text': { text: 'x ${opentrain_job.a.tags}', code: 'invalid-reference', says: 'a list' },
  };
  test.each(Object.entries(cases))('%s', (_name, { text, code, says }) => {
    const diagnostic = failure(text);
    expect(diagnostic.code).toBe(code);
    expect(diagnostic.detail).toContain(says);
  });

  test('names the terraform command', () => {
    expect(failure('${upper("x")}').detail).toContain('terraform -chdir=cdktf.out/stacks/s plan');
  });
});

describe('JSON bodies', () => {
  test('keys are templates, and sensitive places are listed', () => {
    const sensitive: AttributePath[] = [];
    const value = evaluateJson(
      { '${var.v}': ['a', '${var.secret}'], n: 1, b: null },
      scope,
      ['body'],
      sensitive,
    );
    expect(value).toEqual({ text: ['a', 'hush'], n: 1, b: null });
    expect(sensitive).toEqual([['body', 'text', 1]]);
  });

  test('a problem carries its place', () => {
    expect(() => evaluateJson({ a: { b: ['${f(1)}'] } }, scope, [], [])).toThrow(
      expect.objectContaining({ diagnostic: expect.objectContaining({ attribute: ['a', 'b', 0] }) }),
    );
  });

  test('a key named __proto__ stays a key', () => {
    const value = evaluateJson(JSON.parse('{"__proto__":{"x":1}}'), scope, [], []) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect('x' in value).toBe(false);
  });
});

describe('properties', () => {
  test('escaping any text gives the text back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        // "$${" is an escape of its own, so text must not already end in a sign before one.
        fc.pre(!/[$%][$%]\{/.test(text));
        const escaped = text.replaceAll('${', '$$${').replaceAll('%{', '%%{');
        expect(run(escaped).value).toBe(text.normalize('NFC'));
      }),
    );
  });

  test('no input crashes the parser without a diagnostic', () => {
    const pieces = fc.constantFrom(
      '${',
      '}',
      'var.v',
      '[',
      ']',
      '"',
      '\\',
      '.',
      '*',
      '(',
      ')',
      '%{',
      '$$',
      '1',
      ' ',
      'a',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        try {
          run(parts.join(''));
        } catch (error) {
          if (
            !(error instanceof Problem) &&
            !(error instanceof Error && /^no |unsupported root/.test(error.message))
          )
            throw error;
        }
      }),
    );
  });

  test('deep nesting ends in a diagnostic', () => {
    expect(failure(`\${${'('.repeat(100_000)}`).code).toBe('invalid-expression');
  });
});

test('bare references may be wrapped', () => {
  expect(parseReference('${opentrain_job.a}')).toMatchObject({ root: 'opentrain_job' });
  expect(parseReference('opentrain_job.a[0]')).toMatchObject({ root: 'opentrain_job' });
});
