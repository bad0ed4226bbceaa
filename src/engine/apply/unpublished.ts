import { isPublishedStatus } from '../../provider/index.ts';
import type { ObjectValue } from '../../provider/values.ts';
import type { UnpublishedJob } from '../engine.ts';

/**
 * Whether an applied object is a job that should be live and is not. The wish is the attribute `publish`, reality the
 * attribute `status`; which statuses count as published is the provider's decision (a job that is over was live).
 */
export function tryUnpublished(address: string, type: string, state: ObjectValue): UnpublishedJob | null {
  if (type !== 'opentrain_job' || state.publish !== true || typeof state.status !== 'string') return null;
  if (isPublishedStatus(state.status)) return null;
  return {
    address,
    jobId: typeof state.id === 'string' ? state.id : '',
    draftUrl: typeof state.draft_url === 'string' ? state.draft_url : null,
  };
}
