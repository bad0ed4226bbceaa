import { TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Job } from './job.ts';
import { JOB } from './job-brand.ts';
import { duplicateKey } from './messages.ts';
import { resolvedText } from './resolved-text.ts';

const CHECKED = Symbol.for('otform.constructs.checked');

function jobsUnder(root: IConstruct): Job[] {
  // A job that was moved is not synthesised: it only names where the new one comes from.
  return root.node
    .findAll()
    .filter(
      (construct): construct is Job => JOB in construct && Reflect.get(construct, '_hasMoved') !== true,
    );
}

function duplicateMistakes(jobs: readonly Job[]): Map<Job, string> {
  const byKey = new Map<string, Job[]>();
  for (const job of jobs) {
    if (job.idempotencyKeyInput === undefined) continue;
    const key = resolvedText(job, job.idempotencyKeyInput);
    byKey.set(key, [...(byKey.get(key) ?? []), job]);
  }
  const mistakes = new Map<Job, string>();
  for (const [key, same] of byKey) {
    if (same.length < 2) continue;
    for (const job of same) {
      const others = same.filter((other) => other !== job).map((other) => other.node.path);
      mistakes.set(job, duplicateKey(job.node.path, key, others));
    }
  }
  return mistakes;
}

/**
 * Mistakes of all jobs of the app, if this stack has any. CDKTF validates stack by stack and stops at the first that
 * fails, so the first stack with a mistake speaks for the later ones; a sound stack stays silent, because aspects may
 * not have visited the later ones yet.
 */
function stackMistakes(stack: TerraformStack): string[] {
  const jobs = jobsUnder(stack.node.root);
  const duplicates = duplicateMistakes(jobs);
  const found = jobs.map((job) => ({
    job,
    mistakes: [...job[JOB](), ...[duplicates.get(job)].filter((mistake) => mistake !== undefined)],
  }));
  const own = found.some(({ job, mistakes }) => mistakes.length > 0 && TerraformStack.of(job) === stack);
  return own ? found.flatMap(({ mistakes }) => mistakes) : [];
}

/** Has the jobs of the job's stack checked when the stack is synthesised. */
export function checkApp(job: IConstruct): void {
  const stack = TerraformStack.of(job);
  if (CHECKED in stack) return;
  Object.defineProperty(stack, CHECKED, { value: true });
  stack.node.addValidation({ validate: () => stackMistakes(stack) });
}
