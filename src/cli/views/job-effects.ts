import type { ResourceChange } from '../../engine/plan-model.ts';

export interface EffectLine {
  /** `loud` lines tell of something public that cannot be undone. */
  readonly tone: 'plain' | 'warn' | 'loud';
  readonly text: string;
}

/** What a change does to the job on the marketplace, in the order it happens. */
export function effectLines(change: ResourceChange): readonly EffectLine[] {
  const { effects } = change;
  const lines: EffectLine[] = [];
  if (change.action === 'replace') lines.push(...replaceLines(change));
  else if (effects.closes) lines.push({ tone: 'warn', text: closeText(change) });
  if (effects.abandons) {
    lines.push({ tone: 'plain', text: 'left as it is on OpenTrain (abandon); only the state forgets it' });
  }
  if (effects.liveEdit.length > 0) {
    lines.push({
      tone: 'warn',
      text: `live edit of ${effects.liveEdit.join(', ')}: re-moderated; a block takes it off the marketplace`,
    });
  }
  if (effects.draftEdit.length > 0 && change.action === 'update') {
    lines.push({ tone: 'plain', text: `draft will be patched: ${effects.draftEdit.join(', ')}` });
  }
  if (effects.publishes) lines.push({ tone: 'plain', text: 'will be published' });
  else if (effects.createsDraft) lines.push({ tone: 'plain', text: 'will be kept as a draft' });
  return lines;
}

/** Whether close works on a draft is not documented [U]. */
function closeText(change: ResourceChange): string {
  return change.prior?.status === 'DRAFT'
    ? 'draft will be closed where OpenTrain allows it, else left in the app'
    : 'will be closed (ARCHIVED); contracts stay';
}

function replaceLines(change: ResourceChange): readonly EffectLine[] {
  const id = typeof change.prior?.id === 'string' ? change.prior.id : 'the present job';
  const status = typeof change.prior?.status === 'string' ? change.prior.status : 'unknown';
  if (change.effects.abandons) {
    return [{ tone: 'loud', text: `SECOND JOB: ${id} (${status}) stays public beside the new one` }];
  }
  if (status === 'DRAFT') {
    return [
      {
        tone: 'warn',
        text: `${id} is a draft; it is closed where OpenTrain allows it, and a new one is made`,
      },
    ];
  }
  return [
    {
      tone: 'loud',
      text: `LIVE JOB: ${id} (${status}) will be closed; its proposals stay with it and do not move to the new job`,
    },
  ];
}
