import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FileIntentLog } from '../../src/plugin/intents/intent-log.ts';
import type { IntentRecord } from '../../src/plugin/intents/intent-record.ts';
import { entryKey } from '../../src/plugin/intents/intent-record.ts';
import type { ProcessIdentity } from '../../src/plugin/intents/process-identity.ts';
import { identify, startFromPs } from '../../src/plugin/intents/process-identity.ts';
import { created, dead, IntentFolder, intent, now, opened, owner } from './support/intent-folder.ts';

let place: IntentFolder;
let folder: string;
let path: string;

beforeEach(() => {
  place = new IntentFolder();
  ({ folder, path } = place);
});

afterEach(() => place.dispose());

const open: IntentFolder['open'] = (options) => place.open(options);
const leave: IntentFolder['leave'] = (...records) => place.leave(...records);
const bystander = () => place.bystander();
const lines = () => place.lines();
const query = { address: null, contentHash: 'X' };

/** Starts a searcher, which lives on until the test ends; answers the keys that it was handed. */
function search(script: string, name: string): Promise<string[]> {
  const child = spawn(process.execPath, [script, folder, name], { stdio: ['pipe', 'pipe', 'inherit'] });
  place.children.push(child);
  let text = '';
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk) => {
      text += String(chunk);
      if (text.endsWith('\n')) resolve(JSON.parse(text) as string[]);
    });
  });
}

