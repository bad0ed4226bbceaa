/** What a difference means for a run of otform. */
export type Effect = 'breaks' | 'differs' | 'addition';

/** One difference between the contract and what the server says of itself. */
export interface Finding {
  /** `breaks`: otform relies on it. `differs`: it copes. `addition`: something new. */
  readonly effect: Effect;
  readonly kind:
    | 'endpoint'
    | 'status'
    | 'scope'
    | 'update key'
    | 'value'
    | 'type'
    | 'request key'
    | 'parameter'
    | 'answer key'
    | 'format'
    | 'feature';
  /** What it is about: `headcount`, `PAY_PER_TASK`, `POST /jobs/{jobId}/close`. */
  readonly subject: string;
  readonly message: string;
  /** Where it was seen: operations, or `capabilities`. */
  readonly at: readonly string[];
}

const WEIGHT: Readonly<Record<Effect, number>> = { breaks: 0, differs: 1, addition: 2 };

/** One line for what several operations say alike; the worst first, else in the order of first sight. */
export function mergeFindings(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.effect, finding.kind, finding.subject, finding.message]);
    const known = merged.get(key);
    const at = known === undefined ? finding.at : [...new Set([...known.at, ...finding.at])];
    merged.set(key, { ...finding, at });
  }
  return [...merged.values()].sort((a, b) => WEIGHT[a.effect] - WEIGHT[b.effect]);
}
