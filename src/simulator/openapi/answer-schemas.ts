import {
  ERROR_CODES,
  IMPORT_FORMATS,
  JOB_FIELDS,
  JOB_STATUSES,
  PROPOSAL_STATUSES,
} from '../../contract/index.ts';
import type { Dialect } from '../dialects.ts';
import { fieldSchema } from './request-schemas.ts';
import {
  ANY_OBJECT,
  COUNT,
  FLAG,
  listOf,
  NUMBER,
  objectOf,
  orNull,
  type Schema,
  TEXT,
  TIME,
  textIn,
} from './schema.ts';

/** Answers about drafts and jobs, laid out as the dialect lays them out. */
export function jobAnswers(dialect: Dialect): Readonly<Record<string, Schema>> {
  const head = { jobId: TEXT, status: textIn(JOB_STATUSES), draftUrl: TEXT };
  const ok: Record<string, Schema> = dialect.okFlag === 'present' ? { ok: FLAG } : {};
  const gaps: Record<string, Schema> =
    dialect.missingFieldsAt === 'validation' ? {} : { missingFields: listOf(missingField()) };
  const validation = validationSchema(dialect);
  const envelope = objectOf({
    ...ok,
    ...head,
    reviewUrl: TEXT,
    validation,
    ...gaps,
    normalizedFields: {
      type: 'object',
      properties: Object.fromEntries(JOB_FIELDS.map((field) => [field.key, fieldSchema(dialect, field)])),
    },
    warnings: listOf(dialect.warningShape === 'strings' ? TEXT : objectOf({ message: TEXT })),
    unmappedFields: listOf(ANY_OBJECT),
    lowConfidenceFields: listOf(
      dialect.lowConfidenceShape === 'strings' ? TEXT : objectOf({ field: TEXT, confidence: TEXT }),
    ),
    import: objectOf({ rawSourcePreserved: FLAG, autoPublished: FLAG }),
    parser: ANY_OBJECT,
  });
  const externalId: Record<string, Schema> =
    dialect.externalIdEcho === 'mine' ? { externalId: orNull(TEXT) } : {};
  return {
    DraftEnvelope: envelope,
    DraftPatchAnswer:
      dialect.patchEcho === 'full' ? envelope : objectOf({ ok: FLAG, ...head, validation, ...gaps }),
    PublishAnswer: objectOf({
      ok: FLAG,
      jobId: TEXT,
      status: textIn(['OPEN', 'ONGOING', 'PENDING_APPROVAL']),
      alreadyPublished: FLAG,
      jobUrl: TEXT,
      publishAttemptId: orNull(TEXT),
      warnings: listOf(TEXT),
      sideEffects: ANY_OBJECT,
    }),
    LiveEditAnswer: objectOf({
      ok: FLAG,
      jobId: TEXT,
      status: textIn(JOB_STATUSES),
      moderation: objectOf({ decision: textIn(['ALLOW']), reasons: listOf(TEXT) }),
    }),
    CloseAnswer: objectOf({ ok: FLAG, jobId: TEXT, status: textIn(['ARCHIVED']), alreadyClosed: FLAG }),
    MyJobs: objectOf({
      jobs: listOf(
        objectOf({
          id: TEXT,
          title: TEXT,
          status: textIn(JOB_STATUSES),
          published: FLAG,
          acceptingApplicants: FLAG,
          createdAt: TIME,
          updatedAt: TIME,
          jobUrl: orNull(TEXT),
          proposalCounts: objectOf({ total: COUNT, unreviewed: COUNT }),
          ...externalId,
        }),
      ),
      nextCursor: orNull(TEXT),
    }),
    Capabilities: objectOf({
      featureKey: TEXT,
      namespace: TEXT,
      rolloutMode: TEXT,
      actorIsAdmin: FLAG,
      capabilities: { type: 'object', additionalProperties: FLAG },
      draft: objectOf({
        importFormats: listOf(textIn(IMPORT_FORMATS)),
        updateKeys: listOf(TEXT),
        enums: objectOf({
          paymentType: listOf(TEXT),
          experienceLevel: listOf(TEXT),
          dataVolumeUnit: listOf(TEXT),
        }),
      }),
      authBootstrap: TEXT,
      enabled: FLAG,
    }),
    PublicJob: objectOf({ id: TEXT, slug: TEXT, title: TEXT, status: TEXT, updatedAt: TIME, url: TEXT }),
    PublicJobs: objectOf({ jobs: listOf(ANY_OBJECT), nextCursor: orNull(TEXT), generatedAt: TIME }),
    Facets: objectOf({ facets: ANY_OBJECT, total: COUNT, generatedAt: TIME }),
    Changes: objectOf({ since: TIME, until: TIME, changes: listOf(ANY_OBJECT), generatedAt: TIME }),
  };
}

