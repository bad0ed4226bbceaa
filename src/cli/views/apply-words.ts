import type { ApplyResult } from '../../engine/engine.ts';
import type { Action } from '../../engine/plan-model.ts';

type Operation = 'apply' | 'destroy' | 'refresh' | 'import';

const STARTED: Readonly<Record<Action, string>> = {
  create: 'Creating',
  update: 'Modifying',
  delete: 'Destroying',
  replace: 'Replacing',
  forget: 'Forgetting',
  read: 'Reading',
  'no-op': 'Checking',
};

const DONE: Readonly<Record<Action, string>> = {
  create: 'Creation complete',
  update: 'Modifications complete',
  delete: 'Destruction complete',
  replace: 'Replacement complete',
  forget: 'Forgotten',
  read: 'Read complete',
  'no-op': 'Check complete',
};

const FAILED: Readonly<Record<Action, string>> = {
  create: 'Creation errored',
  update: 'Modifications errored',
  delete: 'Destruction errored',
  replace: 'Replacement errored',
  forget: 'Forgetting errored',
  read: 'Read errored',
  'no-op': 'Check errored',
};

export const applyWords = { STARTED, DONE, FAILED } as const;

/** Terraform's way to write a duration: whole seconds. */
export function elapsedText(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/** The last line of a run, e.g. `Apply complete! Resources: 1 added, 0 changed, 0 destroyed. 1 published.` */
export function resultLine(operation: Operation, result: ApplyResult, published: number): string {
  if (operation === 'refresh' && result.outcome !== 'failed')
    return 'Refresh complete! The state matches OpenTrain.';
  if (operation === 'import' && result.outcome === 'applied') {
    return `Import complete! ${result.imported} imported into the state. No job was changed.`;
  }
  const parts = [
    ...(result.imported > 0 ? [`${result.imported} imported`] : []),
    `${result.added} added`,
    `${result.changed} changed`,
    `${result.destroyed} destroyed`,
    ...(result.forgotten > 0 ? [`${result.forgotten} forgotten`] : []),
  ];
  const head = `${operation === 'destroy' ? 'Destroy' : 'Apply'} ${
    result.outcome === 'interrupted'
      ? 'interrupted!'
      : result.outcome === 'failed'
        ? 'incomplete!'
        : 'complete!'
  }`;
  return `${head} Resources: ${parts.join(', ')}.${published > 0 ? ` ${published} published.` : ''}`;
}
