import { JOB_FIELDS, type JobField } from '../contract/index.ts';
import type { AttributePath, Diagnostic } from './diagnostics.ts';
import { extraFields, sameFieldValue, sameJson } from './field-values.ts';
import { EMPTY_PRIVATE, encodePrivate, type JobPrivate } from './job-private.ts';
import { jobSchema } from './job-schema.ts';
import { statusKind } from './job-status.ts';
import { editNotPossible, importedJobEdited, jobIsOver, publishCannotBeUndone } from './plan-diagnostics.ts';
import type { PlanEffects, PlanResponse } from './resource.ts';
import { sameSource } from './source.ts';
import { isUnknown, type ObjectValue, UNKNOWN, type Value } from './values.ts';

export const NO_EFFECTS: PlanEffects = {
  createsDraft: false,
  publishes: false,
  liveEdit: [],
  draftEdit: [],
  closes: false,
  abandons: false,
};

export interface JobPlanInput {
  readonly prior: ObjectValue | null;
  readonly private: JobPrivate;
  /** True when `private` is that of the job this create replaces. */
  readonly replaces: boolean;
  readonly config: ObjectValue | null;
  readonly reassert: boolean;
}

/** Attributes that are sent once, at creation, and are kept as they were afterwards. */
const CREATE_ONLY = ['external_id', 'idempotency_key'] as const;

function planDestroy(prior: ObjectValue): PlanResponse {
  const abandons = prior.on_destroy === 'abandon';
  const over = statusKind(String(prior.status)) === 'over';
  return {
    planned: null,
    plannedPrivate: null,
    requiresReplace: [],
    effects: { ...NO_EFFECTS, closes: !abandons && !over, abandons },
    diagnostics: [],
  };
}

function planCreate(config: ObjectValue, input: JobPlanInput): PlanResponse {
  const planned: Record<string, Value> = {};
  for (const [name, attribute] of Object.entries(jobSchema.attributes)) {
    const declared = config[name] ?? null;
    planned[name] = declared === null && attribute.computed ? UNKNOWN : declared;
  }
  planned.publish = config.publish ?? true;
  planned.on_destroy = config.on_destroy ?? 'close';
  const generation = input.replaces ? input.private.generation + 1 : 1;
  return {
    planned,
    plannedPrivate: encodePrivate({ ...EMPTY_PRIVATE, generation }),
    requiresReplace: [],
    effects: { ...NO_EFFECTS, createsDraft: true, publishes: planned.publish !== false },
    diagnostics: [],
  };
}

interface FieldChanges {
  readonly keys: readonly string[];
  readonly attributes: readonly string[];
}

function changedFields(prior: ObjectValue, config: ObjectValue): FieldChanges {
  const changed = JOB_FIELDS.filter((field) => {
    const declared = config[field.attribute] ?? null;
    return declared !== null && !sameFieldValue(field, declared, prior[field.attribute]);
  });
  const before = extraFields(prior);
  const extra = isUnknown(config.extra_fields)
    ? ['extra_fields']
    : Object.entries(extraFields(config))
        .filter(([key, value]) => !sameJson(value, before[key]))
        .map(([key]) => key);
  return {
    keys: [...changed.map((field) => field.key), ...extra],
    attributes: [...changed.map((field) => field.attribute), ...(extra.length > 0 ? ['extra_fields'] : [])],
  };
}

/** Update keys that must go out again although state and program agree: unconfirmed ones, or all on request. */
function resentKeys(config: ObjectValue, input: JobPlanInput): readonly string[] {
  const declared = [
    ...JOB_FIELDS.filter((field) => (config[field.attribute] ?? null) !== null).map((field) => field.key),
    ...Object.keys(extraFields(config)),
  ];
  if (input.reassert && input.private.suspected) return declared;
  return declared.filter((key) => input.private.pending.includes(key));
}

function plannedField(field: JobField, prior: ObjectValue, config: ObjectValue): Value {
  const before = prior[field.attribute] ?? null;
  const declared = config[field.attribute] ?? null;
  // Undeclared fields are not ours; an equal value keeps the spelling that state already has.
  if (declared === null || sameFieldValue(field, declared, before)) return before;
  return declared;
}