/** Answers about proposals and the updates feed. */
export function proposalAnswers(dialect: Dialect): Readonly<Record<string, Schema>> {
  const score = (reference: number, guide: number) =>
    orNull({ ...NUMBER, minimum: 0, maximum: dialect.proposalScale === 'guide' ? guide : reference });
  const proposal = objectOf({
    id: TEXT,
    jobId: TEXT,
    jobTitle: orNull(TEXT),
    createdAt: TIME,
    updatedAt: TIME,
    status: objectOf({ raw: textIn(PROPOSAL_STATUSES), label: TEXT }),
    bid: objectOf({ amountUsd: NUMBER, unit: TEXT, labelerHourlyRateUsd: orNull(NUMBER) }),
    candidate: ANY_OBJECT,
    metrics: objectOf({ interviewScore: score(100, 10), matchScore: score(1, 100) }),
  });
  return {
    Proposals: objectOf({ proposals: listOf(proposal), nextCursor: orNull(TEXT) }),
    OneProposal: objectOf({ proposal }),
    Interview: objectOf({ interview: ANY_OBJECT }),
    Invited: objectOf({ ok: FLAG, proposalId: TEXT, jobId: TEXT, freelancerId: TEXT, alreadyInvited: FLAG }),
    Updates: objectOf({
      events: listOf(
        objectOf({
          id: TEXT,
          type: TEXT,
          apiVersion: TEXT,
          createdAt: TIME,
          resourceId: TEXT,
          jobId: TEXT,
          data: ANY_OBJECT,
        }),
      ),
      nextCursor: orNull(TEXT),
      hasMore: FLAG,
    }),
  };
}

/** The two error forms. `details` of a 400 is laid out as the dialect lays it out [U]. */
export function errorSchemas(dialect: Dialect): Readonly<Record<string, Schema>> {
  const more = {
    expected: TEXT,
    values: listOf(TEXT),
    keys: listOf(TEXT),
    origin: TEXT,
    minimum: NUMBER,
    maximum: NUMBER,
    inclusive: FLAG,
  };
  const issues = listOf(
    objectOf(
      { code: TEXT, path: listOf({ type: ['string', 'integer'] }), message: TEXT, ...more },
      Object.keys(more),
    ),
  );
  const gaps: Record<string, Schema> =
    dialect.missingFieldsAt === 'validation' ? {} : { missingFields: listOf(missingField()) };
  const layouts = {
    issues: objectOf({ issues }, ['issues']),
    errors: objectOf({ errors: issues }, ['errors']),
    flattened: objectOf({ formErrors: listOf(TEXT), fieldErrors: ANY_OBJECT }, ['formErrors', 'fieldErrors']),
    array: { type: ['array', 'object'], items: ANY_OBJECT },
  };
  const envelope = (details: Schema) =>
    objectOf({ error: TEXT, code: textIn(ERROR_CODES), requestId: TEXT, details }, ['details']);
  return {
    Error: envelope(ANY_OBJECT),
    NotReady: envelope(objectOf({ validation: validationSchema(dialect), ...gaps })),
    InvalidRequest: envelope(layouts[dialect.issuesLayout]),
    OAuthError: objectOf({ error: TEXT, error_description: TEXT }, ['error_description']),
  };
}

function missingField(): Schema {
  return objectOf({
    field: TEXT,
    label: TEXT,
    message: TEXT,
    code: TEXT,
    prompt: TEXT,
    type: TEXT,
    enumValues: orNull(listOf(TEXT)),
    updateKeys: listOf(TEXT),
    example: TEXT,
    hint: orNull(TEXT),
  });
}

function validationSchema(dialect: Dialect): Schema {
  const items = dialect.missingFieldsAt === 'validation' ? missingField() : TEXT;
  const issue =
    dialect.issueShape === 'strings' ? TEXT : objectOf({ field: TEXT, message: TEXT, code: TEXT });
  // The counts also come in the short layout when there are issues, so there they are only optional.
  const optional =
    dialect.validationSummary === 'present' ? [] : ['issueCount', 'missingFieldCount', 'issues'];
  const summary = { issueCount: COUNT, missingFieldCount: COUNT, issues: listOf(issue) };
  return objectOf({ publishReady: FLAG, missingFields: listOf(items), ...summary }, optional);
}
