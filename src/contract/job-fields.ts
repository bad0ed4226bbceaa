import { DATA_VOLUME_UNITS, EXPERIENCE_LEVELS, PAYMENT_TYPES, type PaymentType } from './enums.ts';

/** How sure we are of a fact: documented, inferred from documented facts, unknown, or contradicted between pages. */
export type Mark = 'D' | 'I' | 'U' | 'X';

/** Wire type of a field. Sets are JSON arrays of strings whose order carries no meaning for us. */
export type FieldType = 'string' | 'number' | 'string_set';

/** When a draft cannot be published without the field. The server's `missingFields` is always the law. */
export interface PublishRequirement {
  readonly when: 'always' | { readonly paymentType: PaymentType };
  readonly mark: Mark;
}

/** One patchable job field: the row that schema, validation, constructs, docs and simulator are made from. */
export interface JobField {
  /** Update key on the wire, e.g. `pricePerLabel`. */
  readonly key: string;
  /** Terraform attribute, e.g. `price_per_label`. */
  readonly attribute: string;
  readonly type: FieldType;
  readonly typeMark: Mark;
  /** Exact values the API takes, where documented. The server's own list wins. */
  readonly enumValues?: readonly string[];
  readonly unit?: 'USD';
  /** Whole numbers only (a head count, not a price). */
  readonly integer?: boolean;
  readonly required?: PublishRequirement;
  /** Pages that name the key. */
  readonly source: string;
  readonly description: string;
}

const UPDATE = 'api-reference/job-drafts/update';
const UPDATE_CAPS = 'api-reference/job-drafts/update, api-reference/job-drafts/capabilities';
const ALWAYS_INFERRED: PublishRequirement = { when: 'always', mark: 'I' };
const ALWAYS_DOCUMENTED: PublishRequirement = { when: 'always', mark: 'D' };

/**
 * All 26 known update keys of `PATCH /job-drafts/{jobId}` and `PATCH /jobs/{id}`. The documented list ends with
 * "and more": keys outside this table go through `extra_fields` and are checked against `draft.updateKeys`.
 */
