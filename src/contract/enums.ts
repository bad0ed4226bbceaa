/**
 * Enum values of the OpenTrain public API, exactly as documented.
 *
 * The server's own list (`draft.enums` of `GET /job-drafts/capabilities`) wins over these at run time: features and
 * values roll out per account. These are what the program can check before it has a server to ask.
 */

/** `paymentType` of a job. Source: API reference, job-drafts/update and job-drafts/capabilities [D]. */
export const PAYMENT_TYPES = ['PAY_PER_LABEL', 'PAY_PER_HOUR', 'FIXED_PRICE'] as const;
export type PaymentType = (typeof PAYMENT_TYPES)[number];

/** `experienceLevel` of a job. Source: API reference, job-drafts/update [D]. */
export const EXPERIENCE_LEVELS = ['EXPERT', 'ENTRY_LEVEL', 'INTERMEDIATE', 'ANY_EXPERIENCE_LEVEL'] as const;
export type ExperienceLevel = (typeof EXPERIENCE_LEVELS)[number];

/** `dataVolumeUnit` of a job. Source: API reference, job-drafts/update [D]. */
export const DATA_VOLUME_UNITS = [
  'HOURS_OF_RECORDING_AUDIO_VIDEO',
  'NUMBER_OF_FILES',
  'NUMBER_OF_WORDS',
  'UNKNOWN_NOT_SPECIFIED',
] as const;
export type DataVolumeUnit = (typeof DATA_VOLUME_UNITS)[number];

/** Job status. Source: the filter of `GET /jobs/mine` [D]; the meaning of the last three is not explained there. */
export const JOB_STATUSES = [
  'DRAFT',
  'OPEN',
  'ARCHIVED',
  'ONGOING',
  'COMPLETED',
  'PENDING_APPROVAL',
] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

/** Proposal status filter. Source: API reference, jobs/list-proposals [D]; case-insensitive on the server. */
export const PROPOSAL_STATUSES = [
  'UNREVIEWED',
  'SHORTLISTED',
  'MAYBE',
  'HIRED',
  'DECLINED',
  'NOT_A_FIT',
  'RESUME_SENT',
] as const;
export type ProposalStatus = (typeof PROPOSAL_STATUSES)[number];

/** `draft.importFormats`: the source formats that job drafting accepts. Source: job-drafts/capabilities [D]. */
export const IMPORT_FORMATS = [
  'text',
  'opentrain_canonical',
  'schema_org_job_posting',
  'indeed_xml',
  'hr_xml',
] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** Error codes of the public API's envelope. Documented for the sister Platform API, same shape [I here]. */
export const ERROR_CODES = [
  'BAD_REQUEST',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'CONFLICT',
  'RATE_LIMITED',
  'INTERNAL_ERROR',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];
