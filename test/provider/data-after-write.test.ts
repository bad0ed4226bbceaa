import { afterEach, expect, it } from 'vitest';
import { dataSources } from '../../src/provider/data-sources.ts';
import { Simulator } from '../../src/simulator/index.ts';
import { jobConfig, type Known, NOTHING, QUICKSTART_TEXT, Run } from './job-harness.ts';

let simulator: Simulator;
afterEach(() => simulator.stop());

const complete = (title: string) =>
  jobConfig({
    source: { text: QUICKSTART_TEXT },
    job_title: title,
    experience_level: 'INTERMEDIATE',
    data_volume: 10000,
    data_volume_unit: 'NUMBER_OF_FILES',
  });

async function shown(run: Run, known: Known): Promise<unknown> {
  const read = await dataSources.opentrain_job?.read(run.session, { id: known.state?.id ?? null });
  return read?.state;
}

it('a data source read after a write of the same run shows what was written', async () => {
  simulator = await Simulator.start();
  const first = await Run.start(simulator);
  const made = await first.apply(NOTHING, complete('One'));
  expect(await shown(first, made)).toMatchObject({ job_title: 'One', status: 'OPEN' });

  // This run's sweep is from before its edit.
  const second = await Run.start(simulator);
  await second.session.inventory.all();
  const edited = await second.apply(made, complete('Two'));
  expect(await shown(second, edited)).toMatchObject({ job_title: 'Two', status: 'OPEN' });
  await second.apply(edited, null);
  expect(await shown(second, edited)).toMatchObject({ status: 'ARCHIVED' });
  expect([...first.codes(), ...second.codes()]).toEqual([]);
});
