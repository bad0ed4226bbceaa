/**
 * What a status allows. `ONGOING`, `COMPLETED` and `PENDING_APPROVAL` are named but not explained in the
 * documentation [U]; a status we have never heard of is treated like those that allow no edit.
 */
export type StatusKind = 'draft' | 'live' | 'busy' | 'over';

export function statusKind(status: string): StatusKind {
  switch (status) {
    case 'DRAFT':
      return 'draft';
    case 'OPEN':
      return 'live';
    case 'ARCHIVED':
    case 'COMPLETED':
      return 'over';
    default:
      return 'busy';
  }
}

/** Whether a job that should be published counts as published: everything but a draft has left the draft state. */
export function isPublishedStatus(status: string): boolean {
  return statusKind(status) !== 'draft';
}
