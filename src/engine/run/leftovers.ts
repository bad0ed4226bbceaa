import {
  emptyState,
  type JournalIntent,
  journalPath,
  newLineage,
  type Replay,
  readJournal,
  replay,
  StateError,
  type StateFile,
} from '../../state/index.ts';
import { tryParseAddress } from '../address.ts';
import { WorkingState } from '../working-state.ts';

/** A create of an interrupted run that is not settled. */
export interface LeftoverIntent {
  readonly intent: JournalIntent;
  /** Set when the answer had arrived. */
  readonly jobId: string | null;
}

/** A state with what an interrupted run had already done, and what that run left open. */
export interface StartingPoint {
  readonly state: WorkingState;
  /** The file's own; null lineage when there is none yet. */
  readonly onDisk: { readonly lineage: string | null; readonly serial: number };
  readonly intents: readonly LeftoverIntent[];
  /** Jobs that exist, whose intent is unknown: address and key are lost, the ID is not. */
  readonly strayJobIds: readonly string[];
  /** True when an interrupted run left results or intents behind. */
  readonly hasLeftovers: boolean;
  /** One line each, for people. */
  readonly lines: readonly string[];
}

function describe(replayed: Replay): string[] {
  const lines: string[] = [];
  const known = replayed.results.size + replayed.moves.length;
  if (known > 0) lines.push(`${known} finished change(s) of an interrupted run enter the state.`);
  for (const intent of replayed.openIntents) {
    const when = new Date(intent.at).toISOString();
    lines.push(
      `${intent.address ?? 'A job'}: a create was sent at ${when} and its answer was lost; apply finds that job by its key before anything else is created.`,
    );
  }
  for (const { jobId, intent } of replayed.createdButNoResult) {
    lines.push(
      `${intent?.address ?? 'A job'}: job ${jobId} was created by an interrupted run and is taken over, not created again.`,
    );
  }
  return lines;
}

/** A run killed between putting an object aside and clearing its place leaves it twice; it is one object still. */
function dropDuplicates(state: WorkingState): void {
  for (const { address, instance } of [...state.objects()]) {
    if (instance.deposed === undefined) continue;
    const current = state.get(address);
    if (current !== null && current.attributes.id === instance.attributes.id) {
      state.set(address, instance.deposed, null);
    }
  }
}

/** Folds an interrupted run's journal into the state it belongs to. Raises `StateError`. */
export async function startingPoint(statePath: string, file: StateFile | null): Promise<StartingPoint> {
  const path = journalPath(statePath);
  const content = await readJournal(path);
  const replayed = replay(content?.records ?? []);
  const isOurs = file === null || file.lineage === '' || replayed.baseLineage === null;
  if (!isOurs && replayed.baseLineage !== file.lineage) {
    throw new StateError(
      'wrong-lineage',
      'Journal Belongs to Another State',
      `${path} was left by an interrupted run on the state with lineage ${replayed.baseLineage}, but ${statePath} has ` +
        `lineage ${file.lineage}. Jobs of that run may exist on OpenTrain without being in this state. Put the other ` +
        'state back and run `otform apply`, or, if those jobs are accounted for, move the journal away.',
    );
  }
  const lineage = replayed.baseLineage ?? newLineage();
  const base = file === null ? emptyState(lineage) : file.lineage === '' ? { ...file, lineage } : file;
  const state = new WorkingState(base);
  for (const move of replayed.moves) {
    const from = tryParseAddress(move.from);
    const to = tryParseAddress(move.to);
    if (from !== null && to !== null) state.move(from, to);
  }
  for (const result of replayed.results.values()) state.applyResult(result);
  if (replayed.results.size > 0) dropDuplicates(state);
  const lines = describe(replayed);
  return {
    state,
    onDisk: { lineage: file?.lineage ?? null, serial: file?.serial ?? 0 },
    intents: [
      ...replayed.openIntents.map((intent): LeftoverIntent => ({ intent, jobId: null })),
      ...replayed.createdButNoResult.flatMap(({ jobId, intent }): LeftoverIntent[] =>
        intent === null ? [] : [{ intent, jobId }],
      ),
    ],
    strayJobIds: replayed.createdButNoResult.flatMap(({ jobId, intent }) => (intent === null ? [jobId] : [])),
    hasLeftovers: lines.length > 0,
    lines,
  };
}
