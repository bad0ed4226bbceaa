import { afterEach, describe, expect, it } from 'vitest';
import { hasErrors } from '../../src/provider/diagnostics.ts';
import { jobResource } from '../../src/provider/job-resource.ts';
import { jobSchema } from '../../src/provider/job-schema.ts';
import type { CreateIntent, OpenIntent } from '../../src/provider/resource.ts';
import { type Dialect, Simulator } from '../../src/simulator/index.ts';
import { jobConfig, type Known, MemoryIntents, NOTHING, QUICKSTART_TEXT, Run } from './job-harness.ts';

const simulators: Simulator[] = [];

async function start(dialect: Partial<Dialect> = {}): Promise<Simulator> {
  const simulator = await Simulator.start({ clock: 'virtual', dialect });
  simulators.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(simulators.splice(0).map((simulator) => simulator.stop()));
});

const CONFIG = jobConfig({
  source: { text: QUICKSTART_TEXT },
  job_title: 'Label product images',
  experience_level: 'INTERMEDIATE',
  data_volume: 10_000,
  data_volume_unit: 'NUMBER_OF_FILES',
  external_id: 'shop/images',
  on_destroy: 'abandon',
});

/** A log that keeps every intent open, as a run leaves it that is killed right after the answer came. */
class ForgetfulIntents extends MemoryIntents {
  readonly knowsId: boolean;
  constructor(knowsId: boolean) {
    super();
    this.knowsId = knowsId;
  }
  override async created(intent: CreateIntent, jobId?: string): Promise<void> {
    const at = this.open_.findIndex((other) => other.idempotencyKey === intent.idempotencyKey);
    if (this.knowsId && jobId !== undefined) this.open_[at] = { ...intent, jobId };
  }
}

/** A create whose run was lost afterwards, and the only trace of it. */
async function lost(simulator: Simulator, knowsId = false): Promise<OpenIntent> {
  const intents = new ForgetfulIntents(knowsId);
  await (await Run.start(simulator, { intents })).apply(NOTHING, CONFIG);
  const [intent] = intents.open_;
  if (intent === undefined) throw new Error('no intent');
  simulator.log.clear();
  return intent;
}

async function settle(simulator: Simulator, intent: OpenIntent) {
  const run = await Run.start(simulator);
  const response = await jobResource.settle?.(run.session, intent, run.intents);
  if (response === undefined) throw new Error('jobs do not settle');
  return { response, run };
}

describe('settling a create that nobody wants any more', () => {
  it.each([
    ['whose answer was lost', false, 0],
    ['whose answer was lost, over an hour ago', false, 2 * 3_600_000],
    ['whose ID is known', true, 0],
    ['whose ID is known, over an hour ago', true, 2 * 3_600_000],
  ])('%s gives back the whole job and makes none', async (_name, knowsId, age) => {
    const simulator = await start();
    const intent = await lost(simulator, knowsId);
    simulator.clock.advance(age);
    const { response, run } = await settle(simulator, intent);
    expect(response.diagnostics).toEqual([]);
    const [job, ...others] = simulator.dump().jobs;
    expect(others).toEqual([]);
    expect(response.state).toMatchObject({
      id: job?.id,
      status: 'OPEN',
      job_title: 'Label product images',
      experience_level: 'INTERMEDIATE',
      data_volume: 10_000,
      external_id: 'shop/images',
      publish: true,
      on_destroy: 'abandon',
    });
    expect(Object.keys(response.state ?? {}).sort()).toEqual(Object.keys(jobSchema.attributes).sort());
    expect(run.intents.open_).toEqual([]);
    expect(simulator.log.entries({ method: 'PATCH' })).toEqual([]);
    expect(simulator.log.entries({ path: '/api/public/v1/jobs/*/publish' })).toEqual([]);
    // A program that declares it again finds nothing to do, and one that does not ends it as it was meant to end.
    const known: Known = { state: response.state, private: response.private };
    const again = await (await Run.start(simulator)).plan(known, CONFIG);
    expect(again.requiresReplace).toEqual([]);
    expect(again.effects).toMatchObject({ liveEdit: [], draftEdit: [], publishes: false });
    expect((await (await Run.start(simulator)).plan(known, null)).effects.abandons).toBe(true);
  });

  it('never sends the key of a job that was closed since', async () => {
    const simulator = await start({ replayAfterClose: 'new-draft' });
    const intent = await lost(simulator, true);
    const [job] = simulator.dump().jobs;
    simulator.human.closeJob(String(job?.id));
    const { response } = await settle(simulator, intent);
    expect(response.state).toMatchObject({ id: job?.id, status: 'ARCHIVED' });
    expect(simulator.dump().jobs).toHaveLength(1);
    expect(simulator.log.entries({ method: 'POST' })).toEqual([]);
  });

  it('says that there is nothing when there is nothing', async () => {
    const simulator = await start();
    const intent: OpenIntent = { ...(await lost(simulator)), at: simulator.clock.now() + 2 * 3_600_000 };
    simulator.clock.advance(4 * 3_600_000);
    const { response } = await settle(simulator, intent);
    expect(response).toEqual({ state: null, private: null, diagnostics: [] });
  });

  it('leaves the intent open when the server cannot be asked', async () => {
    const simulator = await start();
    const intent = await lost(simulator);
    simulator.faults.add({
      path: '/auth/me',
      count: null,
      fault: { type: 'status', status: 403, code: 'FORBIDDEN' },
    });
    const { response } = await settle(simulator, intent);
    expect(response.state).toBeNull();
    expect(hasErrors(response.diagnostics)).toBe(true);
    expect(simulator.log.entries({ method: 'POST' })).toEqual([]);
  });
});

describe('a job that we were closing to post another in its place', () => {
  const replaced = async (simulator: Simulator): Promise<Known> => {
    const known = await (await Run.start(simulator)).apply(NOTHING, CONFIG);
    simulator.clock.advance(3_600_000);
    return { state: known.state, private: jobResource.markReplaced?.(known.private) ?? null };
  };

  it('is replaced once it is over', async () => {
    const simulator = await start();
    const marked = await replaced(simulator);
    simulator.human.closeJob(String(marked.state?.id));
    const run = await Run.start(simulator);
    const plan = await run.plan(await run.read(marked), CONFIG);
    expect(plan.requiresReplace).toEqual([['status']]);
    expect(plan.diagnostics).toEqual([]);
  });

  it('is let be while it is live, and then like any other', async () => {
    const simulator = await start();
    const marked = await replaced(simulator);
    const run = await Run.start(simulator);
    const seen = await run.read(marked);
    expect((await run.plan(seen, CONFIG)).requiresReplace).toEqual([]);
    simulator.human.closeJob(String(marked.state?.id));
    const later = await Run.start(simulator);
    const plan = await later.plan(await later.read(seen), CONFIG);
    expect(plan.requiresReplace).toEqual([]);
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(['job-is-over']);
  });
});
