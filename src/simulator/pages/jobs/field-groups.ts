import { JOB_FIELDS, type JobField } from '../../../contract/index.ts';
import { GAP_TEXTS } from '../../drafts/constants.ts';

/** Fields that stand together in the editor. */
export interface FieldGroup {
  readonly title: string;
  readonly fields: readonly JobField[];
}

const LAYOUT: readonly (readonly [string, readonly string[]])[] = [
  ['The job', ['jobTitle', 'jobDescription']],
  ['Pay', ['paymentType', 'pricePerLabel', 'pricePerHour', 'fixedPrice', 'budgetRange']],
  [
    'The data',
    [
      'dataType',
      'subjectMatter',
      'dataVolume',
      'dataVolumeUnit',
      'labelTypes',
      'labelingSoftware',
      'labelingOverview',
      'datasetDescription',
    ],
  ],
  [
    'AI trainers',
    ['experienceLevel', 'headcount', 'languages', 'countries', 'freelancerType', 'aiInterviewRequirements'],
  ],
];

/** Every field of the contract once, in the editor's order; fields that no group names come last. */
export const FIELD_GROUPS: readonly FieldGroup[] = groupsOf(JOB_FIELDS);

/** Fields whose text runs over several lines. */
const LONG_TEXTS = new Set([
  'jobDescription',
  'labelingOverview',
  'datasetDescription',
  'aiInterviewRequirements',
  'workloadDesc',
]);

/** How a field is edited. */
export type ControlKind = 'select' | 'line' | 'lines' | 'number' | 'list';

export function controlOf(field: JobField): ControlKind {
  if (field.type === 'number') return 'number';
  if (field.type === 'string_set') return 'list';
  if (field.enumValues !== undefined) return 'select';
  return LONG_TEXTS.has(field.key) ? 'lines' : 'line';
}

/** `pricePerLabel` as a person reads it: `Price per label`. */
export function fieldLabel(field: JobField): string {
  const known = GAP_TEXTS[field.key]?.label;
  if (known !== undefined) return known;
  const words = field.key.replace(/([A-Z])/g, ' $1').toLowerCase();
  return (words.slice(0, 1).toUpperCase() + words.slice(1))
    .replace(/^Ai /, 'AI ')
    .replace(/desc$/, 'description');
}

/** Prose of the contract without its markup, under the names that the editor shows. */
export function fieldHint(field: JobField): string {
  const text = field.description.replace(
    /`([^`]*)`/g,
    (_all, name: string) => labelOfAttribute(name) ?? name,
  );
  return text;
}

function labelOfAttribute(name: string): string | undefined {
  const field = JOB_FIELDS.find((candidate) => candidate.attribute === name && name.includes('_'));
  return field === undefined ? undefined : `“${fieldLabel(field)}”`;
}

function groupsOf(fields: readonly JobField[]): readonly FieldGroup[] {
  const named = new Set(LAYOUT.flatMap(([, keys]) => keys));
  const groups = LAYOUT.map(([title, keys]) => ({
    title,
    fields: keys.flatMap((key) => fields.filter((field) => field.key === key)),
  }));
  return [...groups, { title: 'Further details', fields: fields.filter((field) => !named.has(field.key)) }];
}