/** A closed job takes no edits: keep what state has wherever the protocol lets a plan do that. */
function plannedWhenOver(prior: ObjectValue, planned: Record<string, Value>): void {
  for (const name of [...JOB_FIELDS.map((field) => field.attribute), 'source', 'extra_fields']) {
    const before = prior[name] ?? null;
    if (before !== null && planned[name] !== null) planned[name] = before;
  }
}

function planUpdate(prior: ObjectValue, config: ObjectValue, input: JobPlanInput): PlanResponse {
  const status = String(prior.status);
  const kind = statusKind(status);
  const diagnostics: Diagnostic[] = [];
  const changes = changedFields(prior, config);
  const sent = [...new Set([...changes.keys, ...resentKeys(config, input)])];

  const planned: Record<string, Value> = { ...prior };
  for (const field of JOB_FIELDS) planned[field.attribute] = plannedField(field, prior, config);
  planned.extra_fields = config.extra_fields ?? null;
  planned.publish = config.publish ?? true;
  planned.on_destroy = config.on_destroy ?? 'close';
  for (const name of CREATE_ONLY) planned[name] = prior[name] ?? config[name] ?? null;

  const requiresReplace: AttributePath[] = [];
  const declaredSource = config.source ?? null;
  const priorSource = prior.source ?? null;
  if (declaredSource === null || priorSource === null) planned.source = declaredSource;
  else if (sameSource(priorSource, declaredSource)) planned.source = priorSource;
  else {
    planned.source = declaredSource;
    if (kind !== 'over') requiresReplace.push(['source']);
  }

  if (kind === 'over') {
    plannedWhenOver(prior, planned);
    const plannedPrivate = encodePrivate(input.private);
    if (input.private.replacing) {
      // Terraform replaces for a path only if its value is planned to change.
      planned.status = UNKNOWN;
      return { planned, plannedPrivate, requiresReplace: [['status']], effects: NO_EFFECTS, diagnostics };
    }
    const sourceChanged =
      priorSource !== null && declaredSource !== null && !sameSource(priorSource, declaredSource);
    diagnostics.push(jobIsOver(prior, [...changes.attributes, ...(sourceChanged ? ['source'] : [])]));
    return {
      planned,
      plannedPrivate,
      requiresReplace,
      effects: NO_EFFECTS,
      diagnostics,
    };
  }
  // A replacement edits nothing: the old job is closed and a new one drafted, so the old job's state may be any.
  if (kind === 'busy' && requiresReplace.length === 0) {
    for (const attribute of changes.attributes) diagnostics.push(editNotPossible(prior, attribute));
  }
  if (prior.publish !== false && planned.publish === false && kind !== 'draft') {
    diagnostics.push(publishCannotBeUndone(prior));
  }

  const isImported = input.private.key === null && input.private.writtenAt === null;
  if (kind === 'live' && isImported && changes.keys.length > 0) {
    diagnostics.push(importedJobEdited(prior, changes.keys));
  }

  const publishes = kind === 'draft' && planned.publish !== false;
  const edits = kind === 'busy' ? [] : sent;
  if (publishes || edits.length > 0) planned.status = kind === 'draft' && !publishes ? 'DRAFT' : UNKNOWN;
  if (edits.length > 0 && kind === 'draft' && !publishes && changes.keys.length === 0)
    planned.status = UNKNOWN;
  // The public address carries the title.
  const renames = kind === 'live' && changes.keys.includes('jobTitle');
  if (publishes || renames) planned.job_url = UNKNOWN;
  return {
    planned,
    plannedPrivate: encodePrivate(input.private),
    requiresReplace,
    effects: {
      ...NO_EFFECTS,
      publishes,
      liveEdit: kind === 'live' ? edits : [],
      draftEdit: kind === 'draft' ? edits : [],
    },
    diagnostics,
  };
}

/**
 * Pure plan of one job. Obeys the plan rules of the protocol: each attribute is planned as configured, or as it was
 * (both non-null), or is computed and undeclared. Reality sits in `status`, planned unknown whenever a write could
 * move it, so that a refused publish is never an "inconsistent result".
 */
export function planJob(input: JobPlanInput): PlanResponse {
  const { prior, config } = input;
  if (config === null) {
    return prior === null
      ? { planned: null, plannedPrivate: null, requiresReplace: [], effects: NO_EFFECTS, diagnostics: [] }
      : planDestroy(prior);
  }
  return prior === null ? planCreate(config, input) : planUpdate(prior, config, input);
}
