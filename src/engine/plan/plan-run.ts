import type { Diagnostic } from '../../provider/diagnostics.ts';
import { presentDiagnostic } from '../../provider/diagnostics.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderSession } from '../../provider/session.ts';
import type { EngineEvent, PlanOptions } from '../engine.ts';
import type { Program } from '../program/program.ts';
import type { WorkingState } from '../working-state.ts';

/** Command that diagnostics of the provider tell the user to run. */
export const COMMAND = 'otform';

/** Everything one planning needs. `state` already holds what an interrupted run left, and is changed by moves only. */
export interface PlanRun {
  readonly program: Program;
  readonly provider: Provider;
  readonly session: ProviderSession;
  readonly state: WorkingState;
  readonly options: PlanOptions;
  readonly events: (event: EngineEvent) => void;
  readonly diagnostics: Diagnostic[];
  /** Creates of an interrupted run that apply settles: while there are any, a job on the account may be ours. */
  readonly hasOpenIntents: boolean;
}

/** Adds the provider's diagnostics under an address. True when none is an error. */
export function report(
  into: Diagnostic[],
  address: string | null,
  diagnostics: readonly Diagnostic[],
): boolean {
  for (const diagnostic of diagnostics)
    into.push(presentDiagnostic(diagnostic, { command: COMMAND, address }));
  return !diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
