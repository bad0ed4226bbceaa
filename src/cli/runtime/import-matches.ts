import { type MyJob, type OpentrainApi, OpentrainError } from '../../api/index.ts';
import type { Plan } from '../../engine/plan-model.ts';
import { DiagnosticError } from '../diagnostic-error.ts';

export interface ImportMatch {
  readonly address: string;
  readonly id: string;
  readonly title: string;
}

/**
 * Pairs jobs that the plan would create with jobs of the account that have the same title, are not closed and belong
 * to no other address. Anything but one to one is left, with a line that says why.
 */
export async function findMatches(
  plan: Plan,
  api: OpentrainApi,
  signal: AbortSignal,
): Promise<{ readonly matches: readonly ImportMatch[]; readonly left: readonly string[] }> {
  const missing = plan.changes.filter(
    (change) => change.action === 'create' && change.type === 'opentrain_job',
  );
  const taken = new Set(plan.changes.map((change) => change.prior?.id));
  const jobs = (await allJobs(api, signal)).filter((job) => !CLOSED.has(job.status) && !taken.has(job.id));
  const matches: ImportMatch[] = [];
  const left: string[] = [];
  for (const change of missing) {
    const title = change.planned?.job_title;
    if (typeof title !== 'string') {
      left.push(`${change.address}: the program names no job_title to look for. Import it by its ID.`);
      continue;
    }
    const sharing = missing.filter((other) => other.planned?.job_title === title).length;
    const found = jobs.filter((job) => job.title === title);
    const [only] = found;
    if (only !== undefined && found.length === 1 && sharing === 1) {
      matches.push({ address: change.address, id: only.id, title });
    } else if (found.length > 0) {
      const ids = found.map((job) => job.id).join(', ');
      left.push(`${change.address}: "${title}" is not unique (${ids}). Import the right one by its ID.`);
    } else {
      left.push(`${change.address}: no job of the account is titled "${title}".`);
    }
  }
  return { matches, left };
}

const CLOSED = new Set(['ARCHIVED', 'COMPLETED']);

async function allJobs(api: OpentrainApi, signal: AbortSignal): Promise<readonly MyJob[]> {
  const jobs: MyJob[] = [];
  try {
    for await (const page of api.myJobs({ limit: 100 }, { signal })) jobs.push(...page.items);
  } catch (error) {
    if (!(error instanceof OpentrainError)) throw error;
    const { code, summary, detail } = error.facts;
    throw new DiagnosticError({ severity: 'error', code: code ?? 'api', summary, detail, origin: 'api' });
  }
  return jobs;
}
