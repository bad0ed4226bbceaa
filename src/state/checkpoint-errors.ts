import type { State } from './model.ts';
import { StateError } from './state-error.ts';

/** Errors of writing a state, in one place. */
export const checkpointErrors = {
  lineage: (path: string, next: State, base: State): StateError =>
    new StateError(
      'wrong-lineage',
      'State Lineage Changed',
      `The state to write has lineage ${next.lineage}, but ${path} has ${base.lineage}: they are not the same state.`,
    ),

  conflict: (path: string, current: State | null, base: State | null): StateError => {
    if (current !== null && base !== null && current.lineage !== base.lineage) {
      return new StateError(
        'wrong-lineage',
        'State Was Replaced During the Run',
        `${path} now has lineage ${current.lineage}, but this run started from ${base.lineage}. It was not overwritten.`,
      );
    }
    return new StateError(
      'serial-conflict',
      'State Was Changed During the Run',
      `${path} ${now(current)}, but this run started from ${started(base)}: another program wrote it meanwhile. It was ` +
        'not overwritten.',
    );
  },

  /** The same error, with where the state went and how to get it back. */
  rescued: (error: StateError, erroredPath: string): StateError =>
    new StateError(
      error.code,
      error.summary,
      `${error.detail}\n\nThe state of this run, with all its job IDs, was saved to ${erroredPath}. Do not delete it: ` +
        'it may be the only record of jobs that now exist on OpenTrain. When the cause is fixed, run ' +
        `\`otform state push ${quoted(erroredPath)}\` (or \`terraform state push ${quoted(erroredPath)}\`). ` +
        'If that reports a newer serial, compare the two files first.',
      { ...(error.holder === null ? {} : { holder: error.holder }), erroredPath, cause: error },
    ),

  notRescued: (error: StateError, second: unknown): StateError =>
    new StateError(
      error.code,
      error.summary,
      `${error.detail}\n\nThe state of this run could not be saved elsewhere either ` +
        `(${second instanceof StateError ? second.detail : String(second)}) The journal beside the state keeps ` +
        'what this run did: do not delete it, and run `otform apply` when the cause is fixed.',
      { ...(error.holder === null ? {} : { holder: error.holder }), cause: error },
    ),

  pushLineage: (path: string, candidate: State, base: State): StateError =>
    new StateError(
      'wrong-lineage',
      'Cannot Push a State of Another Lineage',
      `The state to push has lineage ${candidate.lineage}, but ${path} has ${base.lineage}. Nothing was changed. If ` +
        'you are sure, use `-force`.',
    ),

  pushSerial: (path: string, candidate: State, base: State): StateError =>
    new StateError(
      'serial-conflict',
      'Cannot Push an Older State',
      `The state to push has serial ${candidate.serial}, but ${path} has the newer serial ${base.serial}. Nothing was ` +
        'changed. Compare the two; if you are sure, use `-force`.',
    ),

  pushSameSerial: (path: string, candidate: State): StateError =>
    new StateError(
      'serial-conflict',
      'Cannot Push a Different State of the Same Serial',
      `The state to push and ${path} both have serial ${candidate.serial}, with different content. Nothing was ` +
        'changed. Compare the two; if you are sure, use `-force`.',
    ),
};

function now(current: State | null): string {
  return current === null ? 'is gone' : `now has serial ${current.serial}`;
}

function started(base: State | null): string {
  return base === null ? 'no state' : `serial ${base.serial}`;
}

/** For a shell: quoted where needed. */
function quoted(path: string): string {
  return /^[\w./@%+=:,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
