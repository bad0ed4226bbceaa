/** One line of the check-up. `fail`: otform cannot work. `warn`: it can, and something should be looked at. */
export interface Check {
  readonly outcome: 'ok' | 'warn' | 'fail' | 'info';
  readonly name: string;
  readonly message: string;
  /** What to do, a sentence; absent when there is nothing. */
  readonly remedy?: string;
}

/** The check-up for people. */
export function renderChecks(
  checks: readonly Check[],
  paint: (outcome: Check['outcome'], text: string) => string,
  plain: (text: string) => string,
): string {
  const width = Math.max(...checks.map(({ name }) => name.length));
  return checks
    .map(({ outcome, name, message, remedy }) => {
      const head = `${paint(outcome, outcome.padEnd(4))}  ${name.padEnd(width)}  ${plain(message)}\n`;
      return remedy === undefined ? head : `${head}${' '.repeat(width + 8)}${plain(remedy)}\n`;
    })
    .join('');
}
