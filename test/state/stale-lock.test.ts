import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockHolderIn } from '../../src/state/file-lock-table.ts';
import { lockInfoPath } from '../../src/state/lock-file.ts';
import { formatLockInfo, type LockInfo, parseLockInfo } from '../../src/state/lock-info.ts';
import {
  currentProcess,
  formatIdentity,
  type ProcessIdentity,
  parseIdentity,
} from '../../src/state/process-identity.ts';
import { type HolderEvidence, isHolderDead } from '../../src/state/stale-lock.ts';
import { acquireStateLock, forceUnlock } from '../../src/state/state-lock.ts';
import { cleanFolders, stateErrorOf, temporaryFolder } from './fixtures.ts';

cleanFolders();

const SELF: ProcessIdentity = { pid: 10, host: 'here', start: '500', boot: 'b1', namespace: 'pid:[1]' };
const OWNER: ProcessIdentity = { ...SELF, pid: 20, start: '400' };

const lock = (more: Partial<LockInfo>): LockInfo => ({
  id: 'i',
  operation: 'apply',
  info: '',
  who: 'me@here',
  version: '1.11.4',
  created: '',
  path: 'p',
  ...more,
});
const ours = (more: Partial<ProcessIdentity>) => lock({ info: formatIdentity({ ...OWNER, ...more }) });
const terraform = (more: Partial<LockInfo> = {}) => lock({ operation: 'OperationTypeApply', ...more });

const evidence = (more: Partial<HolderEvidence>): HolderEvidence => ({
  self: SELF,
  isRunning: () => false,
  processStart: () => null,
  fileLock: 'free',
  ...more,
});
const running = (start: string | null) => ({ isRunning: () => true, processStart: () => start });

describe('isHolderDead', () => {
  it.each([
    { name: 'ours-gone', lock: ours({}), dead: true },
    { name: 'ours-running', lock: ours({}), more: running('400'), dead: false },
    { name: 'ours-pid-reused', lock: ours({}), more: running('450'), dead: true },
    { name: 'ours-running-start-not-known', lock: ours({}), more: running(null), dead: false },
    {
      name: 'ours-running-start-not-recorded',
      lock: ours({ start: null }),
      more: running('450'),
      dead: false,
    },
    { name: 'ours-other-host', lock: ours({ host: 'there' }), dead: false },
    { name: 'ours-other-boot', lock: ours({ boot: 'b2' }), dead: false },
    { name: 'ours-other-container', lock: ours({ namespace: 'pid:[2]' }), dead: false },
    { name: 'ours-garbled', lock: lock({ info: 'otform pid=x host=%' }), dead: false },
    { name: 'terraform-no-file-lock', lock: terraform(), dead: true },
    { name: 'terraform-file-lock-held', lock: terraform(), more: { fileLock: 'held' as const }, dead: false },
    {
      name: 'terraform-file-lock-not-known',
      lock: terraform(),
      more: { fileLock: 'unknown' as const },
      dead: false,
    },
    { name: 'terraform-other-host', lock: terraform({ who: 'me@there' }), dead: false },
    { name: 'some-other-tool', lock: terraform({ info: 'held by hand' }), dead: false },
    { name: 'no-version', lock: terraform({ version: '' }), dead: false },
  ])('$name', ({ lock, more, dead }) => {
    expect(isHolderDead(lock, evidence(more ?? {}))).toBe(dead);
  });
});

describe('lockHolderIn', () => {
  const file = { dev: 0xfe00n, ino: 2_146_771n };
  it.each([
    { name: 'terraform', table: '1: POSIX  ADVISORY  WRITE 13914 fe:00:2146771 0 EOF', pid: 13914 },
    { name: 'open-file-description', table: '7: OFDLCK ADVISORY  WRITE -1 fe:00:2146771 0 EOF', pid: -1 },
    { name: 'other-inode', table: '1: POSIX  ADVISORY  WRITE 13914 fe:00:2146772 0 EOF', pid: null },
    { name: 'other-device', table: '1: POSIX  ADVISORY  WRITE 13914 fd:00:2146771 0 EOF', pid: null },
    { name: 'anonymous-device', table: '1: POSIX  ADVISORY  WRITE 13914 00:2a:2146771 0 EOF', pid: 13914 },
    { name: 'read-lock', table: '1: POSIX  ADVISORY  READ 13914 fe:00:2146771 0 EOF', pid: null },
    {
      name: 'part-of-the-file',
      table: '1: POSIX  ADVISORY  WRITE 1 fe:00:2146771 1073741824 1073742335',
      pid: null,
    },
    { name: 'flock', table: '1: FLOCK  ADVISORY  WRITE 1 fe:00:2146771 0 EOF', pid: null },
    { name: 'waiting', table: '1: -> POSIX  ADVISORY  WRITE 1 fe:00:2146771 0 EOF', pid: null },
    { name: 'empty', table: '', pid: null },
  ])('$name', ({ table, pid }) => {
    expect(lockHolderIn(`9: FLOCK  ADVISORY  READ 1 00:01:5 0 EOF\n${table}\n`, file)?.pid ?? null).toBe(pid);
  });
});

