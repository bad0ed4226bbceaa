import type { Diagnostic } from '../../provider/diagnostics.ts';
import { StateError } from '../../state/index.ts';

/** A failure of the state layer as a diagnostic. Anything else is thrown on. */
export function stateDiagnostic(error: unknown): Diagnostic {
  if (!(error instanceof StateError)) throw error;
  return {
    severity: 'error',
    code: `state-${error.code}`,
    summary: error.summary,
    detail: error.detail,
    origin: 'environment',
  };
}
