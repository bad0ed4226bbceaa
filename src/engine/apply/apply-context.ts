import type { Diagnostic } from '../../provider/diagnostics.ts';
import type { Provider } from '../../provider/provider.ts';
import type { ProviderSession } from '../../provider/session.ts';
import type { ObjectValue } from '../../provider/values.ts';
import type { Journal, StateInstance } from '../../state/index.ts';
import { formatAddress, type ResourceAddress } from '../address.ts';
import type { ResourceChange } from '../plan-model.ts';
import type { Program } from '../program/program.ts';
import type { RunValues } from '../program/scope.ts';
import type { IntentJournal } from '../run/intent-journal.ts';
import { encodeSensitivePaths, toJson } from '../state-values.ts';
import { resultRecord, type WorkingState } from '../working-state.ts';
import { withoutUnknowns } from './consistency.ts';
import type { ProgressTeller } from './progress.ts';
import { RUN_POINTS, step } from './run-points.ts';

/** What a run has done so far, in Terraform's counting. */
export interface ApplyCounts {
  added: number;
  changed: number;
  destroyed: number;
  imported: number;
  forgotten: number;
}

/** Everything the operations of one apply share. */
export interface ApplyContext {
  readonly program: Program;
  readonly provider: Provider;
  readonly session: ProviderSession;
  readonly state: WorkingState;
  readonly journal: Journal;
  readonly intents: IntentJournal;
  readonly values: RunValues;
  readonly progress: ProgressTeller;
  readonly diagnostics: Diagnostic[];
  readonly counts: ApplyCounts;
}

export function addressOf(change: Pick<ResourceChange, 'mode' | 'type' | 'name' | 'index'>): ResourceAddress {
  const { mode, type, name, index } = change;
  return { mode, type, name, ...(index === undefined ? {} : { index }) };
}

/** The state entry of an object. */
export function instanceOf(
  context: Pick<ApplyContext, 'program'>,
  change: ResourceChange,
  state: ObjectValue,
  privateText: string | null,
): StateInstance {
  const schema = context.program.schemaOf(change.mode, change.type);
  return {
    schemaVersion: schema?.version ?? 0,
    attributes: toJson(withoutUnknowns(state)) as StateInstance['attributes'],
    private: privateText,
    sensitiveAttributes: encodeSensitivePaths(change.sensitivePaths ?? []),
    dependencies: change.dependencies,
    ...(change.createBeforeDestroy ? { createBeforeDestroy: true } : {}),
  };
}

/**
 * Makes a result known to the run, durably: when the promise resolves it is on disk, and only then may anything that
 * depends on it start. Null: the object is gone.
 */
export async function recordResult(
  context: ApplyContext,
  address: ResourceAddress,
  deposed: string | undefined,
  instance: StateInstance | null,
): Promise<void> {
  context.state.set(address, deposed, instance);
  await step(RUN_POINTS.result, () => context.journal.append(resultRecord(address, deposed, instance)));
  const id = instance?.attributes.id;
  context.intents.settled(formatAddress(address), typeof id === 'string' ? id : null);
}
