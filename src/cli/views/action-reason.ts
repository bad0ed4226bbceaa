import type { ResourceChange } from '../../engine/plan-model.ts';
import { isWhollyKnown } from '../../provider/values.ts';

/** Reason of an action in the words of Terraform's plan document; undefined where none is needed. */
export function actionReason(
  change: Pick<ResourceChange, 'action' | 'actionReason' | 'mode' | 'config'>,
): string | undefined {
  if (change.mode !== 'data' || change.action !== 'read') return change.actionReason;
  const isKnown = change.config !== null && isWhollyKnown(change.config);
  return isKnown ? 'read_because_dependency_pending' : 'read_because_config_unknown';
}

/** Terraform's machine-readable UI has words of its own for replacements. */
const UI_WORDS: Readonly<Record<string, string>> = {
  replace_because_cannot_update: 'cannot_update',
  replace_because_tainted: 'tainted',
  replace_by_request: 'requested',
  replace_by_triggers: 'replace_triggered_by',
};

/** The same in the words of the machine-readable UI. */
export function uiReason(change: Parameters<typeof actionReason>[0]): string | undefined {
  const reason = actionReason(change);
  return reason === undefined ? undefined : (UI_WORDS[reason] ?? reason);
}
