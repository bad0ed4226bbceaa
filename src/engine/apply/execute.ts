import type { Diagnostic } from '../../provider/diagnostics.ts';
import { isWhollyKnown, type Value } from '../../provider/values.ts';
import { StateError, type StateInstance, type StateOutput } from '../../state/index.ts';
import { blockAddress } from '../address.ts';
import { evaluateOutput } from '../plan/outputs.ts';
import type { Plan, ResourceChange } from '../plan-model.ts';
import { bugError, environmentError } from '../problem.ts';
import { combineInstances, type InstanceValue } from '../program/block-value.ts';
import type { DependencyGraph } from '../program/dependency-graph.ts';
import { type NodeOutcome, walk } from '../program/walk.ts';
import { stateDiagnostic } from '../run/state-diagnostic.ts';
import { fromJson, toJson } from '../state-values.ts';
import type { WorkingState } from '../working-state.ts';
import { ChangeApplier } from './apply-change.ts';
import { type ApplyContext, addressOf, instanceOf } from './apply-context.ts';
import { endObject } from './end-object.ts';
import { type Operation, type OperationGraph, operationGraph } from './operation-graph.ts';

/** How the operations of an apply ended. */
export interface Execution {
  readonly hasFailed: boolean;
  /** Addresses whose operations were not started. */
  readonly skipped: readonly string[];
}

/** Objects that the plan leaves alone, but about which refresh learned something that only `private` holds. */
function remembered(state: WorkingState, plan: Plan): readonly [ResourceChange, StateInstance][] {
  return plan.changes.flatMap((change): [ResourceChange, StateInstance][] => {
    if (change.mode !== 'managed' || change.action !== 'no-op' || change.importId !== undefined) return [];
    const before = state.get(addressOf(change), change.deposed);
    return before === null || before.private === change.priorPrivate ? [] : [[change, before]];
  });
}

/** True when refresh found something that the state does not hold yet, whether or not the plan changes anything. */
export function refreshFoundNews(state: WorkingState, plan: Plan): boolean {
  return plan.drift.length > 0 || remembered(state, plan).length > 0;
}

/** What refresh found is what is: it enters the state along with the run's own changes. */
export function applyDrift(context: Pick<ApplyContext, 'state' | 'program'>, plan: Plan): void {
  for (const [change, before] of remembered(context.state, plan)) {
    context.state.set(addressOf(change), change.deposed, { ...before, private: change.priorPrivate });
  }
  for (const drift of plan.drift) {
    const address = addressOf(drift);
    const before = context.state.get(address, drift.deposed);
    if (before === null) continue;
    if (drift.planned === null) context.state.set(address, drift.deposed, null);
    else {
      const { attributes } = instanceOf(context, drift, drift.planned, null);
      context.state.set(address, drift.deposed, { ...before, attributes, private: drift.plannedPrivate });
    }
  }
}

class Executor {
  readonly #context: ApplyContext;
  readonly #plan: Plan;
  readonly #graph: OperationGraph;
  readonly #applier: ChangeApplier;
  readonly #byBlock = new Map<string, ResourceChange[]>();
  readonly #stop = new AbortController();

  constructor(context: ApplyContext, plan: Plan, waitsFor: DependencyGraph) {
    this.#context = context;
    this.#plan = plan;
    this.#graph = operationGraph(plan.changes, waitsFor);
    this.#applier = new ChangeApplier(context);
    for (const change of plan.changes) {
      const block = blockAddress(change);
      const others = this.#byBlock.get(block);
      if (others === undefined) this.#byBlock.set(block, [change]);
      else others.push(change);
    }
  }

