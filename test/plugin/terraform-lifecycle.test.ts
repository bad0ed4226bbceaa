import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundlePlugin } from './support/plugin-bundle.ts';
import { hasTerraform, SUITE_NOTE, Workspace } from './support/terraform.ts';

const plugins = mkdtempSync(join(tmpdir(), 'plugin-lifecycle-'));
let work: Workspace;

describe.skipIf(!hasTerraform)(`the real terraform runs the plugin${SUITE_NOTE}`, () => {
  beforeAll(() => bundlePlugin('test', plugins));
  beforeEach(() => {
    work = new Workspace(plugins);
  });
  afterEach(() => work.dispose());
  afterAll(() => rmSync(plugins, { recursive: true, force: true }));

  test('create, empty plan, update, replace, destroy', () => {
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n zone = "north"\n}');
    expect(work.apply()).toContain('1 added, 0 changed, 0 destroyed');
    const first = work.thing('a');
    expect(first.attributes).toMatchObject({ name: 'one', zone: 'north', status: 'live', size: null });
    expect(first.status).toBeUndefined();
    expect(Buffer.from(first.private ?? '', 'base64').toString()).toBe('private ü one');
    expect(work.run(['plan', '-detailed-exitcode', '-no-color']).code).toBe(0);

    work.write('resource "opentrain_thing" "a" {\n name = "two"\n zone = "north"\n}');
    expect(work.planActions()).toEqual({ 'opentrain_thing.a': 'update' });
    work.must(['apply', '-no-color', 'plan.bin']);
    expect(work.thing('a').attributes.id).toBe(first.attributes.id);

    work.write('resource "opentrain_thing" "a" {\n name = "two"\n zone = "south"\n}');
    expect(work.planActions()).toEqual({ 'opentrain_thing.a': 'delete/create' });
    work.must(['apply', '-no-color', 'plan.bin']);
    expect(work.thing('a').attributes.id).not.toBe(first.attributes.id);
    expect(Object.keys(work.stored())).toEqual([work.thing('a').attributes.id]);

    expect(work.must(['destroy', '-auto-approve', '-no-color'])).toContain('1 destroyed');
    expect(work.stored()).toEqual({});
  });

  test('an error after a create is a warning: not tainted, nothing posted again', () => {
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n fail = "create"\n}');
    const output = work.apply();
    expect(output).toContain('Warning: Asked to Fail');
    expect(output).toContain('This is shown as a warning although it is an error');
    expect(output).toContain('Run `terraform apply`');
    expect(output).not.toContain('SECRETSECRET');
    const { id } = work.thing('a').attributes;
    expect(work.thing('a').status).toBeUndefined();
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n}');
    expect(work.planActions()).toEqual({ 'opentrain_thing.a': 'update' });
    work.must(['apply', '-no-color', 'plan.bin']);
    expect(Object.keys(work.stored())).toEqual([id]);
  });

  test('errors of update and destroy stay errors, at their attribute', () => {
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n}');
    work.apply();
    const settings = 'settings = {\n  note = "x"\n }';
    work.write(`resource "opentrain_thing" "a" {\n name = "one"\n fail = "update"\n ${settings}\n}`);
    const update = work.run(['apply', '-auto-approve', '-no-color']);
    expect(update.code).toBe(1);
    expect(update.output).toContain('Error: Asked to Fail');
    expect(update.output).toContain('in resource "opentrain_thing" "a"');
    expect(work.thing('a').attributes.fail).toBeNull();

    work.write('resource "opentrain_thing" "b" {\n name = "two"\n fail = "delete"\n}');
    work.apply();
    const destroy = work.run(['destroy', '-auto-approve', '-no-color', '-target=opentrain_thing.b']);
    expect(destroy.code).toBe(1);
    expect(work.thing('b').attributes.name).toBe('two');
  });
});
