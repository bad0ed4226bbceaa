import { existsSync, readdirSync } from 'node:fs';
import type { Simulator } from '../../src/simulator/index.ts';
import type { ProgramParts } from '../scenarios/program.ts';
import type { Project } from '../scenarios/project.ts';

/** Files that may lie beside the state when everything is settled. `errored.tfstate` is the user's to remove. */
const ALLOWED = /^(cdktf\.out|terraform\.jobs\.tfstate(\.backup)?|errored\.tfstate|saved\.plan)$/;

interface Expectation {
  readonly program: ProgramParts;
  /** Jobs that the account ever had, at least and at most. */
  readonly jobs: readonly [number, number];
}

/** What is wrong with account, state and folder after recovery; empty when nothing is. */
export function problemsOf(
  simulator: Simulator,
  accountId: string,
  project: Project,
  { program, jobs: [fewest, most] }: Expectation,
): string[] {
  const problems: string[] = [];
  const dump = simulator.dump();
  const jobs = dump.jobs.filter((job) => job.accountId === accountId);
  const publishes = dump.publishes.filter((publish) => publish.accountId === accountId);
  const published = jobs.filter((job) => job.publishedAt !== null);
  const live = jobs.filter((job) => job.status === 'OPEN');
  const drafts = jobs.filter((job) => job.status === 'DRAFT');
  const declared = Object.entries(program.jobs ?? {});
  if (jobs.length < fewest || jobs.length > most)
    problems.push(`${jobs.length} jobs were made, not ${fewest}..${most}`);
  if (live.length !== declared.length) problems.push(`${live.length} live jobs, not ${declared.length}`);
  if (drafts.length > 0) problems.push(`${drafts.length} drafts left`);
  if (publishes.length !== published.length) {
    problems.push(`${publishes.length} publishes of ${published.length} jobs`);
  }
  const state = project.state();
  if (state.length !== declared.length)
    problems.push(`state holds ${state.map(({ address }) => address).join(', ')}`);
  for (const [name, block] of declared) {
    const address = `opentrain_job.${name}`;
    const entries = state.filter((entry) => entry.address === address);
    const job = live.find((candidate) => candidate.id === entries[0]?.attributes.id);
    if (entries.length !== 1 || entries[0]?.deposed !== null)
      problems.push(`${address} is not once in the state`);
    if (job === undefined) problems.push(`${address} has the ID of no live job`);
    if (job?.externalId !== (block.external_id ?? `jobs.${name}`))
      problems.push(`${address} has another's job`);
    if (job?.fields.dataVolume !== block.data_volume) problems.push(`${address}: dataVolume not as declared`);
    if (block.job_title !== undefined && job?.fields.jobTitle !== block.job_title)
      problems.push(`${address}: jobTitle ${job?.fields.jobTitle}`);
  }
  const left = readdirSync(project.dir).filter((name) => !ALLOWED.test(name));
  if (left.length > 0) problems.push(`left behind: ${left.join(', ')}`);
  if (!existsSync(project.statePath)) problems.push('no state file');
  return problems;
}
