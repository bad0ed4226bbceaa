import type { State, StateInstance, StateResource } from './model.ts';

/**
 * Source text of what was read, so that unchanged parts are written back byte for byte. Slices share the memory of
 * the whole text.
 */
export interface StateSource {
  /** The whole file without a byte-order mark. */
  readonly text: string;
  /** Top-level values by key, in the file's order. */
  readonly members: ReadonlyMap<string, string>;
  /** By object identity: an object that is passed on unchanged keeps its text, wherever it moves. */
  readonly resources: ReadonlyMap<StateResource, string>;
  readonly instances: ReadonlyMap<StateInstance, string>;
}

/** A state with the text it came from. Spreading it (`{ ...file, resources }`) keeps the source. */
export interface StateFile extends State {
  readonly source: StateSource;
}

/** Version number of the format this folder reads and writes. */
export const STATE_VERSION = 4;

/**
 * `terraform_version` of a state that otform starts: the release whose behaviour the embedded engine follows.
 * Terraform refuses a state whose value is not a version number.
 */
export const INITIAL_TERRAFORM_VERSION = '1.11.4';
