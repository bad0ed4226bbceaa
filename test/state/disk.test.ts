import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { journalPath, parseState, StateStore, serialiseState } from '../../src/state/index.ts';
import { cleanFolders, instance, job, state, stateErrorOf, temporaryFolder } from './fixtures.ts';
import { runScript } from './scripts.ts';

cleanFolders();

const REQUEST = { operation: 'apply', version: '0' };
const before = state({ resources: [job('a', instance('1'))] });

/** Runs a command in which FOLDER is a file system of its own, 64 KB large. */
const SMALL_DISK = [
  'unshare',
  '-rm',
  'sh',
  '-c',
  'mount -t tmpfs -o size=64k none "$FOLDER" && exec "$@"',
  'sh',
];

describe.runIf(canMount())('a full disk', () => {
  const prepare = `
    const fs = await import('node:fs');
    const path = args[0] + '/s.tfstate';
    fs.writeFileSync(path, args[1]);
    const store = new state.StateStore(path);
    await store.lock({ operation: 'apply', version: '0' }, { timeoutMs: 0 });
    const base = await store.load();
    const fill = () => { try { for (;;) fs.appendFileSync(args[0] + '/filler', 'x'.repeat(512)); } catch {} };`;

  it('keeps the old state whole and says that nothing could be rescued', async () => {
    const folder = await temporaryFolder();
    const result = await runScript(
      `${prepare} fill();
      await store.checkpoint({ ...base, outputs: { big: { value: 'y'.repeat(9000), type: 'string' } } }).catch((error) => console.log(error.code, error.detail));
      await store.unlock();
      console.log(fs.readFileSync(path, 'utf8') === args[1] ? 'SAME' : 'CHANGED', fs.readdirSync(args[0]).sort().join());`,
      [folder, serialiseState(before)],
      { env: { FOLDER: folder }, wrap: SMALL_DISK },
    );
    expect(result.output).toContain('unwritable');
    expect(result.output).toContain('ENOSPC');
    expect(result.output).toContain('The journal beside the state keeps');
    expect(result.output).toMatch(/SAME filler,s\.tfstate(?:,s\.tfstate\.backup)?\n/);
  }, 20_000);

  it('stops the journal: no later append is taken, what was promised is there', async () => {
    const folder = await temporaryFolder();
    const result = await runScript(
      `${prepare}
      const journal = await state.Journal.open(state.journalPath(path), { lineage: 'l', serial: 1, stack: 's' });
      await journal.append({ kind: 'note', text: 'promised' });
      fill();
      const big = await journal.append({ kind: 'note', text: 'z'.repeat(9000) }).catch((error) => error.code);
      fs.rmSync(args[0] + '/filler');
      const late = await journal.append({ kind: 'note', text: 'late' }).catch((error) => error.code);
      await journal.close();
      const content = await state.readJournal(journal.path);
      console.log(big, late, content.records.map((record) => record.text ?? record.kind).join());`,
      [folder, serialiseState(before)],
      { env: { FOLDER: folder }, wrap: SMALL_DISK },
    );
    expect(result.output).toContain('unwritable unwritable begin,promised');
  }, 20_000);
});

describe('a state whose place cannot be written', () => {
  it('a folder in the way of the backup: the state stays, the new one is rescued', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 's.tfstate');
    await writeFile(path, serialiseState(before));
    await mkdir(`${path}.backup`);
    const store = new StateStore(path);
    await store.lock(REQUEST, { timeoutMs: 0 });
    const error = await stateErrorOf(() => store.checkpoint(state({ resources: [] })));
    await store.unlock();
    expect(error.code).toBe('unwritable');
    expect(await readFile(path, 'utf8')).toBe(serialiseState(before));
    expect(parseState(await readFile(error.erroredPath ?? '', 'utf8')).serial).toBe(2);
  });

  it('a missing folder is made, as terraform makes it', async () => {
    const path = join(await temporaryFolder(), 'none', 'deep', 's.tfstate');
    const store = new StateStore(path);
    await store.lock(REQUEST, { timeoutMs: 0 });
    await store.checkpoint(before);
    await store.unlock();
    expect((await new StateStore(path).load())?.resources).toEqual(before.resources);
  });

  it('a file in place of the folder is an error at the lock, before anything is done', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), 'in the way');
    const error = await stateErrorOf(() =>
      new StateStore(join(folder, 'file', 's.tfstate')).lock(REQUEST, { timeoutMs: 0 }),
    );
    expect(error.code).toBe('unwritable');
    expect(await readFile(join(folder, 'file'), 'utf8')).toBe('in the way');
  });

  it.runIf(process.getuid?.() !== 0)('a read-only folder is an error at the lock', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o500);
    const error = await stateErrorOf(() => new StateStore(join(folder, 's')).lock(REQUEST, { timeoutMs: 0 }));
    await chmod(folder, 0o700);
    expect(error.code).toBe('unwritable');
    expect(error.detail).toContain('permission denied');
  });

  it('has its journal beside it under a hidden name', () => {
    expect(journalPath('/x/terraform.jobs.tfstate')).toBe('/x/.terraform.jobs.tfstate.journal');
  });
});

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-rm', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
