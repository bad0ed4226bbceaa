import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundlePlugin } from './support/plugin-bundle.ts';
import { hasTerraform, SUITE_NOTE, Workspace } from './support/terraform.ts';

const plugins = mkdtempSync(join(tmpdir(), 'plugin-import-'));
let work: Workspace;

describe.skipIf(!hasTerraform)(`the real terraform runs the plugin${SUITE_NOTE}`, () => {
  beforeAll(() => bundlePlugin('test', plugins));
  beforeEach(() => {
    work = new Workspace(plugins);
  });
  afterEach(() => work.dispose());
  afterAll(() => rmSync(plugins, { recursive: true, force: true }));

  test('import by command, by block and with generated configuration', () => {
    const store = { 'thing-1': thing('thing-1', 'one'), 'thing-2': thing('thing-2', 'two') };
    writeFileSync(work.store, JSON.stringify(store));
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n}');
    work.must(['import', '-no-color', 'opentrain_thing.a', 'thing-1']);
    expect(work.run(['plan', '-detailed-exitcode', '-no-color']).code).toBe(0);

    work.write(`resource "opentrain_thing" "a" {\n name = "one"\n}
import {\n to = opentrain_thing.b\n id = "thing-2"\n}`);
    work.must(['plan', '-no-color', '-generate-config-out=generated.tf']);
    expect(readFileSync(join(work.folder, 'generated.tf'), 'utf8')).toContain('name     = "two"');
    expect(work.apply()).toContain('1 imported, 0 added, 0 changed, 0 destroyed');
    expect(work.run(['plan', '-detailed-exitcode', '-no-color']).code).toBe(0);

    const gone = work.run(['import', '-no-color', 'opentrain_thing.c', 'thing-9']);
    expect(gone.code).toBe(1);
  });

  test('a thing that went away is planned again; an older state is upgraded', () => {
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n}');
    work.apply();
    writeFileSync(work.store, '{}');
    expect(work.planActions()).toEqual({ 'opentrain_thing.a': 'create' });
    work.must(['apply', '-no-color', 'plan.bin']);

    const path = join(work.folder, 'terraform.tfstate');
    const { name, ...attributes } = work.thing('a').attributes;
    const old = JSON.parse(readFileSync(path, 'utf8'));
    Object.assign(old.resources[0].instances[0], { schema_version: 0 });
    old.resources[0].instances[0].attributes = { ...attributes, title: name, dropped: 1 };
    writeFileSync(path, JSON.stringify(old));
    expect(work.run(['plan', '-detailed-exitcode', '-no-color']).code).toBe(0);

    old.resources[0].instances[0].schema_version = 7;
    writeFileSync(path, JSON.stringify(old));
    expect(work.run(['plan', '-no-color']).output).toMatch(/newer provider/i);
  });

  test('many at once, moved, removed, prevent_destroy, ignore_changes, count and for_each', () => {
    work.write('resource "opentrain_thing" "many" {\n count = 40\n name = "n${count.index}"\n}');
    work.apply('-parallelism=20');
    expect(Object.keys(work.stored())).toHaveLength(40);
    work.write(`resource "opentrain_thing" "each" {
  for_each = toset([for i in range(40) : tostring(i)])
  name     = "n\${each.key}"
}
moved {
  from = opentrain_thing.many[7]
  to   = opentrain_thing.each["7"]
}`);
    const actions = work.planActions();
    expect(actions['opentrain_thing.each["7"]']).toBe('no-op');
    expect(Object.values(actions).filter((action) => action === 'create')).toHaveLength(39);

    work.write(`removed {\n from = opentrain_thing.many\n lifecycle {\n  destroy = false\n }\n}
resource "opentrain_thing" "kept" {
  name = "kept"
  lifecycle {
    prevent_destroy = true
    ignore_changes  = [labels]
  }
}`);
    work.apply();
    expect(Object.keys(work.stored())).toHaveLength(41);
    expect(work.run(['destroy', '-auto-approve', '-no-color']).output).toContain(
      'Instance cannot be destroyed',
    );
    expect(work.run(['plan', '-detailed-exitcode', '-no-color']).code).toBe(0);
    // Every create has been shown to be in the state, so nothing is left to remember.
    expect(existsSync(join(work.folder, '.otform', 'terraform-intents.jsonl'))).toBe(false);
  });
});

function thing(id: string, name: string): Record<string, unknown> {
  const empty = ['zone', 'size', 'ready', 'tags', 'steps', 'labels', 'settings', 'parts', 'fail'];
  return { ...Object.fromEntries(empty.map((key) => [key, null])), id, name, status: 'live' };
}
