import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decodeMsgpack } from '../../src/plugin/cty/decode-value.ts';
import { encodeMsgpack } from '../../src/plugin/cty/encode-value.ts';
import { schemaType } from '../../src/plugin/schema-encoding.ts';
import { bundlePlugin } from './support/plugin-bundle.ts';
import { hasTerraform, SUITE_NOTE, Workspace } from './support/terraform.ts';
import { thingSchema } from './support/test-provider.ts';

const plugins = mkdtempSync(join(tmpdir(), 'plugin-values-'));
let work: Workspace;

describe.skipIf(!hasTerraform)(`the real terraform runs the plugin${SUITE_NOTE}`, () => {
  beforeAll(() => bundlePlugin('test', plugins));
  beforeEach(() => {
    work = new Workspace(plugins);
  });
  afterEach(() => work.dispose());
  afterAll(() => rmSync(plugins, { recursive: true, force: true }));

  test('every kind of value survives plan, state and refresh', () => {
    const captured = join(work.folder, 'captured');
    work.env.TEST_CAPTURE = captured;
    work.write(`resource "opentrain_thing" "a" {
  name     = "é\u0065\u0301 😀 $\${x}"
  size     = 3.14159265358979323846
  ready    = false
  tags     = ["b", "a", "ü"]
  steps    = ["b", "a", "b"]
  labels   = { z = "1", a = "", "ü 😀" = "2" }
  settings = { depth = 9007199254740993 }
  parts    = [{ key = "x" }, {}]
}
resource "opentrain_thing" "b" {
  name  = ""
  size  = -0.1
  tags  = []
  steps = []
  parts = []
}
output "size" {
  value = opentrain_thing.a.size
}`);
    work.apply();
    expect(work.run(['plan', '-detailed-exitcode', '-no-color']).code).toBe(0);
    const text = readFileSync(join(work.folder, 'terraform.tfstate'), 'utf8');
    expect(text).toContain('3.14159265358979323846');
    expect(text).toContain('9007199254740993');
    expect(text).toContain('-0.1');
    expect(work.thing('a').attributes).toMatchObject({
      name: 'éé 😀 ${x}',
      ready: false,
      tags: ['a', 'b', 'ü'],
      steps: ['b', 'a', 'b'],
      labels: { a: '', z: '1', 'ü 😀': '2' },
      parts: [{ key: 'x' }, { key: null }],
    });
    expect(work.thing('b').attributes).toMatchObject({ tags: [], steps: [], parts: [], labels: null });

    // Byte for byte what Go's own encoder wrote: configuration, proposed and prior states.
    const written = readFileSync(captured, 'utf8').trim().split('\n');
    expect(written.length).toBeGreaterThanOrEqual(10);
    for (const hex of written) {
      const value = decodeMsgpack(Buffer.from(hex, 'hex'), schemaType(thingSchema));
      expect(encodeMsgpack(value, schemaType(thingSchema)).toString('hex')).toBe(hex);
    }
  });

  test('values of other resources that are unknown while planning', () => {
    work.write(`resource "terraform_data" "source" {
  input = "late"
}
resource "opentrain_thing" "a" {
  name     = terraform_data.source.id
  tags     = [terraform_data.source.id, "fixed"]
  labels   = { late = terraform_data.source.output }
  settings = { note = "prefix-\${terraform_data.source.id}" }
  parts    = [{ key = terraform_data.source.output }]
}
resource "terraform_data" "sink" {
  input = opentrain_thing.a.id
}
data "opentrain_count" "all" {
  factor     = 2
  depends_on = [opentrain_thing.a]
}
output "total" {
  value = data.opentrain_count.all.total
}`);
    work.apply();
    expect(work.thing('a').attributes).toMatchObject({ labels: { late: 'late' }, parts: [{ key: 'late' }] });
    expect(work.must(['output', '-raw', 'total'])).toBe('2');
    expect(work.run(['plan', '-detailed-exitcode', '-no-color']).code).toBe(0);
  });

  test('a write-only value reaches the provider and nothing else', () => {
    work.write(`variable "secret" {
  ephemeral = true
}
resource "opentrain_thing" "a" {
  name   = "one"
  secret = var.secret
}`);
    work.must(['plan', '-no-color', '-out=plan.bin', '-var=secret=hush-hush']);
    work.must(['apply', '-no-color', '-var=secret=hush-hush', 'plan.bin']);
    expect(Object.values(work.stored())[0]?.secret).toBe('hush-hush');
    expect(work.thing('a').attributes.secret).toBeNull();
    expect(readFileSync(join(work.folder, 'terraform.tfstate'), 'utf8')).not.toContain('hush-hush');
    expect(work.run(['plan', '-detailed-exitcode', '-no-color', '-var=secret=other']).code).toBe(0);
  });

  test('validation points at the attribute, before anything is configured', () => {
    work.write('resource "opentrain_thing" "a" {\n name = "forbidden"\n}');
    const { code, output } = work.run(['validate', '-no-color']);
    expect(code).toBe(1);
    expect(output).toContain('Error: Forbidden Name');
    expect(output).toContain('name = "forbidden"');
  });
});
