import { blockAddress, matchAddress, tryParseAddress } from '../address.ts';
import type { ActionReason, ResourceChange } from '../plan-model.ts';
import { configError } from '../problem.ts';
import type { BlockPlanner } from './block-planner.ts';
import { changeHead, type KnownObject, NO_EFFECTS } from './known-object.ts';
import { destroyPrevented, planDelete } from './plan-instance.ts';
import type { PlanRun } from './plan-run.ts';
import type { Selection } from './selection.ts';

function reasonOf(planner: BlockPlanner, known: KnownObject): ActionReason | null {
  const block = blockAddress(known.address);
  const expansion = planner.expansions.get(block);
  if (expansion === undefined) return 'delete_because_no_resource_config';
  const { index } = known.address;
  if (expansion.keys.has(JSON.stringify(index ?? null))) return null;
  if (expansion.mode === 'count' && typeof index === 'number') return 'delete_because_count_index';
  if (expansion.mode === 'for_each' && typeof index === 'string') return 'delete_because_each_key';
  return 'delete_because_wrong_repetition';
}

function forget(known: KnownObject): ResourceChange {
  return {
    ...changeHead(known.address),
    action: 'forget',
    prior: known.current ?? known.stored,
    priorPrivate: known.private,
    config: null,
    planned: null,
    plannedPrivate: null,
    replacePaths: [],
    createBeforeDestroy: false,
    effects: NO_EFFECTS,
    dependencies: known.dependencies,
    ...(known.deposed === undefined ? {} : { deposed: known.deposed }),
  };
}

/** Patterns of `removed` blocks whose objects are dropped, not destroyed. */
function forgotten(run: PlanRun) {
  return run.program.config.removed.flatMap((block) => {
    const address = tryParseAddress(block.from);
    if (address === null) {
      run.diagnostics.push(
        configError(
          'invalid-removed',
          'Invalid removed Block',
          `${block.from} is no resource of the root module.`,
        ),
      );
      return [];
    }
    if (run.program.config.resources.has(blockAddress(address))) {
      run.diagnostics.push(
        configError(
          'removed-still-declared',
          'Removed Resource Still Exists',
          `The program has a removed block for ${block.from} and still declares it. Remove one of them.`,
          { address: block.from },
        ),
      );
    }
    return block.destroy ? [] : [address];
  });
}

/** What ends in a normal plan: objects whose block or index left the program, and deposed ones. */
export async function planOrphans(
  run: PlanRun,
  planner: BlockPlanner,
  known: Iterable<KnownObject>,
  selection: Selection,
): Promise<ResourceChange[]> {
  const dropped = forgotten(run);
  const changes: ResourceChange[] = [];
  for (const object of known) {
    if (planner.failed.has(blockAddress(object.address)) || !selection.includes(object.address)) continue;
    if (object.deposed !== undefined) {
      const change = await planDelete(run, object, undefined);
      if (change !== null) changes.push(change);
      continue;
    }
    const reason = reasonOf(planner, object);
    if (reason === null) continue;
    if (dropped.some((address) => matchAddress(address, object.address))) {
      changes.push(forget(object));
      continue;
    }
    const block = run.program.config.resources.get(blockAddress(object.address));
    if (object.current !== null && block?.lifecycle.preventDestroy === true) {
      run.diagnostics.push(destroyPrevented(object.text, 'its index left the program'));
      continue;
    }
    const change = await planDelete(run, object, reason);
    if (change !== null) changes.push(change);
  }
  return changes;
}

/** What ends in a destroy plan: everything selected. */
export async function planDestroy(
  run: PlanRun,
  known: Iterable<KnownObject>,
  selection: Selection,
): Promise<ResourceChange[]> {
  const changes: ResourceChange[] = [];
  for (const object of known) {
    if (!selection.includes(object.address)) continue;
    const block = run.program.config.resources.get(blockAddress(object.address));
    if (object.current !== null && block?.lifecycle.preventDestroy === true) {
      run.diagnostics.push(destroyPrevented(object.text, 'the plan calls for it to be destroyed'));
      continue;
    }
    const change = await planDelete(run, object, undefined);
    if (change !== null) changes.push(change);
  }
  return changes;
}
