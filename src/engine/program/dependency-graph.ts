import { configError, Problem } from '../problem.ts';

/** Nodes and what each waits for. Waiting for a node that is not there counts as satisfied. */
export type DependencyGraph = ReadonlyMap<string, readonly string[]>;

/**
 * Nodes in an order in which everything comes after what it waits for; ties keep the graph's own order.
 * Raises `Problem` dependency-cycle with the nodes of one cycle. Linear; not recursive, so depth is no limit.
 */
export function dependencyOrder(graph: DependencyGraph): string[] {
  const cycle = findCycle(graph);
  if (cycle !== null) {
    throw new Problem(
      configError(
        'dependency-cycle',
        'Dependency Cycle',
        `These depend on each other in a circle: ${[...cycle, cycle[0]].join(' → ')}. Remove one of the references.`,
      ),
    );
  }
  const order: string[] = [];
  const done = new Set<string>();
  for (const start of graph.keys()) {
    const stack = [start];
    while (stack.length > 0) {
      const node = stack.at(-1) as string;
      const open = done.has(node)
        ? []
        : (graph.get(node) ?? []).filter((next) => graph.has(next) && !done.has(next));
      if (open.length > 0) {
        stack.push(...open.reverse());
        continue;
      }
      stack.pop();
      if (!done.has(node)) order.push(node);
      done.add(node);
    }
  }
  return order;
}

/** One cycle, first to last, or null. */
export function findCycle(graph: DependencyGraph): string[] | null {
  const state = new Map<string, 'open' | 'done'>();
  for (const start of graph.keys()) {
    if (state.has(start)) continue;
    const path: { readonly node: string; readonly next: Iterator<string> }[] = [];
    const enter = (node: string) => {
      state.set(node, 'open');
      path.push({ node, next: (graph.get(node) ?? [])[Symbol.iterator]() });
    };
    enter(start);
    while (path.length > 0) {
      const top = path.at(-1) as (typeof path)[number];
      const step = top.next.next();
      if (step.done === true) {
        state.set(top.node, 'done');
        path.pop();
      } else if (graph.has(step.value)) {
        const seen = state.get(step.value);
        if (seen === 'open') {
          const nodes = path.map((entry) => entry.node);
          return nodes.slice(nodes.indexOf(step.value)).reverse();
        }
        if (seen === undefined) enter(step.value);
      }
    }
  }
  return null;
}

/** `roots` and everything that they wait for, directly or not. */
export function closure(graph: DependencyGraph, roots: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const pending = [...roots];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    pending.push(...(graph.get(node) ?? []));
  }
  return found;
}

/** The same graph with all arrows turned round. */
export function reversed(graph: DependencyGraph): Map<string, string[]> {
  const turned = new Map<string, string[]>();
  for (const node of graph.keys()) turned.set(node, []);
  for (const [node, targets] of graph) for (const target of targets) turned.get(target)?.push(node);
  return turned;
}
