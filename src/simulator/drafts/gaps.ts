import { JOB_FIELDS, type JobField, tryFieldByKey } from '../../contract/index.ts';
import type { Dialect } from '../dialects.ts';
import { GAP_TEXTS, QUICKSTART_EXPERIENCE_ORDER } from './constants.ts';

type Fields = Readonly<Record<string, unknown>>;

/** One entry of `missingFields[]` [D job-drafts/create]. */
export interface MissingFieldBody {
  readonly field: string;
  readonly label: string;
  readonly message: string;
  readonly code: string;
  readonly prompt: string;
  readonly type: string;
  readonly enumValues: readonly string[] | null;
  readonly updateKeys: readonly string[];
  readonly example: string;
  readonly hint: string | null;
}

/** A value that is there but cannot be published. */
export interface FieldIssue {
  readonly field: string;
  readonly message: string;
  readonly code: string;
}

/** Unset: absent, null, empty text or empty list. */
export function isUnset(value: unknown): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** Required fields without a value, by the contract's table; `at` adds what only publish asks for in some dialects. */
export function missingFields(
  dialect: Dialect,
  fields: Fields,
  at: 'draft' | 'publish',
): readonly MissingFieldBody[] {
  const missing = JOB_FIELDS.filter((field) => isRequired(field, fields) && isUnset(fields[field.key]));
  if (at === 'publish' && dialect.publishCheck === 'stricter') {
    const counted = !isUnset(fields.dataVolumeUnit) && fields.dataVolumeUnit !== 'UNKNOWN_NOT_SPECIFIED';
    const volume = tryFieldByKey('dataVolume');
    if (counted && volume !== undefined && isUnset(fields.dataVolume)) missing.push(volume);
  }
  return missing.map((field) => describeGap(dialect, field));
}

/** Values that stand in the way of publishing: a price that is not positive [I]. */
export function fieldIssues(fields: Fields): readonly FieldIssue[] {
  return JOB_FIELDS.filter(
    (field) => field.unit === 'USD' && isRequired(field, fields) && typeof fields[field.key] === 'number',
  )
    .filter((field) => (fields[field.key] as number) <= 0)
    .map((field) => ({
      field: field.key,
      message: `${GAP_TEXTS[field.key]?.label ?? field.key} must be greater than zero.`,
      code: 'invalid_value',
    }));
}

function isRequired(field: JobField, fields: Fields): boolean {
  if (field.required === undefined) return false;
  const { when } = field.required;
  return when === 'always' || fields.paymentType === when.paymentType;
}

function describeGap(dialect: Dialect, field: JobField): MissingFieldBody {
  const text = GAP_TEXTS[field.key] ?? {
    label: field.key,
    prompt: `What is ${field.key}?`,
    type: field.type === 'number' ? ('number' as const) : ('string' as const),
    example: '',
    hint: null,
  };
  return {
    field: field.key,
    label: text.label,
    message: `${text.label} is required before publishing.`,
    code:
      dialect.missingFieldCode === 'missing_required_field'
        ? 'missing_required_field'
        : `MISSING_${snake(field.key)}`,
    prompt: dialect.promptPrefix === 'ask' ? `ask: ${text.prompt}` : text.prompt,
    type: text.type,
    enumValues: enumValuesOf(dialect, field),
    updateKeys:
      text.type === 'enum' && field.key === 'paymentType'
        ? ['paymentType', 'pricePerLabel', 'pricePerHour', 'fixedPrice']
        : [field.key],
    example: text.example,
    hint: text.hint,
  };
}

/** Enum values in the order of the dialect, null for a free field. */
export function enumValuesOf(dialect: Dialect, field: JobField): readonly string[] | null {
  if (field.enumValues === undefined) return null;
  if (field.key === 'experienceLevel' && dialect.enumOrder === 'quickstart')
    return QUICKSTART_EXPERIENCE_ORDER;
  return field.enumValues;
}

function snake(key: string): string {
  return key.replace(/([A-Z])/g, '_$1').toUpperCase();
}
