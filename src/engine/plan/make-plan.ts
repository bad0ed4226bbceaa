import { blockAddress, compareAddresses, type ResourceAddress } from '../address.ts';
import type { ResourceBlock } from '../config/config-model.ts';
import type { Plan, ResourceChange } from '../plan-model.ts';
import { collect, configWarning } from '../problem.ts';
import { combineInstances } from '../program/block-value.ts';
import { closure, type DependencyGraph, dependencyOrder } from '../program/dependency-graph.ts';
import { RunValues } from '../program/scope.ts';
import { walk } from '../program/walk.ts';
import { BlockPlanner } from './block-planner.ts';
import { readImports } from './imports.ts';
import { driftOf, type KnownObject, readObjects } from './known-object.ts';
import { applyMoves, type Moves } from './moves.ts';
import { planDestroy, planOrphans } from './orphans.ts';
import { planOutputs } from './outputs.ts';
import type { PlanRun } from './plan-run.ts';
import { resolveAddresses, type Selection, select, stackGraph } from './selection.ts';

/** What planning finds out; the caller adds what identifies the plan. */
export type PlanContent = Pick<Plan, 'changes' | 'drift' | 'outputs' | 'publishes' | 'publishLimit'>;

function addressOf(change: ResourceChange): ResourceAddress {
  const { mode, type, name, index } = change;
  return { mode, type, name, ...(index === undefined ? {} : { index }) };
}

function byAddress(a: ResourceChange, b: ResourceChange): number {
  return compareAddresses(addressOf(a), addressOf(b)) || (a.deposed ?? '').localeCompare(b.deposed ?? '');
}

function hasErrors(run: PlanRun): boolean {
  return run.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** A dependency of something that is created before its old object ends must be created first as well. */
function createFirst(
  graph: DependencyGraph,
  blocks: ReadonlyMap<string, ResourceBlock>,
): ReadonlySet<string> {
  const own = [...blocks.values()].filter((block) => block.lifecycle.createBeforeDestroy);
  return closure(
    graph,
    own.map((block) => block.address),
  );
}

function warnForeign(run: PlanRun): void {
  const managed = run.state.foreign.filter((resource) => resource.mode === 'managed');
  const [first] = managed;
  if (first === undefined) return;
  run.diagnostics.push(
    configWarning(
      'foreign-resources-in-state',
      'Other Resources in the State',
      `The state also holds ${managed.length} resource(s) of other providers or modules, such as ${first.type}.${first.name}. ` +
        `otform leaves them exactly as they are; \`terraform -chdir=${run.program.remedy.folder} plan\` shows what Terraform would do with them.`,
    ),
  );
}

function isSelective(run: PlanRun): boolean {
  return run.options.targets.length > 0 || run.options.excludes.length > 0;
}

/** As Terraform does: a plan of a part must not pass for a plan of the whole. */
function warnSelected(run: PlanRun): void {
  if (!isSelective(run)) return;
  run.diagnostics.push(
    configWarning(
      'targeting-in-effect',
      'Resource Targeting Is in Effect',
      'With -target or -exclude the plan leaves out changes that the program asks for. It is meant for exceptional ' +
        'situations, such as recovering from a mistake; do not use it routinely.',
    ),
  );
}

async function planBlocks(
  run: PlanRun,
  graph: DependencyGraph,
  selection: Selection,
  known: ReadonlyMap<string, KnownObject>,
  moves: Moves,
): Promise<{ readonly changes: ResourceChange[]; readonly values: RunValues }> {
  const { config } = run.program;
  const values = new RunValues(run.program);
  const imports = await readImports(run, known);
  const replace = resolveAddresses(run.options.replace, 'Replace', graph, run.state, run.diagnostics);
  const planner = new BlockPlanner({
    run,
    values,
    selection,
    known,
    imports,
    moves,
    replace,
    createBeforeDestroy: createFirst(graph, config.resources),
    stateIsEmpty: !run.state.hasManaged && !run.hasOpenIntents && config.imports.length === 0,
  });
  const blocks = new Map([...config.resources.keys()].map((address) => [address, graph.get(address) ?? []]));
  await walk(blocks, { parallelism: Math.max(run.options.parallelism, 1) }, async (address) => {
    const block = config.resources.get(address);
    // A failed block's value is unknown to its dependents, which are planned on for the sake of their own mistakes.
    if (block !== undefined) await planner.plan(block);
    return true;
  });
  const orphans = await planOrphans(run, planner, known.values(), selection);
  return { changes: [...planner.changes, ...orphans], values };
}

/** Values that outputs of a refresh-only plan see: what is, not what would be. */
function currentValues(run: PlanRun, known: ReadonlyMap<string, KnownObject>): RunValues {
  const values = new RunValues(run.program);
  const byBlock = new Map<string, KnownObject[]>();
  for (const object of known.values()) {
    if (object.deposed !== undefined || object.current === null) continue;
    const block = blockAddress(object.address);
    const others = byBlock.get(block);
    if (others === undefined) byBlock.set(block, [object]);
    else others.push(object);
  }
  for (const [address, objects] of byBlock) {
    const block = run.program.config.resources.get(address);
    const mode = block?.count !== undefined ? 'count' : block?.forEach !== undefined ? 'for_each' : 'single';
    values.set(
      address,
      combineInstances(
        mode,
        objects.map((object) => ({ index: object.address.index, value: object.current, sensitive: [] })),
      ),
    );
  }
  return values;
}

async function publishLimitOf(run: PlanRun, publishes: number): Promise<number | null> {
  if (publishes === 0) return null;
  try {
    return await run.session.publishLimit();
  } catch {
    // The limit only decorates the plan; a failing account look-up is reported by the calls that need it.
    return null;
  }
}

/** Also what ends has to be found under its old address by whoever applies the plan to the stored state. */
function movedHere(change: ResourceChange, moves: Moves): ResourceChange {
  const previousAddress = moves.get(change.address);
  return previousAddress === undefined || change.previousAddress !== undefined
    ? change
    : { ...change, previousAddress };
}

/** Plans everything selected. Null only with errors, which are in `run.diagnostics`. */
export async function makePlan(run: PlanRun): Promise<PlanContent | null> {
  const { mode } = run.options;
  const { references, config } = run.program;
  if (mode !== 'destroy') run.diagnostics.push(...references.diagnostics);
  const moves = applyMoves(config, run.state, run.program.remedy, run.diagnostics);
  const graph = stackGraph(run.program, run.state);
  if (mode !== 'destroy') {
    collect(run.diagnostics, () =>
      dependencyOrder(new Map([...config.resources.keys()].map((key) => [key, graph.get(key) ?? []]))),
    );
  }
  const selection = select(graph, run.state, run.options, run.diagnostics);
  if (hasErrors(run)) return null;
  warnForeign(run);
  warnSelected(run);
  const known = await readObjects(run, selection);
  const drift = driftOf(run, known.values()).sort(byAddress);
  let changes: ResourceChange[] = [];
  let values = new RunValues(run.program);
  if (mode === 'destroy') changes = await planDestroy(run, known.values(), selection);
  else if (mode === 'refresh-only') values = currentValues(run, known);
  else ({ changes, values } = await planBlocks(run, graph, selection, known, moves));
  changes = changes.map((change) => movedHere(change, moves));
  const outputs = hasErrors(run) ? [] : planOutputs(run, values, selection, mode);
  if (hasErrors(run)) return null;
  const publishes = changes.filter((change) => change.effects.publishes).length;
  return {
    changes: changes.sort(byAddress),
    drift,
    outputs,
    publishes,
    publishLimit: await publishLimitOf(run, publishes),
  };
}
