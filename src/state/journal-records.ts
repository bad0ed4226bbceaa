import type { JsonValue } from './model.ts';

/** A create that is about to be sent. Same shape as the provider's create intent, which this folder may not import. */
export interface JournalIntent {
  readonly address: string | null;
  readonly idempotencyKey: string;
  readonly generation: number;
  readonly title: string | null;
  readonly contentHash: string;
  /** Request body as JSON text. */
  readonly body: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** First record of every run. */
export interface BeginRecord {
  readonly kind: 'begin';
  readonly stack: string;
  readonly lineage: string;
  /** Serial of the state that the run started from; 0 when there was none. */
  readonly serial: number;
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface IntentRecord {
  readonly kind: 'intent';
  readonly intent: JournalIntent;
}

/** The create under this key made `jobId`. */
export interface CreatedRecord {
  readonly kind: 'created';
  readonly key: string;
  readonly jobId: string;
}

/** Nothing exists under this key. */
export interface AbandonedRecord {
  readonly kind: 'abandoned';
  readonly key: string;
}

/** What one instance is from now on. */
export interface ResultRecord {
  readonly kind: 'result';
  /** Full address, index included. */
  readonly address: string;
  readonly module?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly provider: string;
  readonly index?: string | number;
  /** Set for an object that waits to be destroyed beside the current one. */
  readonly deposed?: string;
  /** The new `StateInstance` as JSON; null: removed from the state. */
  readonly instance: JsonValue;
}

/** An instance got another address in the state. */
export interface MovedRecord {
  readonly kind: 'moved';
  readonly from: string;
  readonly to: string;
}

/** Everything before this record is in the state file, which has this serial. */
export interface CheckpointRecord {
  readonly kind: 'checkpoint';
  readonly serial: number;
}

/** For people who read the file. */
export interface NoteRecord {
  readonly kind: 'note';
  readonly text: string;
}

export type JournalRecord =
  | BeginRecord
  | IntentRecord
  | CreatedRecord
  | AbandonedRecord
  | ResultRecord
  | MovedRecord
  | CheckpointRecord
  | NoteRecord;
