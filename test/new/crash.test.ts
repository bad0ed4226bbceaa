import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { NewWorld, QUICKSTART_TEXT, ROOT, SYNTHESISED } from './new-world.ts';

const ANSWERS = ['-set', 'experienceLevel=EXPERT', '-set', 'dataVolumeUnit=NUMBER_OF_FILES'];

/** One run in a process of its own, which kills itself at the point. */
async function killedAt(w: NewWorld, point: string, words: readonly string[]): Promise<string | null> {
  const main = join(ROOT, 'src', 'cli', 'main.ts');
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), main, ...words], {
    cwd: w.dir,
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH ?? '',
      HOME: w.dir,
      OT_API_BASE_URL: w.simulator.url,
      OT_API_TOKEN: w.simulator.token,
      OTFORM_FAIL_POINT: point,
    },
  });
  const [, signal] = await once(child, 'exit');
  return signal;
}

it.each([
  'engine.intent.before',
  'engine.intent.after',
  'engine.created.before',
  'engine.created.after',
  'engine.result.before',
  'engine.result.after',
  'engine.checkpoint.before',
  'engine.checkpoint.after',
  'engine.journal-end.after',
])('killed at %s, the same command goes on with the one draft', async (point) => {
  const w = (await NewWorld.start()).asSynthesised();
  w.write('job.txt', QUICKSTART_TEXT);
  const words = ['new', 'images', '-text=job.txt', ...ANSWERS, SYNTHESISED];
  expect(await killedAt(w, point, words)).toBe('SIGKILL');
  const made = await w.otform(...words);
  expect(made, made.err).toMatchObject({ code: 0 });
  expect(w.simulator.dump().jobs).toHaveLength(1);
  const code = w.read('jobs/images.ts');
  expect(code).toContain("experienceLevel: 'EXPERT'");
  expect(w.simulator.dump().jobs[0]?.fields).toMatchObject({ experienceLevel: 'EXPERT' });
  w.asSynthesised({
    images: {
      source: { text: QUICKSTART_TEXT },
      experience_level: 'EXPERT',
      data_volume_unit: 'NUMBER_OF_FILES',
      external_id: 'jobs.images',
      idempotency_key: 'jobs.images',
      publish: false,
    },
  });
  const planned = await w.otform('plan', '-detailed-exitcode', SYNTHESISED);
  expect(planned, planned.out + planned.err).toMatchObject({ code: 0 });
});

it('settles a create whose answer was lost, and asks for what is missing as if nothing had happened', async () => {
  const w = (await NewWorld.start()).asSynthesised();
  w.write('job.txt', QUICKSTART_TEXT);
  expect(await killedAt(w, 'engine.created.before', ['new', 'images', '-text=job.txt', SYNTHESISED])).toBe(
    'SIGKILL',
  );
  const asked = await w.otform('new', 'images', '-text=job.txt', SYNTHESISED);
  expect(asked.out).toContain('experienceLevel: What experience level should applicants have?');
  expect(w.simulator.dump().jobs).toHaveLength(1);
});

it('asks by the documented requirements where its note of the answer is gone', async () => {
  const w = (await NewWorld.start()).asSynthesised();
  w.write('job.txt', QUICKSTART_TEXT);
  await w.otform('new', 'images', '-text=job.txt', SYNTHESISED);
  w.write('.otform/new/jobs.images.json', '{"version":1,"unders');
  const asked = await w.otform('new', 'images', SYNTHESISED, '-json');
  expect(asked.code).toBe(1);
  expect(JSON.parse(asked.out)).toMatchObject({
    missing: [{ key: 'experienceLevel', from_server: false }],
  });
  expect(w.creates()).toBe(1);
});
