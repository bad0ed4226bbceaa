import type { SimulatorOptions } from '../../src/simulator/index.ts';
import { ALL_ANSWERS, NewWorld, SYNTHESISED } from './new-world.ts';

export const ADDRESS = 'opentrain_job.images';

/** A world with one published job in its state; its ID. */
export async function publishedJob(
  options: SimulatorOptions = {},
  more: Readonly<Record<string, object>> = {},
): Promise<{ readonly w: NewWorld; readonly id: string }> {
  const w = await NewWorld.start(options);
  w.asSynthesised({
    images: {
      source: { text: 'Label product images.' },
      job_title: ALL_ANSWERS.jobTitle,
      payment_type: 'PAY_PER_LABEL',
      price_per_label: 0.05,
      experience_level: 'EXPERT',
      data_volume: 10,
      data_volume_unit: 'NUMBER_OF_FILES',
    },
    ...more,
  });
  const applied = await w.otform('apply', '-auto-approve', SYNTHESISED);
  if (applied.code !== 0 && applied.code !== 3) throw new Error(applied.err);
  const id = (await w.otform('state', 'list')).out.includes(ADDRESS) ? idIn(w, 'images') : '';
  return { w, id };
}

/** ID of a job in the state. */
export function idIn(w: NewWorld, name: string): string {
  const state: { resources: { name: string; instances: { attributes: { id: string } }[] }[] } = JSON.parse(
    w.read('terraform.jobs.tfstate'),
  );
  return state.resources.find((resource) => resource.name === name)?.instances[0]?.attributes.id ?? '';
}
