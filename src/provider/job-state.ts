import type { DraftEnvelope } from '../api/index.ts';
import { JOB_FIELDS } from '../contract/index.ts';
import { fromWire, sameFieldValue } from './field-values.ts';
import { isUnknown, type ObjectValue, type Value } from './values.ts';

/** A planned value once apply is over: what is still unknown and that nobody filled is null. */
export function settledValue(value: Value | undefined): Value {
  return value === undefined || isUnknown(value) ? null : value;
}

/** State of a draft just made: declared attributes as planned, the rest as the parser understood the source. */
export function stateOfDraft(
  planned: ObjectValue,
  job: {
    readonly id: string;
    readonly status: string;
    readonly draftUrl: string | null;
    readonly reviewUrl: string | null;
  },
  normalized: Readonly<Record<string, unknown>>,
  key: string | null,
): ObjectValue {
  const state: Record<string, Value> = {};
  for (const [name, value] of Object.entries(planned)) state[name] = settledValue(value);
  for (const field of JOB_FIELDS) {
    if (isUnknown(planned[field.attribute])) state[field.attribute] = fromWire(field, normalized[field.key]);
  }
  return {
    ...state,
    id: job.id,
    status: job.status,
    draft_url: job.draftUrl,
    review_url: job.reviewUrl,
    idempotency_key: settledValue(planned.idempotency_key) ?? key,
  };
}

/**
 * How the server spells declared values that it renders in its own way: remembered, so that reading them back later
 * is not taken for somebody's edit.
 */
export function echoOf(
  sent: Readonly<Record<string, unknown>>,
  envelope: DraftEnvelope | null,
): Readonly<Record<string, unknown>> {
  const normalized = envelope?.normalizedFields;
  if (!normalized) return {};
  const echo: Record<string, unknown> = {};
  for (const field of JOB_FIELDS) {
    if (!(field.key in sent) || !(field.key in normalized)) continue;
    const ours = fromWire(field, sent[field.key]);
    const theirs = fromWire(field, normalized[field.key]);
    if (theirs !== null && !sameFieldValue(field, ours, theirs)) echo[field.key] = normalized[field.key];
  }
  return echo;
}
