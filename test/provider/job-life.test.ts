import { afterEach, describe, expect, it } from 'vitest';
import { allDialects, type Dialect, Simulator } from '../../src/simulator/index.ts';
import { jobConfig, NOTHING, QUICKSTART_TEXT, Run } from './job-harness.ts';

const simulators: Simulator[] = [];

async function start(dialect: Partial<Dialect> = {}, more: object = {}): Promise<Simulator> {
  const simulator = await Simulator.start({ clock: 'virtual', dialect, ...more });
  simulators.push(simulator);
  return simulator;
}

afterEach(async () => {
  await Promise.all(simulators.splice(0).map((simulator) => simulator.stop()));
});

const quickstart = jobConfig({
  source: { text: QUICKSTART_TEXT },
  experience_level: 'INTERMEDIATE',
  data_volume: 10000,
  data_volume_unit: 'NUMBER_OF_FILES',
});

function writes(simulator: Simulator): string[] {
  return simulator.log
    .entries()
    .filter((entry) => entry.method !== 'GET')
    .map(
      (entry) =>
        `${entry.method} ${entry.path.replace(/^\/api\/public\/v1/, '').replace(/\/[^/]*\d[^/]*/, '/ID')}`,
    );
}

describe.each(allDialects())('in dialect $name', ({ dialect }) => {
  it('creates, patches only what differs, publishes, and then finds nothing to do', async () => {
    const simulator = await start(dialect);
    const first = await Run.start(simulator);
    const known = await first.apply(NOTHING, quickstart);
    expect(first.diagnostics).toEqual([]);
    expect(known.state).toMatchObject({ experience_level: 'INTERMEDIATE', price_per_label: 0.05 });
    expect(['OPEN', 'PENDING_APPROVAL']).toContain(known.state?.status);
    expect(writes(simulator)).toEqual(['POST /job-drafts', 'PATCH /job-drafts/ID', 'POST /jobs/ID/publish']);
    const patch = simulator.log.entries({ method: 'PATCH' })[0];
    expect(patch?.body).toEqual({ experienceLevel: 'INTERMEDIATE' });

    simulator.clock.advance(3_600_000);
    const second = await Run.start(simulator);
    const refreshed = await second.read(known);
    const plan = await second.plan(refreshed, quickstart);
    expect(second.diagnostics).toEqual([]);
    expect(plan.planned).toEqual(refreshed.state);
    expect(plan.effects).toMatchObject({ publishes: false, liveEdit: [], draftEdit: [] });
    expect(refreshed.state).toEqual(known.state);
  });

  it('closes on destroy and starts a new generation when the address comes back', async () => {
    const simulator = await start(dialect);
    const known = await (await Run.start(simulator)).apply(NOTHING, quickstart);
    const gone = await (await Run.start(simulator)).apply(known, null);
    expect(gone.state).toBeNull();
    const run = await Run.start(simulator);
    const again = await run.apply(NOTHING, quickstart);
    expect(again.state?.id).not.toBe(known.state?.id);
    const jobs = simulator.dump().jobs;
    expect(jobs.filter((job) => job.status === 'OPEN' || job.status === 'PENDING_APPROVAL')).toHaveLength(1);
  });

  it('settles a create whose answer was lost without a second job', async () => {
    const simulator = await start(dialect);
    const first = await Run.start(simulator);
    simulator.faults.add({
      method: 'POST',
      path: '/job-drafts',
      count: null,
      fault: { type: 'reset', when: 'after' },
    });
    const lost = await first.apply(NOTHING, quickstart);
    expect(lost.state).toBeNull();
    expect(first.codes()).toEqual(['api-outcome-unknown']);
    simulator.faults.clear();
    const second = await Run.start(simulator, { intents: first.intents });
    const known = await second.apply(NOTHING, quickstart);
    expect(known.state).not.toBeNull();
    expect(simulator.dump().jobs).toHaveLength(1);
  });
});
