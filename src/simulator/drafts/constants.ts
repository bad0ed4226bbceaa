/** Wording of a gap that keeps a draft from being published. */
export interface GapText {
  readonly label: string;
  readonly prompt: string;
  readonly type: 'enum' | 'number' | 'string';
  readonly example: string;
  readonly hint: string | null;
}

/**
 * Texts of the required fields. Label, message, prompt and hint of `experienceLevel` are the quickstart's; the others
 * are made in its manner [I]. `example` is a string even for a number [D job-drafts/create].
 */
export const GAP_TEXTS: Readonly<Record<string, GapText>> = {
  jobTitle: {
    label: 'Job title',
    prompt: 'What is the title of the job?',
    type: 'string',
    example: 'Product image labelling',
    hint: null,
  },
  jobDescription: {
    label: 'Job description',
    prompt: 'What is the work, in a few sentences?',
    type: 'string',
    example: 'Sort product photos into twelve categories.',
    hint: null,
  },
  paymentType: {
    label: 'Payment type',
    prompt: 'How will AI trainers be paid?',
    type: 'enum',
    example: 'PAY_PER_LABEL',
    hint: 'Set the matching rate field as well.',
  },
  pricePerHour: {
    label: 'Price per hour',
    prompt: 'How many US dollars do you pay per hour?',
    type: 'number',
    example: '18',
    hint: 'A number in USD.',
  },
  pricePerLabel: {
    label: 'Price per label',
    prompt: 'How many US dollars do you pay per label?',
    type: 'number',
    example: '0.05',
    hint: 'A number in USD.',
  },
  fixedPrice: {
    label: 'Fixed price',
    prompt: 'How many US dollars do you pay for the whole job?',
    type: 'number',
    example: '5000',
    hint: 'A number in USD.',
  },
  experienceLevel: {
    label: 'Experience level',
    prompt: 'What experience level should applicants have?',
    type: 'enum',
    example: 'INTERMEDIATE',
    hint: 'Pick one of the supported enum values.',
  },
  dataVolumeUnit: {
    label: 'Data volume unit',
    prompt: 'What does the data volume count?',
    type: 'enum',
    example: 'NUMBER_OF_FILES',
    hint: 'Pick one of the supported enum values.',
  },
  dataVolume: {
    label: 'Data volume',
    prompt: 'How much data is there?',
    type: 'number',
    example: '10000',
    hint: 'A number, counted in the data volume unit.',
  },
};

/** Order of `experienceLevel` on the quickstart; the contract has that of the reference pages [X]. */
export const QUICKSTART_EXPERIENCE_ORDER = [
  'ENTRY_LEVEL',
  'INTERMEDIATE',
  'EXPERT',
  'ANY_EXPERIENCE_LEVEL',
] as const;

/** Top-level keys of `POST /job-drafts` that a page names. */
export const CREATE_KEYS: readonly string[] = [
  'source',
  'format',
  'job',
  'jsonLd',
  'xml',
  'rawJobDescription',
  'externalId',
  'idempotencyKey',
];

/** How long a key lives where the dialect gives it an end. */
export const SHORT_KEY_LIFETIME_MS = 3_600_000;
