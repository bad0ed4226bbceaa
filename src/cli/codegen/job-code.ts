import { JOB_FIELDS } from '../../contract/index.ts';
import type { SourceAttribute } from '../../provider/source.ts';

/** A job as it is to be declared, whatever language it is written in. */
export interface JobCode {
  /** Construct id, or name of the HCL resource; passed {@link import('../new/job-name.ts').nameProblem}. */
  readonly name: string;
  /** The description, word for word as it was sent; null for a job that was imported. */
  readonly source: { readonly attribute: SourceAttribute; readonly text: string } | null;
  /** Declared values under their update keys, in their wire form; keys outside the table are extra fields. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** False declares a job that stays a draft. */
  readonly publish: boolean;
  /** `externalId` and `idempotencyKey` where the language derives none. */
  readonly identity: { readonly externalId: string; readonly idempotencyKey: string } | null;
  /** Lines for the reader, above the job. */
  readonly notes: readonly string[];
}

/** Declared fields of the table in its order, which is the order people read a job in. */
export function tableFields(
  fields: JobCode['fields'],
): readonly { readonly field: (typeof JOB_FIELDS)[number]; readonly value: unknown }[] {
  return JOB_FIELDS.filter((field) => fields[field.key] !== undefined).map((field) => ({
    field,
    value: fields[field.key],
  }));
}

/** Declared fields that the table does not know, or null without any. */
export function extraFieldsOf(fields: JobCode['fields']): Readonly<Record<string, unknown>> | null {
  const known = new Set(JOB_FIELDS.map((field) => field.key));
  const extra = Object.entries(fields).filter(([key, value]) => !known.has(key) && value !== undefined);
  return extra.length === 0 ? null : Object.fromEntries(extra);
}
