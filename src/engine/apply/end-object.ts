import type { ResourceType } from '../../provider/resource.ts';
import { report } from '../plan/plan-run.ts';
import type { ResourceChange } from '../plan-model.ts';
import { type ApplyContext, addressOf, instanceOf, recordResult } from './apply-context.ts';
import { RUN_POINTS, step } from './run-points.ts';

/** The half of a replace that comes first says so durably, or its success could be taken for somebody else's close. */
async function markReplaced(
  context: ApplyContext,
  resource: ResourceType,
  change: ResourceChange,
  deposed: string | undefined,
): Promise<string | null> {
  const address = addressOf(change);
  const before = context.state.get(address, deposed);
  if (change.action !== 'replace' || deposed !== undefined || before === null) return change.priorPrivate;
  const marked = resource.markReplaced?.(change.priorPrivate);
  if (marked === undefined) return change.priorPrivate;
  await recordResult(context, address, undefined, { ...before, private: marked });
  return marked;
}

/** What the end came to, in two words. A provider that could not do as planned says so in a warning. */
function endNote({ effects }: ResourceChange, isAsPlanned: boolean): string | null {
  if (effects.abandons) return 'left as it is';
  if (!effects.closes) return null;
  return isAsPlanned ? 'closed' : 'no longer managed';
}

/** Destroys or forgets an object. `deposed` names it where it is not the current one. False when it failed. */
export async function endObject(
  context: ApplyContext,
  change: ResourceChange,
  deposed: string | undefined,
): Promise<boolean> {
  const address = addressOf(change);
  if (change.action === 'forget') {
    await recordResult(context, address, deposed, null);
    context.counts.forgotten += 1;
    return true;
  }
  const resource = context.provider.resources[change.type];
  if (resource === undefined) return false;
  const id = typeof change.prior?.id === 'string' ? change.prior.id : null;
  context.progress.start(change.address, 'delete', id);
  try {
    const priorPrivate = await markReplaced(context, resource, change, deposed);
    const request = {
      prior: change.prior,
      priorPrivate,
      planned: null,
      plannedPrivate: null,
      config: null,
      address: change.address,
      lineage: context.state.lineage,
      intents: context.intents,
    };
    const response = await step(RUN_POINTS.call, () => resource.apply(context.session, request));
    const succeeded =
      report(context.diagnostics, change.address, response.diagnostics) && response.state === null;
    if (response.state === null) {
      await recordResult(context, address, deposed, null);
      context.counts.destroyed += 1;
    } else {
      const before = context.state.get(address, deposed);
      const after = instanceOf(context, change, response.state, response.private);
      await recordResult(context, address, deposed, {
        ...(before ?? after),
        attributes: after.attributes,
        private: after.private,
      });
    }
    const note = endNote(change, response.diagnostics.length === 0);
    context.progress.end(change.address, 'delete', succeeded ? { id, note } : 'errored');
    return succeeded;
  } catch (error) {
    context.progress.end(change.address, 'delete', 'errored');
    throw error;
  }
}
