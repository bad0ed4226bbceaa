import type { MyJob } from '../../api/index.ts';
import { JOB_FIELDS } from '../../contract/index.ts';
import { decodePrivate } from '../../provider/job-private.ts';
import { gapsOf } from '../new/gaps.ts';
import type { JobEntry } from './job-entry.ts';

/** One job of the stack: what the account's list says of it, and what only the state knows. */
export interface StatusRow {
  readonly address: string;
  readonly id: string;
  readonly title: string | null;
  readonly status: string;
  /** False: the account's list does not show the job, and `status` is the state's. */
  readonly listed: boolean;
  readonly published: boolean;
  readonly proposals: MyJob['proposalCounts'];
  readonly updated_at: string | null;
  readonly url: string | null;
  /** Why a draft is not published; null for a job that is no draft. */
  readonly waiting: string | null;
}

/** `listed` is the job's row in the account's list, null when it has none. */
export function statusRow(job: JobEntry, listed: MyJob | null): StatusRow {
  const { attributes } = job.instance;
  const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : null);
  const status = listed?.status ?? text(attributes.status) ?? 'UNKNOWN';
  const isDraft = status === 'DRAFT';
  return {
    address: job.address,
    id: job.id,
    title: listed?.title ?? text(attributes.job_title),
    status,
    listed: listed !== null,
    published: listed?.published ?? status === 'OPEN',
    proposals: listed?.proposalCounts ?? null,
    updated_at: listed?.updatedAt ?? null,
    url: isDraft ? text(attributes.draft_url) : (listed?.jobUrl ?? text(attributes.job_url)),
    waiting: isDraft && listed !== null ? reasonOf(job) : null,
  };
}

/** Why a draft waits, as far as the state knows: the server says it only in answers to writes. */
function reasonOf({ instance }: JobEntry): string {
  const { attributes } = instance;
  if (attributes.publish === false) return 'kept as a draft by the program (publish = false)';
  const { pending } = decodePrivate(instance.private);
  if (pending.length > 0) return `fields not confirmed by OpenTrain: ${pending.join(', ')}`;
  const known = Object.fromEntries(JOB_FIELDS.map((field) => [field.key, attributes[field.attribute]]));
  const gaps = gapsOf(null, known).map((gap) => gap.kind.key);
  if (gaps.length > 0) return `as far as the state knows it lacks ${gaps.join(', ')}`;
  return 'reason not in the state (quota, moderation or another gap); `otform apply` tries again and says';
}
