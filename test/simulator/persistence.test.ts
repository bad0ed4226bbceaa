import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Simulator } from '../../src/simulator/index.ts';
import { call, folder, liveJob, readyDraft, start } from './harness.ts';

describe('the data folder', () => {
  it('brings everything back after a stop, under the same token', async () => {
    const dataDir = folder();
    const first = await start({ dataDir });
    const jobId = await liveJob(first);
    first.human.addProposal(jobId);
    const keyed = await call(first, 'POST', '/job-drafts', {
      rawJobDescription: 'A job.',
      idempotencyKey: 'k',
    });
    const before = first.dump();
    await first.stop();

    const second = await start({ dataDir });
    expect(second.token).toBe(first.token);
    expect(second.dump()).toEqual(before);
    const replay = await call(second, 'POST', '/job-drafts', {
      rawJobDescription: 'A job.',
      idempotencyKey: 'k',
    });
    expect(replay.body.jobId).toBe(keyed.body.jobId);
    expect((await call(second, 'GET', `/jobs/${jobId}/proposals`)).body.proposals).toHaveLength(1);
    const fresh = await readyDraft(second);
    expect(before.jobs.map((job) => job.id)).not.toContain(fresh);
  });

  it('keeps the URLs of its jobs by taking the port of the last run, if that is still free', async () => {
    const dataDir = folder();
    const first = await start({ dataDir });
    await first.stop();
    const second = await start({ dataDir });
    expect(second.port).toBe(first.port);
    await second.stop();
    const other = await start({ port: first.port });
    const third = await start({ dataDir });
    expect(third.port).not.toBe(other.port);
  });

  it('has every answered write after a SIGKILL', async () => {
    const dataDir = folder();
    const script = fileURLToPath(new URL('./serve.ts', import.meta.url));
    const child = spawn(process.execPath, ['--import', 'tsx', script, dataDir], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: child.stdout });
    const [line] = await once(lines, 'line');
    const server = JSON.parse(line) as { url: string; token: string };
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        call(server, 'POST', '/job-drafts', { rawJobDescription: `Job ${n}.` }),
      ),
    );
    const closed = answers[3]?.body.jobId as string;
    await call(server, 'POST', `/jobs/${closed}/close`);
    const deleted = answers[4]?.body.jobId as string;
    await call(server, 'DELETE', `/__simulator/jobs/${deleted}`);
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;

    const after = await start({ dataDir });
    expect(after.token).toBe(server.token);
    const ids = answers.map((answer) => answer.body.jobId).filter((id) => id !== deleted);
    expect(
      after
        .dump()
        .jobs.map((job) => job.id)
        .sort(),
    ).toEqual(ids.sort());
    expect(after.dump().jobs.find((job) => job.id === closed)?.status).toBe('ARCHIVED');
  });

  it('drops a torn end of its log and keeps the rest', async () => {
    const dataDir = folder();
    const first = await Simulator.start({ dataDir });
    const jobId = await readyDraft(first);
    const log = readFileSync(join(dataDir, 'store.log'), 'utf8');
    const snapshot = readFileSync(join(dataDir, 'store.json'), 'utf8');
    await first.stop();
    writeFileSync(join(dataDir, 'store.json'), snapshot);
    writeFileSync(join(dataDir, 'store.log'), log);
    appendFileSync(join(dataDir, 'store.log'), '{"collection":"jobs","id":"half","rec');
    const second = await start({ dataDir });
    expect(second.dump().jobs.map((job) => job.id)).toEqual([jobId]);
  });

  it('is readable by its owner only, holds no half-written file, and names itself when it is broken', async () => {
    const dataDir = folder();
    const simulator = await Simulator.start({ dataDir });
    await simulator.stop();
    expect(readdirSync(dataDir).sort()).toEqual(['store.json', 'store.log']);
    expect(statSync(join(dataDir, 'store.json')).mode & 0o777).toBe(0o600);
    writeFileSync(join(dataDir, 'store.json'), '{"jobs": [');
    await expect(start({ dataDir })).rejects.toThrow(/store\.json is not JSON/);
  });

  it('is refused while another simulator has it', async () => {
    const dataDir = folder();
    const first = await start({ dataDir });
    await expect(start({ dataDir })).rejects.toThrow(/in use by process/);
    await expect(start({ dataDir: folder(), port: first.port })).rejects.toThrow(/EADDRINUSE/);
    await first.stop();
    await start({ dataDir });
  });

  it('goes on from its newest time when the clock is frozen', async () => {
    const dataDir = folder();
    const first = await start({ dataDir });
    first.clock.advance(86_400_000);
    await readyDraft(first);
    await first.stop();
    const second = await start({ dataDir });
    expect(second.clock.now()).toBeGreaterThan(first.clock.now());
  });

  it('is emptied by a reset, but for the ready account', async () => {
    const dataDir = folder();
    const first = await Simulator.start({ dataDir });
    const { token } = first.registerAccount();
    await readyDraft(first);
    first.reset();
    expect(first.dump().jobs).toEqual([]);
    expect((await call(first, 'GET', '/jobs/mine')).body.jobs).toEqual([]);
    expect((await call(first, 'GET', '/jobs/mine', undefined, { token })).status).toBe(401);
    await first.stop();
    const second = await start({ dataDir });
    expect(second.dump().jobs).toEqual([]);
    expect(second.token).toBe(first.token);
  });
});
