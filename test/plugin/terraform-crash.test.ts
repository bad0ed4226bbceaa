import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bundlePlugin } from './support/plugin-bundle.ts';
import { appearance, hasTerraform, SUITE_NOTE, Workspace } from './support/terraform.ts';

const plugins = mkdtempSync(join(tmpdir(), 'plugin-crash-'));
let work: Workspace;

const twins = 'resource "opentrain_thing" "twin" {\n count = 3\n name = "twin"\n}';
const intents = () => readFileSync(join(work.folder, '.otform', 'terraform-intents.jsonl'), 'utf8');

describe.skipIf(!hasTerraform)(`a create whose answer is lost${SUITE_NOTE}`, () => {
  beforeAll(() => bundlePlugin('test', plugins));
  beforeEach(() => {
    work = new Workspace(plugins);
  });
  afterEach(() => work.dispose());
  afterAll(() => rmSync(plugins, { recursive: true, force: true }));

  test('killed provider: the next apply takes the thing over instead of making a second one', () => {
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n}');
    const crashed = work.run(['apply', '-auto-approve', '-no-color'], { TEST_CRASH_AT: 'one' });
    expect(crashed.code).toBe(1);
    const made = Object.keys(work.stored());
    expect(made).toHaveLength(1);
    expect(intents()).toContain('"op":"open"');

    expect(work.must(['plan', '-no-color'])).toContain('Warning: Interrupted Create Not Settled Yet');
    work.apply();
    expect(Object.keys(work.stored())).toEqual(made);
    expect(work.thing('a').attributes.id).toBe(made[0]);
    const settled = work.run(['plan', '-detailed-exitcode', '-no-color']);
    expect(settled.code).toBe(0);
    expect(settled.output).not.toContain('Interrupted');
  });

  test('identical creates of one apply are distinct, also when one of them is settled', () => {
    work.write(twins);
    work.run(['apply', '-auto-approve', '-no-color', '-parallelism=1'], { TEST_CRASH_AT: 'twin' });
    const first = Object.keys(work.stored());
    expect(first).toHaveLength(1);
    work.apply();
    const all = Object.keys(work.stored());
    expect(all).toHaveLength(3);
    expect(all).toContain(first[0]);
  });

  test('a second thing of the same content is a new one while the state names the first', () => {
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n}');
    work.apply();
    const [made] = Object.keys(work.stored());
    work.write(`resource "opentrain_thing" "a" {\n name = "one"\n}
resource "opentrain_thing" "b" {\n name = "one"\n}`);
    // With -target nothing has confirmed the first by now but the state file.
    work.apply('-target=opentrain_thing.b');
    expect(Object.keys(work.stored())).toHaveLength(2);
    expect(work.thing('b').attributes.id).not.toBe(made);
  });

  test('a state file that was lost right after the run is noticed', () => {
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n}');
    work.apply();
    const made = Object.keys(work.stored());
    rmSync(join(work.folder, 'terraform.tfstate'));
    work.apply();
    expect(Object.keys(work.stored())).toEqual(made);
  });

  test('another workspace of the same folder is another world', () => {
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n}');
    work.run(['apply', '-auto-approve', '-no-color'], { TEST_CRASH_AT: 'one' });
    work.must(['workspace', 'new', '-no-color', 'other']);
    work.apply();
    expect(Object.keys(work.stored())).toHaveLength(2);
    work.must(['workspace', 'select', '-no-color', 'default']);
    work.apply();
    expect(Object.keys(work.stored())).toHaveLength(2);
  });

  test('killed terraform: the next apply waits for the orphan and takes its thing over', async () => {
    work.write('resource "opentrain_thing" "a" {\n name = "one"\n}');
    const killed = work.start(['apply', '-auto-approve', '-no-color'], { TEST_GATES: work.folder });
    await appearance(join(work.folder, 'one.started'));
    killed.process.kill('SIGKILL');
    await killed.done;
    rmSync(join(work.folder, '.terraform.tfstate.lock.info'), { force: true });

    const next = work.start(['apply', '-auto-approve', '-no-color']);
    writeFileSync(join(work.folder, 'one.open'), '');
    expect(await next.done).toMatchObject({ code: 0 });
    const things = Object.keys(work.stored());
    expect(things).toHaveLength(1);
    expect(work.thing('a').attributes.id).toBe(things[0]);
  });

  test('^C: the create under way is finished and saved, nothing new begins', async () => {
    work.write(`resource "opentrain_thing" "a" {\n name = "one"\n}
resource "opentrain_thing" "b" {\n name = "two"\n depends_on = [opentrain_thing.a]\n}`);
    const run = work.start(['apply', '-auto-approve', '-no-color'], { TEST_GATES: work.folder });
    await appearance(join(work.folder, 'one.started'));
    const stopping = new Promise<void>((resolve) => {
      run.process.stdout?.on('data', (chunk) => {
        if (String(chunk).includes('Interrupt received')) resolve();
      });
    });
    run.process.kill('SIGINT');
    await stopping;
    writeFileSync(join(work.folder, 'one.open'), '');
    expect((await run.done).code).toBe(1);
    expect(Object.keys(work.stored())).toHaveLength(1);
    expect(work.thing('a').attributes.name).toBe('one');
    work.apply();
    expect(Object.keys(work.stored())).toHaveLength(2);
  });
});
