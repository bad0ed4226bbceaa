import { definePoint, type FailPoint } from '../../state/index.ts';

/** Where the crash tests can kill a run, on both sides of one step; see `state/fail-points.ts`. */
export interface StepPoints {
  readonly before: FailPoint;
  readonly after: FailPoint;
}

function defineStep(name: string): StepPoints {
  return { before: definePoint(`engine.${name}.before`), after: definePoint(`engine.${name}.after`) };
}

/** The steps of an apply whose order keeps jobs from being made twice or lost. */
export const RUN_POINTS = {
  /** A call of the provider that may write: create, edit, close. */
  call: defineStep('call'),
  /** The provider settles a create of an earlier run. */
  settle: defineStep('settle'),
  /** The intent of a create goes to disk. */
  intent: defineStep('intent'),
  /** The answer of a create goes to disk. */
  created: defineStep('created'),
  /** A create that made nothing goes to disk. */
  abandoned: defineStep('abandoned'),
  /** What became of an object goes to disk. */
  result: defineStep('result'),
  /** Changed addresses go to disk. */
  moves: defineStep('moves'),
  /** The state file is replaced. */
  checkpoint: defineStep('checkpoint'),
  /** The journal of a run that is wholly in the state goes. */
  journalEnd: defineStep('journal-end'),
} as const;

/** Does one step between its two points. A step that fails has no `after`. */
export async function step<T>(points: StepPoints, work: () => Promise<T>): Promise<T> {
  points.before.hit();
  const result = await work();
  points.after.hit();
  return result;
}
