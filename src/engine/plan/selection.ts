import type { Diagnostic } from '../../provider/diagnostics.ts';
import { nearNames } from '../../provider/near-names.ts';
import {
  blockAddress,
  formatAddress,
  matchAddress,
  type ResourceAddress,
  tryParseAddress,
} from '../address.ts';
import type { PlanMode } from '../plan-model.ts';
import { configError } from '../problem.ts';
import { closure, type DependencyGraph, reversed } from '../program/dependency-graph.ts';
import type { Program } from '../program/program.ts';
import type { WorkingState } from '../working-state.ts';

/** Which part of the stack a run is about. */
export interface Selection {
  /** True when nothing was targeted or excluded. */
  readonly isEverything: boolean;
  includesBlock(address: string): boolean;
  includes(address: ResourceAddress): boolean;
}

const EVERYTHING: Selection = { isEverything: true, includesBlock: () => true, includes: () => true };

/** Blocks of program and state with what each depends on; state knows it for blocks that left the program. */
export function stackGraph(program: Program, state: WorkingState): DependencyGraph {
  const graph = new Map<string, readonly string[]>();
  for (const [address, references] of program.references.blocks) graph.set(address, references.waitsFor);
  for (const address of state.blockAddresses()) {
    if (graph.has(address)) continue;
    const dependencies = new Set(state.ofBlock(address).flatMap((object) => object.instance.dependencies));
    dependencies.delete(address);
    graph.set(address, [...dependencies]);
  }
  return graph;
}

function knownAddresses(graph: DependencyGraph, state: WorkingState): string[] {
  return [...graph.keys(), ...[...state.objects()].map((object) => formatAddress(object.address))];
}

/** Parsed addresses that exist; what does not is reported as `Unknown Target` and the like. */
export function resolveAddresses(
  texts: readonly string[],
  what: 'Target' | 'Exclude' | 'Replace',
  graph: DependencyGraph,
  state: WorkingState,
  into: Diagnostic[],
): ResourceAddress[] {
  return texts.flatMap((text) => {
    const address = tryParseAddress(text);
    const block = address === null ? null : blockAddress(address);
    if (address !== null && block !== null && graph.has(block)) return [address];
    const near = nearNames(text, knownAddresses(graph, state));
    const hint =
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : 'List the addresses with `otform state list` or `otform plan`.';
    into.push(
      configError(
        `unknown-${what.toLowerCase()}`,
        `Unknown ${what}`,
        `-${what.toLowerCase()}=${text} names nothing in the program or the state; nothing was changed. ${hint}`,
      ),
    );
    return [];
  });
}

function targeted(graph: DependencyGraph, targets: readonly ResourceAddress[], mode: PlanMode): Selection {
  const direct = new Set(targets.map(blockAddress));
  // Destroying takes along what depends on the target, everything else what the target depends on.
  const along = mode === 'destroy' ? reversed(graph) : graph;
  const others = closure(
    along,
    [...direct].flatMap((address) => along.get(address) ?? []),
  );
  return {
    isEverything: false,
    includesBlock: (address) => direct.has(address) || others.has(address),
    includes: (address) =>
      others.has(blockAddress(address)) || targets.some((target) => matchAddress(target, address)),
  };
}

function excluded(graph: DependencyGraph, excludes: readonly ResourceAddress[], mode: PlanMode): Selection {
  const direct = new Set(excludes.map(blockAddress));
  // What depends on an excluded block cannot be brought up to date; what it depends on cannot be destroyed.
  const along = mode === 'destroy' ? graph : reversed(graph);
  const others = closure(
    along,
    [...direct].flatMap((address) => along.get(address) ?? []),
  );
  const whole = new Set(excludes.filter((address) => address.index === undefined).map(blockAddress));
  return {
    isEverything: false,
    includesBlock: (address) => !others.has(address) && !whole.has(address),
    includes: (address) =>
      !others.has(blockAddress(address)) && !excludes.some((exclude) => matchAddress(exclude, address)),
  };
}

/** Targets and excludes with what they take along, as Terraform and OpenTofu do. */
export function select(
  graph: DependencyGraph,
  state: WorkingState,
  options: {
    readonly mode: PlanMode;
    readonly targets: readonly string[];
    readonly excludes: readonly string[];
  },
  into: Diagnostic[],
): Selection {
  const targets = resolveAddresses(options.targets, 'Target', graph, state, into);
  const excludes = resolveAddresses(options.excludes, 'Exclude', graph, state, into);
  const parts: Selection[] = [];
  if (options.targets.length > 0) parts.push(targeted(graph, targets, options.mode));
  if (options.excludes.length > 0) parts.push(excluded(graph, excludes, options.mode));
  if (parts.length === 0) return EVERYTHING;
  return {
    isEverything: false,
    includesBlock: (address) => parts.every((part) => part.includesBlock(address)),
    includes: (address) => parts.every((part) => part.includes(address)),
  };
}
