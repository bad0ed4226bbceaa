import { chmod, link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseState } from '../../src/state/parse-state.ts';
import { serialiseState } from '../../src/state/serialise-state.ts';
import { StateStore } from '../../src/state/state-store.ts';
import { cleanFolders, instance, job, state, stateErrorOf, temporaryFolder } from './fixtures.ts';

cleanFolders();

const REQUEST = { operation: 'apply', version: '0.0.0' };
const NO_WAIT = { timeoutMs: 0 };
const one = state({ resources: [job('a', instance('1'))] });
const two = state({ resources: [job('a', instance('1')), job('b', instance('2'))] });

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, 'terraform.jobs.tfstate');
});

const read = async (file = path) => parseState(await readFile(file, 'utf8'));

async function locked(): Promise<StateStore> {
  const store = new StateStore(path);
  await store.lock(REQUEST, NO_WAIT);
  return store;
}

describe('StateStore.checkpoint', () => {
  it('starts at serial 1, private to its owner, without a backup', async () => {
    const store = await locked();
    expect(await store.load()).toBe(null);
    const written = await store.checkpoint({ ...one, serial: 0 });
    await store.unlock();
    expect(written.serial).toBe(1);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['terraform.jobs.tfstate']);
  });

  it('counts up only when something changed', async () => {
    await writeFile(path, serialiseState(one));
    const store = await locked();
    const loaded = await store.load();
    const before = await stat(path);
    expect((await store.checkpoint({ ...structuredClone(one), serial: 77 })).serial).toBe(1);
    expect((await stat(path)).ino).toBe(before.ino);
    expect((await store.checkpoint({ ...two, serial: loaded?.serial ?? 0 })).serial).toBe(2);
    expect((await store.checkpoint(one)).serial).toBe(3);
    await store.unlock();
    expect((await read()).serial).toBe(3);
  });

  it('keeps the state from before the run as backup, byte for byte, and the mode of the file', async () => {
    await writeFile(path, `${serialiseState(one)}\n\n`);
    await chmod(path, 0o644);
    const store = await locked();
    await store.checkpoint(two);
    await store.checkpoint(one);
    await store.unlock();
    expect(await readFile(`${path}.backup`, 'utf8')).toBe(`${serialiseState(one)}\n\n`);
    expect((await stat(path)).mode & 0o777).toBe(0o644);
  });

  it('writes through a symbolic link, also one that points at nothing yet', async () => {
    await mkdir(join(folder, 'real'));
    await symlink(join('real', 'target.tfstate'), path);
    const store = await locked();
    await store.checkpoint(one);
    await store.checkpoint(two);
    await store.unlock();
    expect(parseState(await readFile(join(folder, 'real', 'target.tfstate'), 'utf8')).serial).toBe(3);
    expect((await readdir(folder)).sort()).toEqual([
      'real',
      'terraform.jobs.tfstate',
      'terraform.jobs.tfstate.backup',
    ]);
  });

  it('leaves a hard-linked copy of the old state alone', async () => {
    await writeFile(path, serialiseState(one));
    await link(path, join(folder, 'copy'));
    const store = await locked();
    await store.checkpoint(two);
    await store.unlock();
    expect(await readFile(join(folder, 'copy'), 'utf8')).toBe(serialiseState(one));
  });

  it('is refused without the lock', async () => {
    const error = await stateErrorOf(() => new StateStore(path).checkpoint(one));
    expect(error.code).toBe('lock-not-held');
  });

  it('works without a lock when locking is off', async () => {
    const store = new StateStore(path, { locking: false });
    expect(await store.lock(REQUEST, NO_WAIT)).toBe(null);
    await store.checkpoint(one);
    expect((await read()).resources.length).toBe(1);
  });

  it('removes temporary files of a killed run', async () => {
    await writeFile(join(folder, '.terraform.jobs.tfstate.otform-0123456789ab.tmp'), 'half');
    const store = await locked();
    await store.unlock();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('a conflict', () => {
  const other = state({ serial: 9, resources: [job('z', instance('9'))] });
  const cases = [
    { name: 'newer-serial', text: serialiseState(other), code: 'serial-conflict', says: 'now has serial 9' },
    {
      name: 'other-content-same-serial',
      text: serialiseState({ ...other, serial: 1 }),
      code: 'serial-conflict',
      says: 'another program wrote it',
    },
    {
      name: 'other-lineage',
      text: serialiseState({ ...other, lineage: 'other' }),
      code: 'wrong-lineage',
      says: 'now has lineage other',
    },
    { name: 'emptied', text: '', code: 'serial-conflict', says: 'is gone' },
    { name: 'torn', text: '{"version":4', code: 'truncated', says: 'stops at line 1' },
  ] as const;

  it.each(cases)('$name: nothing is overwritten, the state is rescued', async ({ text, code, says }) => {
    await writeFile(path, serialiseState(one));
    const store = await locked();
    await store.load();
    await writeFile(path, text);
    const error = await stateErrorOf(() => store.checkpoint(two));
    await store.unlock();
    expect(error.code).toBe(code);
    expect(error.detail).toContain(says);
    expect(error.detail).toContain('otform state push');
    expect(await readFile(path, 'utf8')).toBe(text);
    const rescued = await read(error.erroredPath ?? '');
    expect(error.erroredPath).toBe(join(folder, 'errored.tfstate'));
    expect(rescued.resources.map((resource) => resource.name)).toEqual(['a', 'b']);
    expect(rescued.serial).toBe(2);
  });

  it('never overwrites an earlier errored.tfstate', async () => {
    await writeFile(join(folder, 'errored.tfstate'), 'precious');
    await writeFile(path, serialiseState(one));
    const store = await locked();
    await store.load();
    await writeFile(path, serialiseState(other));
    expect((await stateErrorOf(() => store.checkpoint(two))).erroredPath).toBe(
      join(folder, 'errored.1.tfstate'),
    );
    expect((await stateErrorOf(() => store.checkpoint(two))).erroredPath).toBe(
      join(folder, 'errored.2.tfstate'),
    );
    expect(await readFile(join(folder, 'errored.tfstate'), 'utf8')).toBe('precious');
    await store.unlock();
  });

  it('a lock that somebody else took is a conflict too', async () => {
    await writeFile(path, serialiseState(one));
    const store = await locked();
    await store.load();
    const info = join(folder, '.terraform.jobs.tfstate.lock.info');
    const theirs = JSON.stringify({ ID: 'x', Who: 'eve@elsewhere', Operation: 'OperationTypeApply' });
    await writeFile(info, theirs);
    const error = await stateErrorOf(() => store.checkpoint(two));
    await store.unlock();
    expect(error.code).toBe('lock-not-held');
    expect(error.holder?.who).toBe('eve@elsewhere');
    expect(await readFile(info, 'utf8')).toBe(theirs);
    expect((await read()).serial).toBe(1);
  });
});

describe('StateStore.push', () => {
  const base = state({ serial: 5, resources: [job('a', instance('1'))] });
  const cases = [
    { name: 'newer', candidate: { ...base, serial: 6 }, force: false, refused: null },
    { name: 'older', candidate: { ...base, serial: 4 }, force: false, refused: 'serial-conflict' },
    { name: 'older-forced', candidate: { ...base, serial: 4 }, force: true, refused: null },
    { name: 'same-serial-same-content', candidate: base, force: false, refused: null },
    {
      name: 'same-serial-other-content',
      candidate: { ...two, serial: 5 },
      force: false,
      refused: 'serial-conflict',
    },
    {
      name: 'other-lineage',
      candidate: { ...base, serial: 6, lineage: 'x' },
      force: false,
      refused: 'wrong-lineage',
    },
    { name: 'other-lineage-forced', candidate: { ...base, lineage: 'x' }, force: true, refused: null },
  ];

  it.each(cases)('$name', async ({ candidate, force, refused }) => {
    await writeFile(path, serialiseState(base));
    const store = await locked();
    const text = ` ${serialiseState(candidate)}`;
    const push = () => store.push(parseState(text), { force });
    if (refused !== null) {
      expect((await stateErrorOf(push)).code).toBe(refused);
      expect(await readFile(path, 'utf8')).toBe(serialiseState(base));
    } else {
      await push();
      expect(await readFile(path, 'utf8')).toBe(text);
      expect(await readFile(`${path}.backup`, 'utf8')).toBe(serialiseState(base));
    }
    await store.unlock();
  });
});
