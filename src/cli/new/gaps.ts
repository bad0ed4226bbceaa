import type { MissingField, Validation } from '../../api/index.ts';
import { JOB_FIELDS, PRICE_KEY, tryFieldByKey } from '../../contract/index.ts';
import { type AnswerKind, answerKind } from './answer-value.ts';
import type { Fields } from './given-answers.ts';

/** One question that stands between a draft and its publication. */
export interface Gap {
  /** Update key that answers it. */
  readonly kind: AnswerKind;
  readonly label: string;
  readonly prompt: string;
  readonly hint: string | null;
  readonly example: string | null;
  /** False where the server was not heard and the contract's own table is asked [I]. */
  readonly fromServer: boolean;
}

/**
 * What is still missing. The server's answer is the law; where there is none (a draft of an earlier run, on a server
 * that does not read drafts back) the table of documented requirements stands in.
 */
export function gapsOf(validation: Validation | null, known: Fields): readonly Gap[] {
  if (validation !== null) return validation.publishReady ? [] : validation.missing.map(gapOfMissing);
  return JOB_FIELDS.filter((field) => {
    if (field.required === undefined || isSet(known[field.key])) return false;
    const { when } = field.required;
    return when === 'always' || known.paymentType === when.paymentType;
  }).map((field) => gapOfKey(field.key));
}

/** The price that a payment type needs, to be asked right after it. */
export function priceGap(paymentType: unknown): Gap | null {
  const entry = Object.entries(PRICE_KEY).find(([type]) => type === paymentType);
  return entry === undefined ? null : gapOfKey(entry[1]);
}

/** A question about a field of the table, in the table's words. */
export function gapOfKey(key: string): Gap {
  const field = tryFieldByKey(key);
  return {
    kind: answerKind(key),
    label: labelOf(key),
    prompt: field?.description ?? `What is ${key}?`,
    hint: null,
    example: null,
    fromServer: false,
  };
}

function gapOfMissing(missing: MissingField): Gap {
  const key = missing.updateKeys.includes(missing.field)
    ? missing.field
    : (missing.updateKeys[0] ?? missing.field);
  const kind = answerKind(key, missing.enumValues);
  const isNumber = kind.type === 'text' && missing.type === 'number';
  return {
    kind: isNumber ? { ...kind, type: 'number' } : kind,
    label: missing.label ?? labelOf(key),
    prompt: missing.prompt ?? missing.message ?? `What is ${key}?`,
    hint: missing.hint,
    example: missing.example === '' ? null : missing.example,
    fromServer: true,
  };
}

function labelOf(key: string): string {
  const words = key.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function isSet(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  );
}
