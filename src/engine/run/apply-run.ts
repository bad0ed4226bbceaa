import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { ProviderSession } from '../../provider/session.ts';
import { Journal, type JournalRecord, journalPath, type StateStore } from '../../state/index.ts';
import { formatAddress } from '../address.ts';
import type { ApplyContext, ApplyCounts } from '../apply/apply-context.ts';
import { applyDrift, execute } from '../apply/execute.ts';
import { ProgressTeller } from '../apply/progress.ts';
import { RUN_POINTS, step } from '../apply/run-points.ts';
import { tryUnpublished } from '../apply/unpublished.ts';
import type { ApplyResult, EngineContext, OutputResult, UnpublishedJob } from '../engine.ts';
import type { Plan } from '../plan-model.ts';
import { configWarning } from '../problem.ts';
import { RunValues } from '../program/scope.ts';
import { fromJson } from '../state-values.ts';
import type { WorkingState } from '../working-state.ts';
import { IntentJournal } from './intent-journal.ts';
import type { StartingPoint } from './leftovers.ts';
import type { OpenedStack } from './open-stack.ts';
import { settleIntents } from './settle.ts';
import { stateDiagnostic } from './state-diagnostic.ts';

export interface ApplyInputs {
  readonly context: EngineContext;
  readonly opened: OpenedStack;
  readonly session: ProviderSession;
  readonly store: StateStore;
  readonly start: StartingPoint;
  readonly plan: Plan;
  readonly parallelism: number;
}

const NOTHING_DONE: ApplyCounts = { added: 0, changed: 0, destroyed: 0, imported: 0, forgotten: 0 };

/** The answer of a run that ended before anything was applied. */
export function earlyResult(
  outcome: ApplyResult['outcome'],
  diagnostics: readonly Diagnostic[],
  state: WorkingState | null,
): ApplyResult {
  return {
    outcome,
    ...NOTHING_DONE,
    unpublished: state === null ? [] : unpublishedOf(state),
    outputs: state === null ? {} : outputsOf(state),
    diagnostics,
  };
}

function outputsOf(state: WorkingState): ApplyResult['outputs'] {
  const entries = Object.entries(state.outputs).map(([name, output]): [string, OutputResult] => [
    name,
    { value: fromJson(output.value), sensitive: output.sensitive ?? false, type: output.type },
  ]);
  return Object.fromEntries(entries);
}

function unpublishedOf(state: WorkingState): UnpublishedJob[] {
  const found: UnpublishedJob[] = [];
  for (const { address, instance } of state.objects()) {
    if (address.mode !== 'managed' || instance.deposed !== undefined) continue;
    const job = tryUnpublished(formatAddress(address), address.type, instance.attributes);
    if (job !== null) found.push(job);
  }
  return found;
}

/**
 * The provider must know which jobs have an address already before it judges the answer to a create. Refresh tells it
 * by reading them, but not of those that it left out.
 */
function tellManaged({ start, session }: ApplyInputs): void {
  for (const { address, instance } of start.state.objects()) {
    const { id } = instance.attributes;
    if (address.mode === 'managed' && typeof id === 'string') session.inventory.manage(id);
  }
}

function waitsFor(opened: OpenedStack, plan: Plan): ReadonlyMap<string, readonly string[]> {
  if (plan.mode !== 'normal') return new Map();
  const { blocks } = opened.program.references;
  return new Map([...blocks].map(([address, references]) => [address, references.waitsFor]));
}

async function journalMoves(journal: Journal, plan: Plan): Promise<void> {
  const moves = plan.changes.flatMap(({ previousAddress, address }): JournalRecord[] =>
    previousAddress === undefined ? [] : [{ kind: 'moved', from: previousAddress, to: address }],
  );
  if (moves.length === 0) return;
  await step(RUN_POINTS.moves, () => Promise.all(moves.map((move) => journal.append(move))));
}

