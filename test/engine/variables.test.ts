// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the templates are Terraform's
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { VariableBlock } from '../../src/engine/config/config-model.ts';
import { LiteralError, LiteralParser } from '../../src/engine/variables/literal.ts';
import { loadVariables } from '../../src/engine/variables/load-variables.ts';
import { tryParseType } from '../../src/engine/variables/type-constraint.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'otform-vars-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

function declare(
  ...blocks: (Partial<VariableBlock> & { readonly name: string })[]
): Map<string, VariableBlock> {
  return new Map(
    blocks.map((block) => [
      block.name,
      { type: 'any', default: undefined, sensitive: false, nullable: true, description: null, ...block },
    ]),
  );
}

const NONE = { environment: {}, files: [], flags: {} };

describe('literals', () => {
  const cases: Record<string, { readonly text: string; readonly value: unknown }> = {
    string: { text: '"a\\n\\"b\\""', value: 'a\n"b"' },
    number: { text: '-1.5e2', value: -150 },
    bool: { text: ' true ', value: true },
    list: { text: '["a", "b",]', value: ['a', 'b'] },
    'HCL object': { text: '{\n a = 1 # one\n "b c" = [2]\n}', value: { a: 1, 'b c': [2] } },
    'JSON object': { text: '{"a": {"b": null}, "c": false}', value: { a: { b: null }, c: false } },
    'escaped template': { text: '"$${x}"', value: '${x}' },
  };
  test.each(Object.entries(cases))('%s', (_name, { text, value }) => {
    expect(new LiteralParser(text).single()).toEqual(value);
  });

  const refused: Record<string, { readonly text: string; readonly at: string; readonly says: string }> = {
    reference: { text: 'a = 1\nb = var.x', at: '2:8', says: 'Put text into quotes' },
    'open string': { text: 'a = "x', at: '1:5', says: 'not closed' },
    'missing equals': { text: 'a 1', at: '1:3', says: '"="' },
    twice: { text: 'a = 1\na = 2', at: '2:4', says: 'twice' },
    template: { text: 'a = "${x}"', at: '1:11', says: 'Templates are not allowed' },
    'here document': { text: 'a = <<EOT\nEOT', at: '1:5', says: 'Here documents' },
    'two on a line': { text: 'a = 1 b = 2', at: '1:7', says: 'new line' },
  };
  test.each(Object.entries(refused))('refused: %s', (_name, { text, at, says }) => {
    try {
      new LiteralParser(text).definitions();
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof LiteralError)) throw error;
      expect(error.message).toContain(says);
      expect(`${error.line}:${error.column}`).toBe(at);
    }
  });
});

describe('type constraints', () => {
  test.each([
    'string',
    'any',
    'list(string)',
    'map(object({a = string, b = optional(number)}))',
    'tuple([string, bool])',
    'list',
  ])('%s is one', (text) => {
    expect(tryParseType(text)).not.toBeNull();
  });
  test.each(['', 'strin', 'list(', 'object({a})', 'list(string) x', 'object({a = optional(string, "x")})'])(
    '%j is none',
    (text) => {
      expect(tryParseType(text)).toBeNull();
    },
  );
});

describe('loading', () => {
  test('later sources win: environment, tfvars, auto, var-file, var', async () => {
    const folder = await folderWith({
      'terraform.tfvars': 'b = "tfvars"\nc = "tfvars"\nd = "tfvars"\ne = "tfvars"\n',
      'z.auto.tfvars.json': '{"c": "auto", "d": "auto", "e": "auto"}',
      'given.tfvars': 'd = "file"\ne = "file"',
    });
    const all = { a: 'env', b: 'env', c: 'env', d: 'env', e: 'env' };
    const loaded = await loadVariables(
      declare(...Object.keys(all).map((name) => ({ name, type: 'string' }))),
      {
        environment: all,
        folder,
        files: [join(folder, 'given.tfvars')],
        flags: { e: 'flag' },
      },
    );
    expect(loaded.diagnostics).toEqual([]);
    expect(Object.fromEntries(loaded.values)).toEqual({
      a: 'env',
      b: 'tfvars',
      c: 'auto',
      d: 'file',
      e: 'flag',
    });
  });

  test('text is parsed by the declared type', async () => {
    const folder = await folderWith({});
    const loaded = await loadVariables(
      declare(
        { name: 's', type: 'string' },
        { name: 'n', type: 'number' },
        { name: 'b', type: 'bool' },
        { name: 'l', type: 'list(string)' },
        { name: 'u', type: 'set(string)' },
        { name: 'o', type: 'object({a = number, b = optional(string)})' },
        { name: 'd', type: 'string', default: 'given' },
        { name: 'x' },
      ),
      {
        ...NONE,
        folder,
        flags: { s: '[1]', n: '5', b: 'true', l: '[1, "x"]', u: '["b","a","b"]', o: '{a = "2"}', x: '[1]' },
      },
    );
    expect(loaded.diagnostics).toEqual([]);
    expect(Object.fromEntries(loaded.values)).toEqual({
      s: '[1]',
      n: 5,
      b: true,
      l: ['1', 'x'],
      u: ['a', 'b'],
      o: { a: 2, b: null },
      d: 'given',
      x: '[1]',
    });
  });

  const refused: Record<
    string,
    { readonly block: Partial<VariableBlock>; readonly flags: Record<string, string>; readonly code: string }
  > = {
    missing: { block: { type: 'string' }, flags: {}, code: 'no-value-for-variable' },
    'wrong type': { block: { type: 'number' }, flags: { v: 'abc' }, code: 'invalid-variable-value' },
    'broken literal': { block: { type: 'list(string)' }, flags: { v: '[1' }, code: 'invalid-variable-value' },
    undeclared: { block: { default: 1 }, flags: { w: '1' }, code: 'undeclared-variable' },
    'unknown type': { block: { type: 'strng' }, flags: { v: 'x' }, code: 'invalid-variable-type' },
    'null where not nullable': {
      block: { default: null, nullable: false },
      flags: {},
      code: 'invalid-variable-value',
    },
  };
  test.each(Object.entries(refused))('refused: %s', async (_name, { block, flags, code }) => {
    const loaded = await loadVariables(declare({ name: 'v', ...block }), {
      ...NONE,
      folder: await folderWith({}),
      flags,
    });
    expect(loaded.diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });

  test('a file that is not there is reported by path', async () => {
    const folder = await folderWith({});
    const loaded = await loadVariables(declare(), { ...NONE, folder, files: [join(folder, 'none.tfvars')] });
    expect(loaded.diagnostics).toMatchObject([{ code: 'invalid-variables-file', origin: 'environment' }]);
  });
});
