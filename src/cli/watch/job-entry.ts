import type { StateFile, StateInstance } from '../../state/index.ts';
import type { CommandContext } from '../command.ts';
import { instancesOf, notInState } from '../commands/state-read.ts';
import { configError } from '../diagnostic-error.ts';
import { readStackState } from '../runtime/stack-state.ts';

/** A job as the state of the stack has it. */
export interface JobEntry {
  readonly address: string;
  readonly id: string;
  readonly instance: StateInstance;
}

/** All jobs in a state, in its order, without those that only wait to be closed. */
export function jobEntries(state: StateFile | null): readonly JobEntry[] {
  return instancesOf(state).flatMap(({ address, resource, instance }) => {
    const { id } = instance.attributes;
    const isJob = resource.mode === 'managed' && resource.type === 'opentrain_job';
    return isJob && typeof id === 'string' && instance.deposed === undefined
      ? [{ address, id, instance }]
      : [];
  });
}

/** The job that the first argument names. Throws DiagnosticError when there is none. */
export async function jobAt(context: CommandContext): Promise<JobEntry> {
  const { state } = await readStackState(context);
  const [address = ''] = context.positionals;
  const job = jobEntries(state).find((entry) => entry.address === address);
  if (job !== undefined) return job;
  if (instancesOf(state).some((entry) => entry.address === address)) {
    throw configError('not-a-job', 'Not a Job', `${address} is no opentrain_job of this stack.`);
  }
  throw notInState(address, state);
}
