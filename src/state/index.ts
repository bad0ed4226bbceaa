export { defineWritePoints, writeFileAtomic } from './atomic-write.ts';
export { allFailPoints, definePoint, type FailPoint } from './fail-points.ts';
export { Journal, type JournalBase, journalPath, removeJournal } from './journal.ts';
export type * from './journal-records.ts';
export { emptyState, newLineage } from './lineage.ts';
export { describeLock, type LockInfo } from './lock-info.ts';
export type * from './model.ts';
export { instanceAddress, parseState, resourceAddress } from './parse-state.ts';
export {
  type PlanFileBase,
  type PlanFileContent,
  parsePlanFile,
  readPlanFile,
  writePlanFile,
} from './plan-file.ts';
export { type JournalContent, readJournal } from './read-journal.ts';
export { readStateFile } from './read-state.ts';
export { type CreatedJob, type Replay, replay, resultKey } from './replay-journal.ts';
export { sameContent, serialiseState } from './serialise-state.ts';
export { StateError, type StateErrorCode } from './state-error.ts';
export { INITIAL_TERRAFORM_VERSION, type StateFile } from './state-file.ts';
export {
  acquireStateLock,
  forceUnlock,
  type LockOptions,
  type LockRequest,
  StateLock,
} from './state-lock.ts';
export { StateStore, type StateStoreOptions } from './state-store.ts';
