import type { Diagnostic } from '../provider/diagnostics.ts';

/** An answer that is a diagnostic and nothing else; whoever answers an RPC turns it into one. */
export class DiagnosticError extends Error {
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.summary);
    this.diagnostic = diagnostic;
  }
}