export const JOB_FIELDS: readonly JobField[] = [
  {
    key: 'jobTitle',
    attribute: 'job_title',
    type: 'string',
    typeMark: 'D',
    required: ALWAYS_INFERRED,
    source: UPDATE_CAPS,
    description: 'Title of the job as AI trainers see it.',
  },
  {
    key: 'jobDescription',
    attribute: 'job_description',
    type: 'string',
    typeMark: 'D',
    required: ALWAYS_INFERRED,
    source: UPDATE_CAPS,
    description: 'Full description of the work. Format and length limit are not documented.',
  },
  {
    key: 'paymentType',
    attribute: 'payment_type',
    type: 'string',
    typeMark: 'D',
    enumValues: PAYMENT_TYPES,
    required: ALWAYS_INFERRED,
    source: UPDATE_CAPS,
    description: 'How trainers are paid. Set it together with the price field of the same kind.',
  },
  {
    key: 'pricePerHour',
    attribute: 'price_per_hour',
    type: 'number',
    typeMark: 'D',
    unit: 'USD',
    required: { when: { paymentType: 'PAY_PER_HOUR' }, mark: 'I' },
    source: UPDATE,
    description: 'US dollars an hour, for `PAY_PER_HOUR`.',
  },
  {
    key: 'pricePerLabel',
    attribute: 'price_per_label',
    type: 'number',
    typeMark: 'D',
    unit: 'USD',
    required: { when: { paymentType: 'PAY_PER_LABEL' }, mark: 'D' },
    source: `${UPDATE}, api-reference/job-drafts/create`,
    description: 'US dollars a label, for `PAY_PER_LABEL`.',
  },
  {
    key: 'fixedPrice',
    attribute: 'fixed_price',
    type: 'number',
    typeMark: 'D',
    unit: 'USD',
    required: { when: { paymentType: 'FIXED_PRICE' }, mark: 'I' },
    source: UPDATE,
    description: 'US dollars for the whole job, for `FIXED_PRICE`.',
  },
  {
    key: 'experienceLevel',
    attribute: 'experience_level',
    type: 'string',
    typeMark: 'D',
    enumValues: EXPERIENCE_LEVELS,
    required: ALWAYS_DOCUMENTED,
    source: `${UPDATE}, api-reference/job-drafts/create`,
    description: 'Experience that applicants should have.',
  },
  {
    key: 'dataVolume',
    attribute: 'data_volume',
    type: 'number',
    typeMark: 'D',
    source: UPDATE,
    description: 'How much data there is, counted in `data_volume_unit`.',
  },
  {
    key: 'dataVolumeUnit',
    attribute: 'data_volume_unit',
    type: 'string',
    typeMark: 'D',
    enumValues: DATA_VOLUME_UNITS,
    required: ALWAYS_DOCUMENTED,
    source: `${UPDATE}, guides/post-a-job`,
    description: 'What `data_volume` counts.',
  },
  {
    key: 'headcount',
    attribute: 'headcount',
    type: 'number',
    typeMark: 'D',
    integer: true,
    source: `${UPDATE}, api-reference/jobs/update`,
    description: 'How many trainers to hire.',
  },
  {
    key: 'languages',
    attribute: 'languages',
    type: 'string_set',
    typeMark: 'I',
    source: `${UPDATE}, api-reference/job-drafts/create`,
    description: 'Languages that trainers need, by English name (`Spanish`). Order carries no meaning.',
  },
  {
    key: 'countries',
    attribute: 'countries',
    type: 'string_set',
    typeMark: 'I',
    source: UPDATE,
    description: 'Countries that trainers may live in. The form (name or ISO code) is not documented.',
  },
  {
    key: 'labelTypes',
    attribute: 'label_types',
    type: 'string_set',
    typeMark: 'I',
    source: UPDATE,
    description: 'Kinds of labels, such as `CLASSIFICATION`. The list of values is not documented.',
  },
  {
    key: 'dataType',
    attribute: 'data_type',
    type: 'string',
    typeMark: 'I',
    source: UPDATE_CAPS,
    description: 'Kind of data to label; `IMAGE` and `TEXT` have been seen. The list is not documented.',
  },
  {
    key: 'subjectMatter',
    attribute: 'subject_matter',
    type: 'string',
    typeMark: 'U',
    source: UPDATE_CAPS,
    description: 'Subject of the data. Type and values are not documented; sent as text.',
  },
  {
    key: 'labelingSoftware',
    attribute: 'labeling_software',
    type: 'string',
    typeMark: 'I',
    source: UPDATE_CAPS,
    description: 'Tool in which the labelling is done.',
  },
  {
    key: 'labelingOverview',
    attribute: 'labeling_overview',
    type: 'string',
    typeMark: 'I',
    source: UPDATE_CAPS,
    description: 'What the labelling consists of.',
  },
  {
    key: 'datasetDescription',
    attribute: 'dataset_description',
    type: 'string',
    typeMark: 'I',
    source: UPDATE_CAPS,
    description: 'What the data set is.',
  },
  {
    key: 'aiInterviewRequirements',
    attribute: 'ai_interview_requirements',
    type: 'string',
    typeMark: 'U',
    source: UPDATE,
    description: 'What the screening interview asks about. Type not documented; sent as text.',
  },
  {
    key: 'budgetRange',
    attribute: 'budget_range',
    type: 'string',
    typeMark: 'U',
    source: UPDATE,
    description: 'Budget range. Type and values are not documented; sent as text.',
  },
  {
    key: 'workloadDesc',
    attribute: 'workload_desc',
    type: 'string',
    typeMark: 'U',
    source: UPDATE,
    description: 'Description of the workload. Type not documented; sent as text.',
  },
  {
    key: 'timeRequirement',
    attribute: 'time_requirement',
    type: 'string',
    typeMark: 'U',
    source: UPDATE,
    description: 'Time that trainers should have. Type and values are not documented; sent as text.',
  },
  {
    key: 'projectDuration',
    attribute: 'project_duration',
    type: 'string',
    typeMark: 'U',
    source: UPDATE,
    description: 'How long the project runs. Type and values are not documented; sent as text.',
  },
  {
    key: 'freelancerType',
    attribute: 'freelancer_type',
    type: 'string',
    typeMark: 'U',
    source: UPDATE,
    description: 'Kind of trainer looked for. Type and values are not documented; sent as text.',
  },
  {
    key: 'projectScope',
    attribute: 'project_scope',
    type: 'string',
    typeMark: 'U',
    source: UPDATE,
    description: 'Scope of the project. Type and values are not documented; sent as text.',
  },
  {
    key: 'visibility',
    attribute: 'visibility',
    type: 'string',
    typeMark: 'U',
    source: UPDATE,
    description: 'Who can see the job. Values, and what they do to a published job, are not documented.',
  },
];

const byKey = new Map(JOB_FIELDS.map((field) => [field.key, field]));
const byAttribute = new Map(JOB_FIELDS.map((field) => [field.attribute, field]));

/** The row of an update key (`pricePerLabel`), or undefined for a key this version does not know. */
export function tryFieldByKey(key: string): JobField | undefined {
  return byKey.get(key);
}

/** The row of a Terraform attribute (`price_per_label`), or undefined if it is no job field. */
export function tryFieldByAttribute(attribute: string): JobField | undefined {
  return byAttribute.get(attribute);
}

/** The price field that belongs to each payment type. Source: job-drafts/update [D]. */
export const PRICE_KEY: Readonly<Record<PaymentType, string>> = {
  PAY_PER_LABEL: 'pricePerLabel',
  PAY_PER_HOUR: 'pricePerHour',
  FIXED_PRICE: 'fixedPrice',
};
