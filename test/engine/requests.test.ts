import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../src/cli/index.ts';
import { Simulator } from '../../src/simulator/index.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { type Block, titled } from '../scenarios/program.ts';
import { Project } from '../scenarios/project.ts';

/** More than one page of the list, and no round number. */
const JOBS = 130;
const PAGES = 2;

let simulator: Simulator;
let project: Project;

beforeEach(async () => {
  simulator = await Simulator.start({ publishQuota: 1000 });
  project = new Project();
});

afterEach(async () => {
  await simulator.stop();
  project.dispose();
});

function declare(count: number, more: Readonly<Record<string, Block>> = {}): void {
  const jobs = Array.from({ length: count }, (_, at) => [`job_${at}`, titled(`Label set ${at}`)] as const);
  project.declare({ jobs: { ...Object.fromEntries(jobs), ...more } });
}

async function requestsOf(...words: string[]): Promise<number> {
  const before = simulator.log.total;
  const { io, out, err } = fakeIo(project.dir, {
    env: { OT_API_BASE_URL: simulator.url, OT_API_TOKEN: simulator.token },
  });
  const code = await run([...words, '-synthesized=cdktf.out'], io);
  if (code !== 0) throw new Error(`${words.join(' ')} gave ${code}\n${out()}${err()}`);
  return simulator.log.total - before;
}

test('an apply of creates costs three requests each, and a plan without changes only the pages of the list', async () => {
  declare(JOBS);
  const created = await requestsOf('apply', '-auto-approve');
  // The list and the account, once.
  expect(created).toBeLessThanOrEqual(3 * JOBS + 3);
  expect(created).toBeGreaterThanOrEqual(3 * JOBS);
  expect(await requestsOf('plan', '-detailed-exitcode')).toBe(PAGES);
  expect(await requestsOf('apply', '-auto-approve')).toBe(PAGES);
  expect(await requestsOf('plan', '-refresh=false')).toBe(0);
});

test('creates beside many managed jobs need no look-up of those', async () => {
  declare(JOBS);
  await requestsOf('apply', '-auto-approve');
  declare(JOBS, { one_more: titled('One more') });
  expect(await requestsOf('plan', '-refresh=false', '-out=saved.plan')).toBeLessThanOrEqual(1);
  // The list once, before the first create, the account, and the create.
  expect(await requestsOf('apply', 'saved.plan')).toBeLessThanOrEqual(PAGES + 1 + 3);
});
