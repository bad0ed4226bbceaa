import type { Dialect } from '../dialects.ts';
import type { JobRecord } from '../store/model.ts';
import type { World } from '../world.ts';
import { type FieldIssue, fieldIssues, missingFields } from './gaps.ts';

type Fields = Readonly<Record<string, unknown>>;

/** `validation`, plus the top-level list where the dialect has one [X]. */
export interface ValidationBody {
  readonly publishReady: boolean;
  readonly validation: Record<string, unknown>;
  readonly missingFields?: readonly unknown[];
}

/** The validation of field values, laid out as the dialect says. */
export function validate(
  dialect: Dialect,
  fields: Fields,
  at: 'draft' | 'publish' = 'draft',
): ValidationBody {
  const missing = missingFields(dialect, fields, at);
  const issues = fieldIssues(fields);
  const publishReady = missing.length === 0 && issues.length === 0;
  const inside =
    dialect.missingFieldsAt === 'validation'
      ? missing
      : dialect.missingFieldsAt === 'top-level-with-names'
        ? missing.map((gap) => gap.field)
        : [];
  // Issues are shown even in the short layout when there are any: a draft would else be unready without a reason.
  const summary =
    dialect.validationSummary === 'present' || issues.length > 0
      ? { issueCount: issues.length, missingFieldCount: missing.length }
      : {};
  const issueList =
    'issueCount' in summary ? { issues: issues.map((issue) => renderIssue(dialect, issue)) } : {};
  return {
    publishReady,
    validation: { publishReady, ...summary, missingFields: inside, ...issueList },
    ...(dialect.missingFieldsAt === 'validation' ? {} : { missingFields: missing }),
  };
}

/** `draftUrl` and `reviewUrl` of a job; a client must treat them as opaque [X]. */
export function draftUrl(world: World, jobId: string): string {
  return `${world.origin}/job-post?${world.dialect.draftUrlQuery}=${encodeURIComponent(jobId)}`;
}

/** The answer of `POST /job-drafts` and, in the quickstart's dialect, of PATCH [D quickstart, job-drafts/create]. */
export function draftEnvelope(world: World, job: JobRecord, shown: { fields: Fields; status: string } = job) {
  const { dialect } = world;
  const { validation, missingFields: top } = validate(dialect, shown.fields);
  return {
    ...(dialect.okFlag === 'present' ? { ok: true } : {}),
    jobId: job.id,
    status: shown.status,
    draftUrl: draftUrl(world, job.id),
    reviewUrl: draftUrl(world, job.id),
    validation,
    ...(top === undefined ? {} : { missingFields: top }),
    normalizedFields: shown.fields,
    warnings:
      dialect.warningShape === 'strings' ? job.warnings : job.warnings.map((message) => ({ message })),
    unmappedFields: job.unmapped,
    lowConfidenceFields:
      dialect.lowConfidenceShape === 'strings'
        ? job.lowConfidence
        : job.lowConfidence.map((field) => ({ field, confidence: 'low' })),
    import: { rawSourcePreserved: true, autoPublished: false },
    parser: job.parser,
  };
}

/** The documented answer of `PATCH /job-drafts/{jobId}`: no field values in it [D job-drafts/update]. */
export function patchSubset(world: World, job: JobRecord) {
  const { validation, missingFields: top } = validate(world.dialect, job.fields);
  return {
    ok: true,
    jobId: job.id,
    status: job.status,
    draftUrl: draftUrl(world, job.id),
    validation,
    ...(top === undefined ? {} : { missingFields: top }),
  };
}

function renderIssue(dialect: Dialect, issue: FieldIssue): unknown {
  return dialect.issueShape === 'strings' ? issue.message : issue;
}
