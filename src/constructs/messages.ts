import { MAX_SOURCE_TEXT_CHARS } from '../contract/index.ts';
import { tryNearest } from './nearest.ts';

/**
 * Every message of synthesis, one function each: which job, what is wrong, and what to write instead.
 */
function about(path: string, problem: string, ...remedy: readonly string[]): string {
  return [`Job "${path}": ${problem}`, ...remedy].join('\n      ');
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}

/** An enum value that is not documented. `attribute` is the Terraform name, for the way out. */
export function unknownEnumValue(
  path: string,
  key: string,
  attribute: string,
  value: string,
  allowed: readonly string[],
): string {
  const near = tryNearest(value, allowed);
  return about(
    path,
    `${key} is ${shown(value)}, which is not a value it takes.${near === undefined ? '' : ` Did you mean "${near}"?`}`,
    `Allowed: ${allowed.join(', ')}.`,
    near === undefined
      ? `Use one of these, or job.addOverride('${attribute}', …) for a value newer than this version.`
      : `Write ${key}: '${near}', or job.addOverride('${attribute}', …) for a value newer than this version.`,
  );
}

export function payAndPrices(path: string, keys: readonly string[]): string {
  return about(
    path,
    `pay is set together with ${keys.join(', ')}, so the price is declared twice.`,
    `Keep pay and remove ${keys.join(', ')}, or the other way round.`,
  );
}

export function severalPrices(path: string, keys: readonly string[]): string {
  return about(
    path,
    `${keys.join(' and ')} are both set, but a job has one price.`,
    'Keep the one that belongs to its payment type, best as pay: Pay.perLabel(…), Pay.perHour(…) or Pay.fixed(…).',
  );
}

export function priceOfOtherType(path: string, paymentType: string, wanted: string, found: string): string {
  return about(
    path,
    `paymentType is "${paymentType}", whose price is ${wanted}, but ${found} is set.`,
    `Set ${wanted} instead of ${found}, or change paymentType.`,
  );
}

export function priceNotPositive(path: string, key: string, value: number): string {
  return about(
    path,
    `${key} is ${value}, but a price is more than 0 US dollars.`,
    `Set ${key} to a positive number.`,
  );
}

export function notFinite(path: string, key: string, value: number): string {
  return about(path, `${key} is ${value}, which is no number.`, `Check the calculation behind ${key}.`);
}

export function notWhole(path: string, key: string, value: number): string {
  return about(path, `${key} is ${value}, but it counts people.`, `Set ${key} to a whole number from 1 up.`);
}

export function negativeNumber(path: string, key: string, value: number): string {
  return about(path, `${key} is ${value}, but it is an amount.`, `Set ${key} to 0 or more.`);
}

export function emptyTitle(path: string): string {
  return about(
    path,
    'jobTitle is empty.',
    'Write a title, or remove jobTitle and let the source name the job.',
  );
}

export function emptySource(path: string, format: string): string {
  return about(
    path,
    `source.${format} is empty.`,
    `Describe the job in it, or remove source and set jobTitle and jobDescription.`,
  );
}

export function textTooLong(path: string, length: number): string {
  const limit = MAX_SOURCE_TEXT_CHARS.toLocaleString('en-US');
  return about(
    path,
    `source.text has ${length.toLocaleString('en-US')} characters, and OpenTrain takes at most ${limit}.`,
    `Remove at least ${(length - MAX_SOURCE_TEXT_CHARS).toLocaleString('en-US')}.`,
  );
}

export function severalSources(path: string, formats: readonly string[]): string {
  return about(
    path,
    `source has ${formats.length === 0 ? 'no format' : `${formats.length} formats (${formats.join(', ')})`}.`,
    'Make it with exactly one of JobSource.text, .canonical, .schemaOrg, .indeedXml and .hrXml.',
  );
}

export function malformedJson(path: string, format: string, fault: string): string {
  return about(
    path,
    `source.${format} cannot be read as JSON: ${fault}.`,
    `Correct the text, or pass an object to JobSource.${format}(…) and let it write the JSON.`,
  );
}

export function notXml(path: string, format: string, text: string): string {
  return about(
    path,
    `source.${format} is no XML, it begins with ${shown(text.trim().slice(0, 40))}.`,
    `Pass the document itself; for a file, JobSource.${format}(readFileSync('job.xml', 'utf8')).`,
  );
}

export function knownExtraField(path: string, key: string, known: string): string {
  return about(
    path,
    `extraFields has "${key}", which is a field of its own.`,
    `Move it out of extraFields: ${known}: ….`,
  );
}

export function sharedByInstances(path: string, key: string, text: string): string {
  return about(
    path,
    `all its instances would have the same ${key} ${shown(text)}, and OpenTrain could make one job of them.`,
    `Remove ${key} (each instance then gets its own), or put the iterator's key or the count's index into it.`,
  );
}

/** Two jobs under one key: the second would be answered with the first, and be lost. */
export function duplicateKey(path: string, key: string, others: readonly string[]): string {
  return about(
    path,
    `its idempotencyKey "${key}" is also that of ${others.map((other) => `"${other}"`).join(', ')}.`,
    'OpenTrain would make one job of them. Remove idempotencyKey (each job then gets its own), or make it unique.',
  );
}

export function literalToken(path: string): string {
  return (
    `Provider "${path}": its token is written in the program, so it would end up in the synthesised files.\n      ` +
    'Remove it and set OT_API_TOKEN, or pass the stringValue of a sensitive TerraformVariable.'
  );
}
