import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { allFailPoints, parseState, readJournal, serialiseState } from '../../src/state/index.ts';
import { cleanFolders, instance, job, state, temporaryFolder } from './fixtures.ts';
import { printed, runScript, startScript } from './scripts.ts';

cleanFolders();

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await temporaryFolder();
  path = join(folder, 's.tfstate');
});

const before = state({ resources: [job('a', instance('1'))] });

/** Adds one resource under the lock, with a journal around it, as a run does. */
const RUN = `
  const store = new state.StateStore(args[0]);
  await store.lock({ operation: 'apply', version: '0' }, { timeoutMs: Number(args[2] ?? 0), onBroken: () => console.log('BROKEN') });
  const base = (await store.load()) ?? state.emptyState('lin');
  const journal = await state.Journal.open(state.journalPath(args[0]), { lineage: base.lineage, serial: base.serial, stack: 's' });
  await journal.append({ kind: 'note', text: args[1] });
  const resource = { ...base.resources[0], name: args[1] };
  const next = await store.checkpoint({ ...base, resources: [...base.resources, resource] });
  await journal.append({ kind: 'checkpoint', serial: next.serial });
  await journal.closeAndRemove();
  await store.unlock();
  console.log('DONE', next.serial);
`;

describe('eight processes at once', () => {
  it('take turns: no write is lost', async () => {
    await writeFile(path, serialiseState(before));
    const names = Array.from({ length: 8 }, (_, index) => `n${index}`);
    const results = await Promise.all(names.map((name) => runScript(RUN, [path, name, '25000'])));
    expect(results.map((result) => result.exitCode, results)).toEqual(names.map(() => 0));
    const after = parseState(await readFile(path, 'utf8'));
    expect(after.serial).toBe(9);
    expect(after.resources.map((resource) => resource.name)).toEqual(['a', ...names]);
    expect((await readdir(folder)).sort()).toEqual(['s.tfstate', 's.tfstate.backup']);
  }, 30_000);

  it('only one holds; the others are told who does', async () => {
    const hold = `
      const store = new state.StateStore(args[0]);
      await store.lock({ operation: 'apply', version: '0' }, { timeoutMs: 0 });
      console.log('HELD'); for await (const _ of process.stdin); await store.unlock();`;
    const holder = startScript(hold, [path]);
    await printed(holder.child, 'HELD');
    const others = await Promise.all(Array.from({ length: 7 }, () => runScript(hold, [path])));
    const codes = others.map((other) => other.output.split(' ')[1]);
    expect(codes, others[0]?.output).toEqual(others.map(() => 'locked'));
    holder.child.stdin?.end();
    expect((await holder.done).exitCode).toBe(0);
    expect(await readdir(folder)).toEqual([]);
  }, 30_000);

  it('break the lock of a killed process exactly once', async () => {
    await writeFile(path, serialiseState(before));
    const killed = await runScript(RUN, [path, 'dead'], {
      env: { OTFORM_FAIL_POINT: 'state.checkpoint.before-rename' },
    });
    expect(killed.signal).toBe('SIGKILL');
    const results = await Promise.all(['x', 'y', 'z'].map((name) => runScript(RUN, [path, name, '20000'])));
    expect(results.map((result) => result.exitCode)).toEqual([0, 0, 0]);
    expect(results.filter((result) => result.output.includes('BROKEN')).length).toBe(1);
    expect(parseState(await readFile(path, 'utf8')).serial).toBe(4);
  }, 30_000);
});

describe('a process killed at every point of this folder', () => {
  // Points that a plain run does not pass: a rescue, and the lock of a dead process (below).
  const elsewhere = /^state\.(?:errored|plan-file|lock\.before-break|lock\.mid-break)/;
  const points = allFailPoints().filter((name) => name.startsWith('state.') && !elsewhere.test(name));

  it('leaves the old or the new state, and the next run goes through', async () => {
    const outcomes = await inTwos(points, async (point) => {
      const own = join(folder, point);
      await mkdir(own);
      const file = join(own, 's.tfstate');
      await writeFile(file, serialiseState(before));
      const killed = await runScript(RUN, [file, 'b'], { env: { OTFORM_FAIL_POINT: point } });
      const left = parseState(await readFile(file, 'utf8'));
      const journal = await readJournal(join(own, '.s.tfstate.journal'));
      const again = await runScript(RUN, [file, 'c']);
      const names = parseState(await readFile(file, 'utf8')).resources.map((resource) => resource.name);
      return {
        point,
        signal: killed.signal,
        isOldOrNew: ['a', 'a,b'].includes(left.resources.map((resource) => resource.name).join()),
        isJournalReadable: journal === null || Array.isArray(journal.records),
        again: again.output.includes('DONE'),
        names: names.at(-1),
        leftovers: (await readdir(own)).filter(
          (name) => name.includes('.lock.info') || name.includes('.otform-'),
        ),
      };
    });
    expect(outcomes).toEqual(
      points.map((point) => ({
        point,
        signal: 'SIGKILL',
        isOldOrNew: true,
        isJournalReadable: true,
        again: true,
        names: 'c',
        leftovers: [],
      })),
    );
  }, 60_000);

  it('also while it breaks the lock of another killed process', async () => {
    await writeFile(path, serialiseState(before));
    await runScript(RUN, [path, 'b'], { env: { OTFORM_FAIL_POINT: 'state.lock.after-create' } });
    for (const point of ['state.lock.before-break', 'state.lock.mid-break']) {
      expect((await runScript(RUN, [path, 'b'], { env: { OTFORM_FAIL_POINT: point } })).signal).toBe(
        'SIGKILL',
      );
    }
    expect((await runScript(RUN, [path, 'c', '10000'])).output).toContain('DONE 2');
    expect((await readdir(folder)).sort()).toEqual(['s.tfstate', 's.tfstate.backup']);
  }, 30_000);
});

async function inTwos<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += 2) {
    results.push(...(await Promise.all(items.slice(at, at + 2).map(work))));
  }
  return results;
}
