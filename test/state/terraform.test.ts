import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, open, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseState, StateStore, serialiseState } from '../../src/state/index.ts';
import { cleanFolders, instance, job, state, stateErrorOf, temporaryFolder } from './fixtures.ts';

cleanFolders();

const run = promisify(execFile);
const REQUEST = { operation: 'apply', version: '0.0.0' };

let folder: string;
let path: string;
let env: NodeJS.ProcessEnv;
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, 'terraform.tfstate');
  const settings = join(folder, 'terraform.rc');
  await writeFile(settings, '');
  env = { ...process.env, TF_CLI_CONFIG_FILE: settings, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
});

const terraform = async (...args: readonly string[]) => {
  const result = await run('terraform', [...args], { cwd: folder, env }).catch((error) => error);
  return { code: result.code ?? 0, output: `${result.stdout}${result.stderr}` };
};

/** Lets the provisioner end, if it still waits. */
async function openGate(): Promise<void> {
  const gate = await open(join(folder, 'gate'), constants.O_WRONLY | constants.O_NONBLOCK).catch(() => null);
  await gate?.close();
}

/** A `terraform apply` that holds its lock until `finish` is called, or until it is killed. */
async function heldApply() {
  execFileSync('mkfifo', [join(folder, 'gate')]);
  await writeFile(
    join(folder, 'main.tf'),
    'resource "terraform_data" "x" {\n  provisioner "local-exec" {\n    command = "cat gate"\n  }\n}\n',
  );
  await terraform('init');
  const child = spawn('terraform', ['apply', '-auto-approve', '-no-color'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exit = once(child, 'exit');
  let output = '';
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('Executing:')) resolve();
    });
  });
  return {
    child,
    exit,
    finish: async () => {
      await writeFile(join(folder, 'gate'), 'x');
      await exit;
    },
  };
}

describe('beside a running terraform apply', () => {
  it('the state is locked, with and without its lock-info file, until it ends', async () => {
    const apply = await heldApply();
    const store = new StateStore(path);
    const error = await stateErrorOf(() => store.lock(REQUEST, { timeoutMs: 0 }));
    expect(error.code).toBe('locked');
    expect(error.holder?.operation).toBe('OperationTypeApply');
    expect(error.detail).toContain(error.holder?.id);
    await unlink(join(folder, '.terraform.tfstate.lock.info'));
    expect((await stateErrorOf(() => store.lock(REQUEST, { timeoutMs: 0 }))).holder).toBe(null);
    await apply.finish();
    expect(await store.lock(REQUEST, { timeoutMs: 0 })).not.toBe(null);
    expect((await store.load())?.resources.length).toBe(1);
    await store.unlock();
  }, 30_000);

  it.runIf(seesEverything())(
    'a killed one leaves a lock that is broken with a notice',
    async () => {
      const apply = await heldApply();
      apply.child.kill('SIGKILL');
      await apply.exit;
      await access(join(folder, '.terraform.tfstate.lock.info'));
      const broken: string[] = [];
      const store = new StateStore(path);
      await store.lock(REQUEST, { timeoutMs: 5_000, onBroken: (holder) => broken.push(holder.operation) });
      await store.unlock();
      expect(broken).toEqual(['OperationTypeApply']);
      await openGate();
    },
    30_000,
  );
});

describe('terraform beside us', () => {
  it('is refused while we hold the lock, and told who holds it', async () => {
    await writeFile(join(folder, 'main.tf'), 'output "o" {\n  value = 1\n}\n');
    await terraform('init');
    const store = new StateStore(path);
    const lock = await store.lock(REQUEST, { timeoutMs: 0 });
    expect(lock?.isSeenByTerraform).toBe(true);
    const refused = await terraform('plan', '-no-color');
    expect(refused.code).toBe(1);
    expect(refused.output).toContain(store.heldLock?.id);
    await store.unlock();
    expect((await terraform('plan', '-no-color')).code).toBe(0);
  }, 30_000);

  it('that waited for our lock stops before it uses a state that we replaced', async () => {
    await writeFile(path, serialiseState(state({ outputs: { o: { value: 'old', type: 'string' } } })));
    await writeFile(join(folder, 'main.tf'), 'output "o" {\n  value = "tf"\n}\n');
    await terraform('init');
    const store = new StateStore(path);
    await store.lock(REQUEST, { timeoutMs: 0 });
    const child = spawn('terraform', ['apply', '-auto-approve', '-no-color', '-lock-timeout=20s'], {
      cwd: folder,
      env,
    });
    const exit = once(child, 'exit');
    let output = '';
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    await once(child.stdout, 'data');
    await store.checkpoint(state({ outputs: { o: { value: 'ours', type: 'string' } } }));
    await store.unlock();
    expect((await exit)[0]).toBe(1);
    expect(output).toContain('could not be parsed');
    expect(parseState(await readFile(path, 'utf8')).outputs.o?.value).toBe('ours');
  }, 30_000);
});

describe('a state that we write', () => {
  const ours = state({
    outputs: { url: { value: 'https://example.test/?a=1&b=<2>', type: 'string', sensitive: true } },
    resources: [
      job('support', instance('1', { indexKey: 'es' }), instance('2', { indexKey: 'de', status: 'tainted' })),
      job('single', instance('3', { private: '{"generation":1}', dependencies: ['opentrain_job.support'] })),
    ],
  });

  it('is listed, moved, removed and pulled by terraform without our provider installed', async () => {
    await writeFile(path, serialiseState(ours));
    const listed = await terraform('state', 'list');
    expect(listed.output.trim().split('\n')).toEqual([
      'opentrain_job.single',
      'opentrain_job.support["de"]',
      'opentrain_job.support["es"]',
    ]);
    const pulled = await terraform('state', 'pull');
    expect(pulled.output.trim()).toBe(serialiseState(ours).trim());
    expect((await terraform('state', 'mv', 'opentrain_job.single', 'opentrain_job.renamed')).code).toBe(0);
    expect((await terraform('state', 'rm', 'opentrain_job.renamed')).code).toBe(0);
    const after = parseState(await readFile(path, 'utf8'));
    expect(after.serial).toBe(3);
    expect(after.lineage).toBe(ours.lineage);
    expect(after.resources.flatMap((resource) => resource.instances)).toEqual(
      [...(ours.resources[0]?.instances ?? [])].reverse(),
    );
    expect(serialiseState({ ...after, source: undefined } as never)).toBe(await readFile(path, 'utf8'));
  }, 30_000);
});

function seesEverything(): boolean {
  try {
    return execFileSync('readlink', ['/proc/self/ns/pid'], { encoding: 'utf8' }).includes('4026531836');
  } catch {
    return false;
  }
}
