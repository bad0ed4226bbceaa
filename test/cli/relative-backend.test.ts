import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../src/cli/index.ts';
import { PROVIDER_SOURCE } from '../../src/contract/provider-address.ts';
import { Simulator } from '../../src/simulator/index.ts';
import { ref, titled } from '../scenarios/program.ts';
import { Project } from '../scenarios/project.ts';
import { fakeIo } from './fake-io.ts';

let simulator: Simulator;
let project: Project;

beforeEach(async () => {
  simulator = await Simulator.start();
  project = new Project();
});

afterEach(async () => {
  await simulator.stop();
  project.dispose();
});

async function otform(...words: string[]): Promise<string> {
  const { io, out, err } = fakeIo(project.dir, {
    env: { OT_API_BASE_URL: simulator.url, OT_API_TOKEN: simulator.token },
  });
  const code = await run([...words, '-synthesized=cdktf.out'], io);
  expect(code, out() + err()).toBe(0);
  return out();
}

test('a relative backend path means the same file to every command: the one that Terraform would use', async () => {
  project.declare({
    jobs: { one: titled('One') },
    outputs: { id: { value: ref('opentrain_job.one.id') } },
    raw: {
      terraform: {
        backend: { local: { path: 'kept/deep/one.tfstate' } },
        required_providers: { opentrain: { source: PROVIDER_SOURCE } },
      },
    },
  });
  const path = join(project.stackDir, 'kept', 'deep', 'one.tfstate');

  await otform('apply', '-auto-approve');
  expect(existsSync(path)).toBe(true);
  expect(existsSync(project.statePath)).toBe(false);
  const id = await otform('output', '-raw', 'id');
  expect(await otform('state', 'list')).toBe('opentrain_job.one\n');
  expect(await otform('state', 'show', 'opentrain_job.one')).toContain(id);
  expect(await otform('show')).toContain(id);
  expect(await otform('state', 'pull')).toBe(readFileSync(path, 'utf8'));

  await otform('state', 'mv', 'opentrain_job.one', 'opentrain_job.two');
  expect(await otform('state', 'list', `-id=${id}`)).toBe('opentrain_job.two\n');
  const file = join(project.dir, 'pushed.json');
  const state = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(file, JSON.stringify({ ...state, serial: state.serial + 1, resources: [] }));
  await otform('state', 'push', file);
  expect(JSON.parse(readFileSync(path, 'utf8')).resources).toEqual([]);
  expect(existsSync(project.statePath)).toBe(false);
});

test('the lock lies beside that file', async () => {
  project.declare({
    jobs: {},
    raw: { terraform: { backend: { local: { path: '../../../elsewhere.tfstate' } } } },
  });
  const lock = {
    ID: 'lock-1',
    Operation: 'apply',
    Info: '',
    Who: 'ann@elsewhere',
    Version: '1',
    Created: '2026-01-01T00:00:00Z',
    Path: 'x',
  };
  writeFileSync(join(project.dir, '.elsewhere.tfstate.lock.info'), JSON.stringify(lock));
  await otform('force-unlock', '-force', 'lock-1');
  expect(existsSync(join(project.dir, '.elsewhere.tfstate.lock.info'))).toBe(false);
});