describe('what a dead process left', () => {
  test('an open create is handed to one caller only', async () => {
    leave(opened('k', owner(dead)));
    const log = open();
    const found = await Promise.all([log.scope().findOpen(query), log.scope().findOpen(query)]);
    expect(found).toEqual([intent('k'), null]);
  });

  test('each of several identical creates has its own caller, oldest first', async () => {
    leave(opened('1', owner(dead)), opened('2', owner(dead)), created('2', 'job-2'));
    const log = open();
    const found = await Promise.all([1, 2, 3].map(() => log.scope().findOpen(query)));
    expect(found).toEqual([intent('1'), { ...intent('2'), jobId: 'job-2' }, null]);
  });

  test('the first claim in the log wins', async () => {
    const key = entryKey(intent('k'));
    const [winner, loser] = [bystander().identity, bystander().identity];
    const claim = (by: ProcessIdentity): IntentRecord => ({
      op: 'claimed',
      key,
      owner: owner(by, identify(process.ppid)),
      from: owner(dead),
    });
    leave(opened('k', owner(dead)), claim(winner), claim(loser));
    place.children.pop()?.kill('SIGKILL');
    expect(await open().scope().findOpen(query)).toBeNull();
  });

  test('processes that search at the same time share the findings', { timeout: 30_000 }, async () => {
    const left = Array.from({ length: 20 }, (_, index) => `left-${index}`);
    leave(...left.map((key) => opened(key, owner(dead))));
    const script = join(folder, 'searcher.cjs');
    const entry = fileURLToPath(new URL('./support/intent-searcher.ts', import.meta.url));
    await build({ entryPoints: [entry], outfile: script, bundle: true, platform: 'node', logLevel: 'error' });
    const found = await Promise.all([1, 2, 3].map((name) => search(script, String(name))));
    expect(found.flat().sort()).toEqual([...left].sort());
    const own = lines().filter((line) => line.includes('"idempotencyKey":"own-'));
    expect(own).toHaveLength(3 * 25);
  });

  test.each<[name: string, records: () => IntentRecord[]]>([
    ['other content', () => [{ op: 'open', owner: owner(dead), intent: intent('k', 'Y') }]],
    ['another workspace', () => [opened('k', owner(dead, dead, 'other'))]],
    ['abandoned', () => [opened('k', owner(dead)), { op: 'abandoned', key: entryKey(intent('k')) }]],
    ['confirmed', () => [opened('k', owner(dead)), created('k', 'j'), { op: 'confirmed', jobId: 'j' }]],
    [
      'a process and host that live',
      () => [opened('k', owner(bystander().identity, identify(process.ppid)))],
    ],
  ])('not handed out: %s', async (_name, records) => {
    leave(...records());
    expect(await open().scope().findOpen(query)).toBeNull();
  });

  test('a day-old create is left behind although its process numbers are in use', async () => {
    const old = { ...intent('k'), at: now - 25 * 60 * 60 * 1000 };
    leave({ op: 'open', owner: owner(bystander().identity, identify(process.ppid)), intent: old });
    expect(await open().scope().findOpen(query)).toEqual(old);
  });

  test.skipIf(process.platform !== 'linux')('a killed process that nobody reaped is dead', async () => {
    // The shell must have become `sleep`, which reaps nobody, before its child ends.
    const parent = spawn('sh', ['-c', 'cat <&3 & echo $!; exec sleep 30 3<&-'], {
      stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
    });
    place.children.push(parent);
    const pid = await new Promise<number>((resolve) => {
      parent.stdout?.once('data', (chunk) => resolve(Number(String(chunk))));
    });
    await vi.waitUntil(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8').trim() === 'sleep');
    (parent.stdio[3] as Writable).end();
    const zombie = identify(pid);
    await vi.waitUntil(() => readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z '));
    expect(zombie.start).not.toBeNull();
    leave(opened('k', owner(zombie, zombie)));
    expect(await open().scope().findOpen(query)).toMatchObject({ idempotencyKey: 'k' });
  });

  test('torn and foreign lines are passed over', async () => {
    leave(opened('k', owner(dead)));
    appendFileSync(path, '{"op":"open","own');
    const log = open();
    await log.scope().open(intent('new', 'Z'));
    appendFileSync(path, 'null\n{"op":"later"}\n[]\n');
    expect(await log.scope().findOpen(query)).toEqual(intent('k'));
    expect(
      await open()
        .scope()
        .findOpen({ ...query, contentHash: 'Z' }),
    ).toEqual(intent('new', 'Z'));
  });
});

test('where there is no /proc, ps tells when a process started', () => {
  expect(startFromPs(process.pid)).toMatch(/\d\d:\d\d:\d\d/);
  expect(startFromPs(process.pid)).toBe(startFromPs(process.pid));
  expect(startFromPs(dead.pid)).toBeNull();
});

describe('an orphan that is still at work', () => {
  test('is waited for, and then its create is taken over', async () => {
    const orphan = bystander();
    leave(opened('k', owner(orphan.identity)));
    const search = open().scope().findOpen(query);
    leave(created('k', 'job-1'));
    orphan.kill();
    expect(await search).toEqual({ ...intent('k'), jobId: 'job-1' });
  });

  test('stops the create when it takes too long', async () => {
    leave(opened('k', owner(bystander().identity)));
    const search = open({ orphanPatienceMs: 0 }).scope().findOpen(query);
    await expect(search).rejects.toMatchObject({
      diagnostic: { summary: 'Earlier Create Is Still Running' },
    });
  });
});

describe('within one process', () => {
  test('a create under way is nobody else’s; one that failed in doubt is free again', async () => {
    const log = open();
    const scope = log.scope();
    await scope.open(intent('k'));
    expect(await log.scope().findOpen(query)).toBeNull();
    scope.close(null);
    expect(await log.scope().findOpen(query)).toEqual(intent('k'));
  });

  test('an answered create is not adopted in its own run, but in the next', async () => {
    const log = open();
    const scope = log.scope();
    await scope.open(intent('k'));
    await scope.created(intent('k'), 'job-1');
    scope.close('job-1');
    expect(await log.scope().findOpen(query)).toBeNull();
    log.startRun();
    expect(await log.scope().findOpen(query)).toEqual({ ...intent('k'), jobId: 'job-1' });
  });

  test('a hundred creates at once share their writes', async () => {
    const log = open();
    const keys = Array.from({ length: 100 }, (_, index) => `k${index}`);
    await Promise.all(keys.map((key) => log.scope().open(intent(key))));
    expect(lines()).toHaveLength(100);
    expect(
      lines()
        .map((line) => JSON.parse(line).intent.idempotencyKey)
        .sort(),
    ).toEqual([...keys].sort());
  });

  test('a folder that cannot be written stops the create', async () => {
    writeFileSync(join(folder, '.otform'), 'a file, not a folder');
    const attempt = new FileIntentLog({ folder, env: {} }).scope().open(intent('k'));
    await expect(attempt).rejects.toMatchObject({ diagnostic: { summary: 'Intent Log Cannot Be Written' } });
  });
});

describe('confirmation and compaction', () => {
  test('a confirmed log is removed at the end, whatever came first', async () => {
    leave(opened('k', owner(dead)), created('k', 'job-1'));
    const log = open();
    log.confirm('job-1');
    await log.end(true);
    expect(existsSync(path)).toBe(false);
  });

  test('one open create keeps the whole log', async () => {
    leave(opened('k', owner(dead)), opened('m', owner(dead)), created('k', 'job-1'));
    const log = open();
    log.confirm('job-1');
    await log.end(true);
    expect(await open().scope().findOpen(query)).toEqual(intent('m'));
  });

  test.each([true, false])(
    'a create answered before an end in good order (%s) is told apart',
    async (inGoodOrder) => {
      const log = open();
      const scope = log.scope();
      await scope.open(intent('k'));
      await scope.created(intent('k'), 'job-1');
      scope.close('job-1');
      await log.end(inGoodOrder);
      expect(lines().some((line) => line.includes('"op":"handed-over"'))).toBe(inGoodOrder);
    },
  );

  test('a job that Terraform was not told stays free to be taken over', async () => {
    const log = open();
    const scope = log.scope();
    await scope.open(intent('k'));
    await scope.created(intent('k'), 'job-1');
    scope.close(null);
    await log.end(true);
    expect(lines().some((line) => line.includes('"op":"handed-over"'))).toBe(false);
  });

  test('a file that a crash left set aside still counts', async () => {
    leave(opened('k', owner(dead)));
    const text = readFileSync(path, 'utf8');
    rmSync(path);
    writeFileSync(`${path}.set-aside-1-1`, text);
    expect(await open().scope().findOpen(query)).toEqual(intent('k'));
  });
});

test('what nobody works on and the state does not hold is named', async () => {
  leave(
    opened('lost', owner(dead)),
    opened('made', owner(dead)),
    created('made', 'job-1'),
    opened('told', owner(dead)),
    created('told', 'job-2'),
    { op: 'handed-over', jobIds: ['job-2'] },
    opened('busy', owner(bystander().identity)),
    opened('elsewhere', owner(dead, dead, 'other')),
  );
  const left = await open().leftBehind();
  expect(left.map((entry) => entry.intent.idempotencyKey)).toEqual(['lost', 'made']);
});

describe('what the state tells', () => {
  test('a job is held when the state file or Terraform itself names it', async () => {
    place.state('terraform.tfstate', 'job-1');
    const log = open();
    log.confirm('job-2');
    const scope = log.scope();
    const held = await Promise.all(['job-1', 'job-2', 'job-3'].map((id) => scope.isHeld?.(id)));
    expect(held).toEqual([true, true, false]);
  });

  test('a job in the local state is settled', async () => {
    leave(opened('k', owner(dead)), created('k', 'job-1'));
    place.state('terraform.tfstate', 'job-0', 'job-1');
    expect(await open().scope().findOpen(query)).toBeNull();
    expect(lines().at(-1)).toContain('"op":"confirmed"');
  });

  test('the state of a workspace is looked at in its own file', async () => {
    leave(opened('k', owner(dead, dead, 'prod')), created('k', 'job-1'));
    place.state('terraform.tfstate.d/prod/terraform.tfstate', 'job-1');
    expect(
      await open({ env: { TF_WORKSPACE: 'prod' } })
        .scope()
        .findOpen(query),
    ).toBeNull();
  });

  test('a state that cannot be seen: adopted after a crash, asked after a good end', async () => {
    place.backend('s3');
    leave(opened('k', owner(dead)), created('k', 'job-1'));
    expect(await open().scope().findOpen(query)).toEqual({ ...intent('k'), jobId: 'job-1' });
    rmSync(path);
    leave(opened('k', owner(dead)), created('k', 'job-1'), { op: 'handed-over', jobIds: ['job-1'] });
    await expect(open().scope().findOpen(query)).rejects.toMatchObject({
      diagnostic: { summary: 'Same Job Was Created Before' },
    });
  });
});
