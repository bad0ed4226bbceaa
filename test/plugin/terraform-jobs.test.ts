import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Simulator } from '../../src/simulator/index.ts';
import { bundlePlugin } from './support/plugin-bundle.ts';
import type { RunResult } from './support/terraform.ts';
import { hasTerraform, SUITE_NOTE, Workspace } from './support/terraform.ts';

const plugins = mkdtempSync(join(tmpdir(), 'plugin-jobs-'));
let work: Workspace;
let simulator: Simulator;

const source = `source = {
    text = "We need 3 AI trainers to label 10,000 product images into 12 categories. Pay per label, around $0.05 each. English required, prior image annotation experience preferred. Two-week project."
  }`;
const ready = `experience_level = "INTERMEDIATE"
  data_volume      = 10000
  data_volume_unit = "NUMBER_OF_FILES"`;

/** The simulator lives in this process, so terraform must not block it. */
function terraform(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<RunResult> {
  const credentials = { OT_API_TOKEN: simulator.token, OT_API_BASE_URL: simulator.url };
  return work.start(args, { ...credentials, ...env }).done;
}

async function apply(...args: string[]): Promise<string> {
  const { code, output } = await terraform(['apply', '-auto-approve', '-no-color', ...args]);
  if (code !== 0) throw new Error(output);
  return output;
}

const plan = () => terraform(['plan', '-detailed-exitcode', '-no-color']);
const drafts = () =>
  simulator.log.entries({}).filter(({ method, path }) => method === 'POST' && path.endsWith('/job-drafts'))
    .length;
const job = (name: string) =>
  work.state().resources.find((resource) => resource.name === name)?.instances[0]?.attributes ?? {};

describe.skipIf(!hasTerraform)(`jobs under the real terraform${SUITE_NOTE}`, () => {
  beforeAll(() => bundlePlugin('real', plugins));
  beforeEach(async () => {
    work = new Workspace(plugins);
    simulator = await Simulator.start();
  });
  afterEach(async () => {
    await simulator.stop();
    work.dispose();
  });
  afterAll(() => rmSync(plugins, { recursive: true, force: true }));

  test('a job is drafted, published, edited live, imported and closed', async () => {
    work.write(`resource "opentrain_job" "a" {\n  ${source}\n  ${ready}\n}`, '');
    await apply();
    expect(job('a').status).not.toBe('DRAFT');
    expect((await plan()).code).toBe(0);

    work.write(`resource "opentrain_job" "a" {\n  ${source}\n  ${ready}\n  job_title = "New title"\n}`, '');
    const edit = await plan();
    expect(edit.output).toContain('0 to add, 1 to change, 0 to destroy');
    await apply();
    expect((await plan()).code).toBe(0);

    const id = String(job('a').id);
    expect((await terraform(['state', 'rm', 'opentrain_job.a'])).code).toBe(0);
    const imported = await terraform(['import', '-no-color', 'opentrain_job.a', id]);
    expect(imported.output).toContain('Import successful');
    expect(job('a').id).toBe(id);
    expect((await terraform(['destroy', '-auto-approve', '-no-color'])).output).toContain('1 destroyed');
    expect(drafts()).toBe(1);
  });

  test('a job that is not ready: warned, not tainted, published by the next apply, made once', async () => {
    work.write(`resource "opentrain_job" "a" {\n  ${source}\n}`, '');
    const output = await apply();
    expect(output).toContain('Warning');
    expect(job('a').status).toBe('DRAFT');
    const next = await plan();
    expect(next.code).toBe(2);
    expect(next.output).not.toContain('tainted');
    work.write(`resource "opentrain_job" "a" {\n  ${source}\n  ${ready}\n}`, '');
    await apply();
    expect(job('a').status).not.toBe('DRAFT');
    expect((await plan()).code).toBe(0);
    expect(drafts()).toBe(1);
  });
});
