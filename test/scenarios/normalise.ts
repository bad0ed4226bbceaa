import type { World } from './scenario.ts';

/** Job IDs of the simulator: `cm` and 23 characters. */
const JOB_ID = /\bcm[0-9a-z]{23}\b/g;

/**
 * Makes the output of a run the same on every machine and every time. What is replaced, and by what:
 *
 * - the simulator's address (host and port): `http://opentrain.test`
 * - the project folder, which has a random name: `<folder>`
 * - job IDs: `<job-1>`, `<job-2>` … in the order in which the account got them
 * - the account's ID: `<account>`; request IDs, lineages and lock IDs: `<uuid>`
 * - keys derived from lineage and address: `otform-<key>`
 * - elapsed times, which depend on the machine: `0s`
 * - Node's own frames and version under an error of the program: left out
 *
 * Times of day stay: the clock of the run is virtual.
 */
export function normalise(text: string, world: Pick<World, 'simulator' | 'project'>): string {
  const { simulator, project } = world;
  const ids = simulator.dump().jobs.map((job) => job.id);
  return text
    .replaceAll(simulator.url, 'http://opentrain.test')
    .replaceAll(project.dir, '<folder>')
    .replaceAll(simulator.accountId, '<account>')
    .replace(JOB_ID, (id) => {
      const at = ids.indexOf(id);
      return at < 0 ? '<unlisted-job>' : `<job-${at + 1}>`;
    })
    .replace(/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>')
    .replace(/otform-[0-9a-f]{40}/g, 'otform-<key>')
    .replace(/^.*(?:\(node:internal|Node\.js v).*\n/gm, '')
    .replace(/(after|elapsed:?) \d+m?s\b/g, '$1 0s');
}