  async run(parallelism: number, signal: AbortSignal): Promise<Execution> {
    const { graph, operations } = this.#graph;
    const outcomes = await walk(
      graph,
      { parallelism, signal: AbortSignal.any([signal, this.#stop.signal]) },
      (id) => this.#visit(id),
    );
    return summary(outcomes, operations);
  }

  async #visit(id: string): Promise<boolean> {
    const gate = this.#graph.appliedGates.get(id);
    if (gate !== undefined) this.#publishValue(gate);
    const operation = this.#graph.operations.get(id);
    if (operation === undefined) return true;
    try {
      return await this.#operate(operation);
    } catch (error) {
      this.#context.diagnostics.push(this.#unexpected(operation, error));
      return false;
    }
  }

  #operate({ phase, change }: Operation): Promise<boolean> {
    if (phase === 'apply') return this.#applier.apply(change);
    return endObject(this.#context, change, change.deposed ?? this.#applier.deposedKeys.get(change.address));
  }

  #unexpected({ change }: Operation, error: unknown): Diagnostic {
    if (error instanceof StateError) {
      // Without the journal nothing new may be created: what it made could be lost.
      this.#stop.abort();
      return { ...stateDiagnostic(error), address: change.address };
    }
    const message = error instanceof Error ? error.message : String(error);
    return bugError(
      'unexpected-error',
      'Unexpected Error',
      `${change.address}: ${message}. This is a bug of otform. If a job was being created, its key is in the journal ` +
        'beside the state, and the next `otform apply` finds it instead of creating another one.',
      { address: change.address },
    );
  }

  /** All instances of the block are applied: from now on references see what they became. */
  #publishValue(address: string): void {
    const { program, state, values } = this.#context;
    const block = program.config.resources.get(address);
    if (block === undefined) return;
    const schema = program.schemaOf(block.mode, block.type);
    const instances = new Map<string, InstanceValue>();
    for (const object of state.ofBlock(address)) {
      if (object.instance.deposed !== undefined) continue;
      const { index } = object.address;
      instances.set(JSON.stringify(index ?? null), {
        index,
        value: fromJson(object.instance.attributes),
        sensitive: Object.entries(schema?.attributes ?? {}).flatMap(([name, attribute]) =>
          attribute.sensitive ? [[name]] : [],
        ),
      });
    }
    for (const change of this.#byBlock.get(address) ?? []) {
      const known = instances.get(JSON.stringify(change.index ?? null));
      if (known === undefined || change.sensitivePaths === undefined) continue;
      instances.set(JSON.stringify(change.index ?? null), { ...known, sensitive: change.sensitivePaths });
    }
    const mode = block.count !== undefined ? 'count' : block.forEach !== undefined ? 'for_each' : 'single';
    const ordered = [...instances.values()].sort((a, b) =>
      typeof a.index === 'number' && typeof b.index === 'number' ? a.index - b.index : 0,
    );
    if (mode === 'single' && ordered.length === 0) return;
    values.set(address, combineInstances(mode, ordered));
  }

  /** Outputs that the plan changes, as they are now; what could not be known keeps its stored value. */
  writeOutputs(hasFailed: boolean): void {
    const { state, program, values } = this.#context;
    const outputs = new Map<string, StateOutput>(Object.entries(state.outputs));
    for (const change of this.#plan.outputs) {
      if (change.action === 'no-op') continue;
      if (change.action === 'delete') {
        if (!hasFailed) outputs.delete(change.name);
        continue;
      }
      const diagnostics: Diagnostic[] = [];
      const evaluated: ReturnType<typeof evaluateOutput> =
        this.#plan.mode === 'refresh-only' && change.after !== undefined
          ? { value: change.after, sensitive: change.sensitive, type: change.type }
          : evaluateOutput({ program, diagnostics }, values, change.name);
      if (!hasFailed) this.#context.diagnostics.push(...diagnostics);
      if (evaluated === null || !isWhollyKnown(evaluated.value)) continue;
      if (evaluated.value === null) outputs.delete(change.name);
      else outputs.set(change.name, storedOutput(evaluated.value, evaluated.type, evaluated.sensitive));
    }
    state.outputs = Object.fromEntries(outputs);
  }
}

function storedOutput(value: Value, type: StateOutput['type'] | undefined, sensitive: boolean): StateOutput {
  return { value: toJson(value), type: type ?? 'dynamic', ...(sensitive ? { sensitive } : {}) };
}

function summary(
  outcomes: ReadonlyMap<string, NodeOutcome>,
  operations: ReadonlyMap<string, Operation>,
): Execution {
  const skipped = new Set<string>();
  let hasFailed = false;
  for (const [id, outcome] of outcomes) {
    const operation = operations.get(id);
    if (operation === undefined || outcome === 'done') continue;
    if (outcome === 'failed') hasFailed = true;
    else if (operation.change.action !== 'no-op') skipped.add(operation.change.address);
  }
  return { hasFailed, skipped: [...skipped] };
}

function notStarted(skipped: readonly string[], interrupted: boolean): Diagnostic {
  const shown = skipped.slice(0, 20).join(', ');
  const more = skipped.length > 20 ? ` and ${skipped.length - 20} more` : '';
  return {
    ...environmentError(
      interrupted ? 'interrupted' : 'dependents-skipped',
      interrupted ? 'Interrupted' : 'Changes Not Started',
      `${skipped.length === 1 ? 'One change was' : `${skipped.length} changes were`} not started` +
        `${interrupted ? '' : ', because something needed for it failed'}: ${shown}${more}. ` +
        'What was finished is in the state. Run `otform apply` again to go on.',
    ),
    severity: interrupted ? 'error' : 'warning',
  };
}

/** Carries out a plan. State and journal hold whatever came of it; the caller checkpoints. */
export async function execute(
  context: ApplyContext,
  plan: Plan,
  waitsFor: DependencyGraph,
  parallelism: number,
  signal: AbortSignal,
): Promise<Execution> {
  const executor = new Executor(context, plan, waitsFor);
  const execution = await executor.run(parallelism, signal);
  const hasFailed = execution.hasFailed || execution.skipped.length > 0;
  executor.writeOutputs(hasFailed);
  if (execution.skipped.length > 0) context.diagnostics.push(notStarted(execution.skipped, signal.aborted));
  return execution;
}
