import { Token } from 'cdktf';
import type { JobField } from '../contract/index.ts';
import {
  JOB_FIELDS,
  MAX_SOURCE_TEXT_CHARS,
  PRICE_KEY,
  tryFieldByAttribute,
  tryFieldByKey,
} from '../contract/index.ts';
import type { Job as GeneratedJob } from './gen/job.ts';
import type { JobProps, OnDestroy } from './job-props.ts';
import { jsonObjectFault } from './json-document.ts';
import * as messages from './messages.ts';
import { resolvedText } from './resolved-text.ts';

const ON_DESTROY: readonly OnDestroy[] = ['close', 'abandon'];
const INSTANCE_REFERENCE = /\b(?:each\.(?:key|value)|count\.index)\b/;

/** Values that a person declared, read back from the construct, so that setters count too. */
type Declared = Readonly<Record<string, unknown>>;

function declaredValues(job: GeneratedJob): Declared {
  const inputs = job as unknown as Readonly<Record<string, unknown>>;
  const names = [...JOB_FIELDS.map((field) => field.key), 'onDestroy'];
  return Object.fromEntries(names.map((name) => [name, inputs[`${name}Input`]]));
}

function isKnown(value: unknown): boolean {
  return value !== undefined && value !== null && !Token.isUnresolved(value);
}

function numberMistake(path: string, field: JobField, value: number): string | undefined {
  if (!Number.isFinite(value)) return messages.notFinite(path, field.key, value);
  if (field.unit === 'USD' && value <= 0) return messages.priceNotPositive(path, field.key, value);
  if (field.integer && (!Number.isInteger(value) || value < 1))
    return messages.notWhole(path, field.key, value);
  return value < 0 ? messages.negativeNumber(path, field.key, value) : undefined;
}

function enumMistake(
  path: string,
  key: string,
  attribute: string,
  value: unknown,
  allowed: readonly string[],
): string | undefined {
  if (!isKnown(value) || allowed.includes(String(value))) return undefined;
  return messages.unknownEnumValue(path, key, attribute, String(value), allowed);
}

function fieldMistake(path: string, field: JobField, value: unknown): string | undefined {
  if (!isKnown(value)) return undefined;
  if (typeof value === 'number') return numberMistake(path, field, value);
  if (typeof value !== 'string') return undefined;
  if (field.key === 'jobTitle' && value.trim() === '') return messages.emptyTitle(path);
  if (field.enumValues === undefined) return undefined;
  return enumMistake(path, field.key, field.attribute, value, field.enumValues);
}

function priceMistakes(path: string, declared: Declared, props: JobProps): string[] {
  const priceKeys = Object.values(PRICE_KEY);
  const own = ['paymentType', ...priceKeys].filter(
    (key) => key in props && props[key as keyof JobProps] !== undefined,
  );
  if (props.pay !== undefined && own.length > 0) return [messages.payAndPrices(path, own)];
  const prices = priceKeys.filter((key) => declared[key] !== undefined);
  if (prices.length > 1) return [messages.severalPrices(path, prices)];
  const paymentType = declared.paymentType;
  const wanted =
    typeof paymentType === 'string'
      ? Object.entries(PRICE_KEY).find(([type]) => type === paymentType)?.[1]
      : undefined;
  const found = prices[0];
  if (wanted === undefined || found === undefined || wanted === found) return [];
  return [messages.priceOfOtherType(path, String(paymentType), wanted, found)];
}

function sourceMistakes(path: string, source: JobProps['source']): string[] {
  if (source === undefined || Token.isUnresolved(source)) return [];
  const given = Object.entries(source).filter(([, text]) => text !== undefined);
  const [first] = given;
  if (given.length !== 1 || first === undefined) {
    return [
      messages.severalSources(
        path,
        given.map(([format]) => format),
      ),
    ];
  }
  const [format, text] = first as [string, string];
  if (Token.isUnresolved(text)) return [];
  if (text.trim() === '') return [messages.emptySource(path, format)];
  if (format === 'text' && text.length > MAX_SOURCE_TEXT_CHARS)
    return [messages.textTooLong(path, text.length)];
  // Only a server's parser can tell more; this catches a file name in place of a file.
  if (format.endsWith('Xml') && !/^\uFEFF?\s*</.test(text)) return [messages.notXml(path, format, text)];
  if (format === 'canonical' || format === 'schemaOrg') {
    const fault = jsonObjectFault(text);
    return fault === undefined ? [] : [messages.malformedJson(path, format, fault)];
  }
  return [];
}

function extraFieldMistakes(path: string, extraFields: JobProps['extraFields']): string[] {
  if (extraFields === undefined || Token.isUnresolved(extraFields)) return [];
  return Object.keys(extraFields).flatMap((key) => {
    const known = tryFieldByKey(key) ?? tryFieldByAttribute(key);
    return known === undefined ? [] : [messages.knownExtraField(path, key, known.key)];
  });
}

function instanceKeyMistakes(job: GeneratedJob, props: JobProps): string[] {
  if (props.forEach === undefined && props.count === undefined) return [];
  return (['externalId', 'idempotencyKey'] as const).flatMap((key) => {
    const value = props[key];
    if (value === undefined) return [];
    const text = resolvedText(job, value);
    return INSTANCE_REFERENCE.test(text) ? [] : [messages.sharedByInstances(job.node.path, key, text)];
  });
}

/** Everything that can be told to be wrong with a job without asking a server; empty when nothing is. */
export function jobMistakes(job: GeneratedJob, props: JobProps): string[] {
  const path = job.node.path;
  const declared = declaredValues(job);
  const fields = JOB_FIELDS.map((field) => fieldMistake(path, field, declared[field.key]));
  const onDestroy = enumMistake(path, 'onDestroy', 'on_destroy', declared.onDestroy, ON_DESTROY);
  return [
    ...[...fields, onDestroy].filter((mistake) => mistake !== undefined),
    ...priceMistakes(path, declared, props),
    ...sourceMistakes(path, props.source),
    ...extraFieldMistakes(path, props.extraFields),
    ...instanceKeyMistakes(job, props),
  ];
}
