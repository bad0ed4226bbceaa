import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { evaluate, type Scope } from '../../src/engine/expression/evaluate.ts';
import { TemplateCache } from '../../src/engine/expression/template-cache.ts';
import { Problem } from '../../src/engine/problem.ts';

/** Expressions without references; the answer of both is their JSON, or that they are refused. */
const EXPRESSIONS = [
  'tobool("1")',
  'tobool("false")',
  'tobool("TRUE")',
  'tobool("")',
  'tobool(1)',
  'tobool(null)',
  'tolist(["a", 1, null])',
  'tolist(["a", 1.50, true, 1e21])',
  'tolist([true, 1])',
  'tolist([1, "x", [1]])',
  'tolist([{a = 1}, {a = 2}])',
  'tolist(toset(["z", "é", "Z", "😀"]))',
  'tolist("a")',
  'tolist({a = 1})',
  'tolist([])',
  'tolist(null)',
  'toset(["b", "a", "b"])',
  'toset([3, null, 1])',
  'toset([10, 9, "8"])',
  'toset([true, false])',
  'toset(["a", null])',
  'toset([])',
  'toset(null)',
  'toset({a = 1})',
  'tostring(true)',
  'tostring(1.0)',
  'tostring(0.1)',
  'tostring(1e30)',
  'tostring(null)',
  'tostring([1])',
  'tostring({a = 1})',
  'tonumber("1e3")',
  'tonumber("1.0")',
  'tonumber("+1")',
  'tonumber(".5")',
  'tonumber("5.")',
  'tonumber("-.5")',
  'tonumber("0x1")',
  'tonumber(" 1")',
  'tonumber("")',
  'tonumber("inf")',
  'tonumber(true)',
  'tonumber(null)',
  'tonumber("123456789012345678901234567890")',
  '0.12345678901234567890',
  '"\\u0008\\u000c\\u007f\\u2028\\u2029<>&\\t\\n\\r"',
  '"😀 \\\\ / \\u0001 \\" é"',
  '{b = 1, "a" = [null, true, 1.50, 1e30, 0.1]}',
  '{"a" : 1, b = {}}',
  '{"a b" = 1, (tostring(1)) = 2, 3 = 4}',
  '{a = 1, a = 2}',
  '{true = 1, null = 2}',
  '{(null) = 1}',
  '[1, 2, ]',
  '[]',
  '{}',
  'null',
  '[true, "a", 1, null, {x = []}]',
  '{"é" = 1, "z" = 2, "Z" = 3, "😀" = 4}',
  'jsonencode({a = jsonencode("x")})',
  'jsonencode(toset(["b", "a"]))',
] as const;

const REFUSED = 'refused';

const scope: Scope = {
  templates: new TemplateCache({ stack: 's', folder: 'cdktf.out/stacks/s' }),
  resolve(_reference, text) {
    throw new Error(`no ${text}`);
  },
};

function ours(expression: string): unknown {
  try {
    return evaluate(scope.templates.parse(`\${jsonencode(${expression})}`), scope).value;
  } catch (error) {
    if (error instanceof Problem) return REFUSED;
    throw error;
  }
}

/** All at once: a console that starts for each expression would take a minute. */
function theirs(): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'console-'));
  try {
    writeFileSync(join(folder, 'cli.rc'), '');
    const tried = EXPRESSIONS.map((expression) => `try(jsonencode(${expression}), "${REFUSED}")`);
    const { stdout, stderr } = spawnSync('terraform', ['console'], {
      cwd: folder,
      input: `base64encode(jsonencode([${tried.join(', ')}]))\n`,
      encoding: 'utf8',
      env: { ...process.env, TF_CLI_CONFIG_FILE: join(folder, 'cli.rc'), CHECKPOINT_DISABLE: '1' },
    });
    const answer = /^"([A-Za-z0-9+/=]+)"$/m.exec(stdout)?.[1];
    if (answer === undefined) throw new Error(`terraform console answered: ${stdout}${stderr}`);
    return JSON.parse(Buffer.from(answer, 'base64').toString('utf8'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const hasTerraform = spawnSync('terraform', ['version']).status === 0;

test.skipIf(!hasTerraform)(
  `every expression has the value that terraform console gives it${hasTerraform ? '' : ' (SKIPPED: no terraform on the PATH)'}`,
  () => {
    const answers = theirs();
    const table = (values: readonly unknown[]) => EXPRESSIONS.map((text, at) => `${text} => ${values[at]}`);
    expect(table(EXPRESSIONS.map(ours))).toEqual(table(answers));
  },
);

test('some of the table is refused and most of it is not', () => {
  const refused = EXPRESSIONS.filter((expression) => ours(expression) === REFUSED);
  expect(refused.length).toBeGreaterThan(10);
  expect(refused.length).toBeLessThan(EXPRESSIONS.length / 2);
});
