import type { DependencyGraph } from './dependency-graph.ts';
import { reversed } from './dependency-graph.ts';

/** How a walk ended for one node. `skipped`: something it waits for failed, or the walk was stopped before it. */
export type NodeOutcome = 'done' | 'failed' | 'skipped';

export interface WalkOptions {
  /** Visits under way at once, at most. */
  readonly parallelism: number;
  /** Once aborted nothing new is visited; visits under way are awaited. */
  readonly signal?: AbortSignal;
}

/**
 * Visits every node after all that it waits for. `visit` answers whether the node succeeded; what waits for a failed
 * node is skipped, everything else goes on. The graph must have no cycle. Resolves when no visit is under way; the
 * first thrown error is thrown again then.
 */
export async function walk(
  graph: DependencyGraph,
  options: WalkOptions,
  visit: (node: string) => Promise<boolean>,
): Promise<ReadonlyMap<string, NodeOutcome>> {
  const dependents = reversed(graph);
  const waiting = new Map<string, number>();
  const blocked = new Set<string>();
  const outcomes = new Map<string, NodeOutcome>();
  const ready: string[] = [];
  let next = 0;
  for (const [node, targets] of graph) {
    const count = targets.filter((target) => graph.has(target)).length;
    waiting.set(node, count);
    if (count === 0) ready.push(node);
  }
  const settle = (node: string, outcome: NodeOutcome) => {
    outcomes.set(node, outcome);
    for (const dependent of dependents.get(node) ?? []) {
      if (outcome !== 'done') blocked.add(dependent);
      const left = (waiting.get(dependent) ?? 0) - 1;
      waiting.set(dependent, left);
      if (left === 0) ready.push(dependent);
    }
  };
  let failure: { readonly error: unknown } | null = null;
  let running = 0;
  await new Promise<void>((resolve) => {
    const pump = () => {
      while (running < Math.max(1, options.parallelism) && next < ready.length) {
        const node = ready[next] as string;
        next += 1;
        if (failure !== null || options.signal?.aborted === true || blocked.has(node)) {
          settle(node, 'skipped');
          continue;
        }
        running += 1;
        visit(node)
          .then(
            (succeeded) => settle(node, succeeded ? 'done' : 'failed'),
            (error: unknown) => {
              failure ??= { error };
              settle(node, 'failed');
            },
          )
          .then(() => {
            running -= 1;
            pump();
          });
      }
      if (running === 0) resolve();
    };
    pump();
  });
  const thrown = failure as { readonly error: unknown } | null;
  if (thrown !== null) throw thrown.error;
  return outcomes;
}