/** Puts the run's state on disk, then ends its journal, unless a create in it is not settled. */
async function checkpoint(
  inputs: ApplyInputs,
  journal: Journal,
  intents: IntentJournal,
  diagnostics: Diagnostic[],
): Promise<void> {
  const keepsJournal = intents.unsettled.length > 0 || inputs.start.strayJobIds.length > 0;
  try {
    const file = await step(RUN_POINTS.checkpoint, () =>
      inputs.store.checkpoint(inputs.start.state.toState()),
    );
    if (!keepsJournal) {
      await step(RUN_POINTS.journalEnd, () => journal.closeAndRemove());
      return;
    }
    await journal.append({ kind: 'checkpoint', serial: file.serial });
  } catch (error) {
    diagnostics.push(stateDiagnostic(error));
  }
  await journal.close();
}

/** Carries out an approved plan under the lock that the caller holds, and writes the state. */
export async function applyPlan(inputs: ApplyInputs): Promise<ApplyResult> {
  const { context, opened, session, start, plan } = inputs;
  const diagnostics: Diagnostic[] = [];
  const creates = plan.changes.filter((change) => change.action === 'create' || change.action === 'replace');
  tellManaged(inputs);
  let journal: Journal;
  try {
    const { lineage } = start.state;
    journal = await Journal.open(journalPath(opened.statePath), {
      stack: opened.location.name,
      lineage,
      serial: start.onDisk.serial,
    });
  } catch (error) {
    return earlyResult('failed', [...diagnostics, stateDiagnostic(error)], start.state);
  }
  const intents = new IntentJournal(journal, start.intents);
  const counts: ApplyCounts = { ...NOTHING_DONE };
  const applyContext: ApplyContext = {
    program: opened.program,
    provider: context.provider,
    session,
    state: start.state,
    journal,
    intents,
    values: new RunValues(opened.program),
    progress: new ProgressTeller(context),
    diagnostics,
    counts,
  };
  let adopted: ReadonlySet<string> = new Set();
  let interrupted = false;
  let failed = false;
  try {
    await journalMoves(journal, plan);
    applyDrift(applyContext, plan);
    adopted = await settleIntents(
      applyContext,
      new Set(creates.map((change) => change.address)),
      context.events,
    );
    const execution = await execute(
      applyContext,
      plan,
      waitsFor(opened, plan),
      inputs.parallelism,
      context.signal,
    );
    failed = execution.hasFailed || execution.skipped.length > 0;
    interrupted = context.signal.aborted && execution.skipped.length > 0;
    if (!failed) dropData(start.state, plan);
  } catch (error) {
    diagnostics.push(stateDiagnostic(error));
  } finally {
    await checkpoint(inputs, journal, intents, diagnostics);
  }
  if (plan.targets.length > 0 || plan.excludes.length > 0) {
    diagnostics.push(
      configWarning(
        'applied-incomplete',
        'Applied Changes May Be Incomplete',
        'The plan was made with -target or -exclude, so some changes that the program asks for may not have been ' +
          'applied, and outputs may be old. Run `otform plan` to see what is left to do.',
      ),
    );
  }
  const hasErrors = failed || diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return {
    outcome: interrupted ? 'interrupted' : hasErrors ? 'failed' : 'applied',
    ...counts,
    // Nobody waits for a job that this run only found; the next one ends it.
    unpublished: unpublishedOf(start.state).filter(({ address }) => !adopted.has(address)),
    outputs: outputsOf(start.state),
    diagnostics,
  };
}

/** Answers of data sources that the program no longer asks for; after a whole destroy, all of them. */
function dropData(state: WorkingState, plan: Plan): void {
  const isWhole = plan.targets.length === 0 && plan.excludes.length === 0;
  if (plan.mode === 'refresh-only' || !isWhole) return;
  const asked = new Set(plan.changes.map((change) => change.address));
  for (const { address } of [...state.objects()]) {
    if (address.mode === 'data' && !asked.has(formatAddress(address))) state.set(address, undefined, null);
  }
}