describe('lock information', () => {
  it('comes back as it was, also of a host with odd characters', () => {
    const info = lock({ info: formatIdentity({ ...SELF, host: 'a b=c%é' }) });
    const read = parseLockInfo(formatLockInfo(info));
    expect(read).toEqual(info);
    expect(parseIdentity(read?.info ?? '')).toEqual({ ...SELF, host: 'a b=c%é' });
  });

  it('names this process', () => {
    expect(parseIdentity(formatIdentity(currentProcess()))).toEqual(currentProcess());
  });

  it.each([
    { path: '/x/terraform.tfstate', info: '/x/.terraform.tfstate.lock.info' },
    { path: '/x/.hidden', info: '/x/.hidden.lock.info' },
  ])('of $path lies where Terraform puts it', ({ path, info }) => {
    expect(lockInfoPath(path)).toBe(info);
  });
});

describe('waiting and force-unlock', () => {
  const request = { operation: 'apply', version: '0' };

  it('polls until the time is up, then names the holder', async () => {
    const path = join(await temporaryFolder(), 's');
    const held = await acquireStateLock(path, request, { timeoutMs: 0 });
    let clock = 0;
    const waits: number[] = [];
    const announced: (string | undefined)[] = [];
    const error = await stateErrorOf(() =>
      acquireStateLock(path, request, {
        timeoutMs: 1_000,
        now: () => clock,
        onWait: (holder) => announced.push(holder?.id),
        wait: async (ms) => {
          waits.push(ms);
          clock += ms;
        },
      }),
    );
    expect(error.holder?.id).toBe(held.info.id);
    expect(waits).toEqual([100, 200, 400, 300]);
    expect(announced).toEqual([held.info.id]);
    await held.release();
  });

  it('takes the lock as soon as it is free', async () => {
    const path = join(await temporaryFolder(), 's');
    const held = await acquireStateLock(path, request, { timeoutMs: 0 });
    const next = await acquireStateLock(path, request, { timeoutMs: 60_000, wait: () => held.release() });
    await next.assertHeld();
    await next.release();
  });

  it('ends when interrupted', async () => {
    const path = join(await temporaryFolder(), 's');
    const held = await acquireStateLock(path, request, { timeoutMs: 0 });
    const abort = new AbortController();
    const error = await stateErrorOf(() =>
      acquireStateLock(path, request, {
        timeoutMs: 60_000,
        signal: abort.signal,
        onWait: () => abort.abort(),
      }),
    );
    expect(error.summary).toBe('Interrupted While Waiting for the Lock');
    await held.release();
  });

  it('needs the right ID to unlock by force', async () => {
    const path = join(await temporaryFolder(), 's');
    expect((await stateErrorOf(() => forceUnlock(path, 'x'))).code).toBe('lock-not-held');
    const held = await acquireStateLock(path, request, { timeoutMs: 0 });
    const error = await stateErrorOf(() => forceUnlock(path, 'x'));
    expect(error.code).toBe('wrong-lock-id');
    expect(error.holder?.id).toBe(held.info.id);
    expect((await forceUnlock(path, held.info.id)).id).toBe(held.info.id);
    expect((await stateErrorOf(() => held.assertHeld())).code).toBe('lock-not-held');
    await held.release();
  });

  it('leaves a lock file that it does not understand alone', async () => {
    const path = join(await temporaryFolder(), 's');
    await writeFile(lockInfoPath(path), '');
    expect((await stateErrorOf(() => acquireStateLock(path, request, { timeoutMs: 0 }))).code).toBe('locked');
    expect((await stateErrorOf(() => forceUnlock(path, 'x'))).code).toBe('locked');
  });
});
