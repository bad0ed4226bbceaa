import { blockAddress } from '../address.ts';
import type { ResourceChange } from '../plan-model.ts';
import { type DependencyGraph, findCycle, reversed } from '../program/dependency-graph.ts';

/** One step of an apply. A replace has two. */
export interface Operation {
  readonly phase: 'apply' | 'destroy';
  readonly change: ResourceChange;
}

export interface OperationGraph {
  /** Operations and, between them, one gate per block and phase, so that edges stay linear in the instances. */
  readonly graph: DependencyGraph;
  readonly operations: ReadonlyMap<string, Operation>;
  /** Block by the id of the gate that opens when all its instances are applied. */
  readonly appliedGates: ReadonlyMap<string, string>;
}

/** How much of the wished order is kept; less when stored and declared dependencies contradict each other. */
type Strictness = 'full' | 'no-late-destroy' | 'declared-only';

function operationId(phase: Operation['phase'], change: ResourceChange): string {
  return `${phase} ${change.address}${change.deposed === undefined ? '' : ` deposed ${change.deposed}`}`;
}

function endsObject(change: ResourceChange): boolean {
  return change.action === 'delete' || change.action === 'replace';
}

class GraphBuilder {
  readonly graph = new Map<string, string[]>();
  readonly operations = new Map<string, Operation>();
  readonly appliedGates = new Map<string, string>();
  readonly #waitsFor: DependencyGraph;
  readonly #dependents: DependencyGraph;
  readonly #strictness: Strictness;

  constructor(changes: readonly ResourceChange[], waitsFor: DependencyGraph, strictness: Strictness) {
    this.#strictness = strictness;
    this.#waitsFor = waitsFor;
    this.#dependents = reversed(this.#combined(changes));
    const blocks = new Set([...waitsFor.keys(), ...changes.map((change) => blockAddress(change))]);
    for (const block of blocks) {
      this.graph.set(`applied ${block}`, []);
      this.graph.set(`destroyed ${block}`, []);
      this.appliedGates.set(`applied ${block}`, block);
    }
    for (const change of changes) {
      if (change.action !== 'delete' && change.action !== 'forget') this.#apply(change);
      if (endsObject(change)) this.#destroy(change);
      if (change.action === 'forget') this.#add('destroy', change, []);
    }
  }

  /** Who depends on whom, of the program and, for what is destroyed, as the state remembers it. */
  #combined(changes: readonly ResourceChange[]): DependencyGraph {
    const combined = new Map<string, readonly string[]>(this.#waitsFor);
    if (this.#strictness === 'declared-only') return combined;
    const stored = new Map<string, Set<string>>();
    for (const change of changes) {
      const block = blockAddress(change);
      if (change.action !== 'delete' || this.#waitsFor.has(block)) continue;
      const known = stored.get(block) ?? new Set<string>();
      for (const dependency of change.dependencies) if (dependency !== block) known.add(dependency);
      stored.set(block, known);
    }
    for (const [block, dependencies] of stored) combined.set(block, [...dependencies]);
    for (const change of changes) {
      const block = blockAddress(change);
      if (!combined.has(block)) combined.set(block, []);
    }
    return combined;
  }

  #add(phase: Operation['phase'], change: ResourceChange, waits: string[]): void {
    const id = operationId(phase, change);
    this.operations.set(id, { phase, change });
    this.graph.set(id, waits);
    const gate = phase === 'apply' ? 'applied' : 'destroyed';
    this.graph.get(`${gate} ${blockAddress(change)}`)?.push(id);
  }

  #apply(change: ResourceChange): void {
    const waits = (this.#waitsFor.get(blockAddress(change)) ?? []).map((block) => `applied ${block}`);
    if (change.action === 'replace' && !change.createBeforeDestroy)
      waits.push(operationId('destroy', change));
    this.#add('apply', change, waits);
  }

  #destroy(change: ResourceChange): void {
    const dependents = this.#dependents.get(blockAddress(change)) ?? [];
    const waits = dependents.map((block) => `destroyed ${block}`);
    const isReplace = change.action === 'replace';
    if (change.createBeforeDestroy && change.deposed === undefined) {
      if (isReplace) waits.push(operationId('apply', change));
      // What used the old object must use the new one before the old one goes.
      if (this.#strictness === 'full') waits.push(...dependents.map((block) => `applied ${block}`));
    }
    this.#add('destroy', change, waits);
  }
}

/**
 * The order of an apply, as Terraform's: creates and updates after what they depend on, destroys before it; a replace
 * destroys first unless it creates before. Never has a cycle.
 */
export function operationGraph(
  changes: readonly ResourceChange[],
  waitsFor: DependencyGraph,
): OperationGraph {
  for (const strictness of ['full', 'no-late-destroy'] as const) {
    const built = new GraphBuilder(changes, waitsFor, strictness);
    if (findCycle(built.graph) === null) return built;
  }
  return new GraphBuilder(changes, waitsFor, 'declared-only');
}
